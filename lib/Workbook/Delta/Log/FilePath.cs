using System.Globalization;
using System.Text;

namespace Workbook.Delta.Log;

/// <summary>
/// The two encodings of a data file's path, one on top of the other: Hive's for the <c>column=value</c> directory names
/// on disk, then the URI's for the path that the log holds.
/// </summary>
internal static class FilePath
{
    public const string NullDirectory = "__HIVE_DEFAULT_PARTITION__";

    private const string EscapedInDirectories = "\"#%'*/:=?\\{[]^<>|\u007f";

    /// <summary>The directory of a partition, '/'-separated and not yet URI-encoded; empty for no partition columns.</summary>
    public static string Directory(IEnumerable<KeyValuePair<string, string?>> partitionValues) =>
        string.Join('/', partitionValues.Select(entry => $"{EscapeName(entry.Key)}={(entry.Value is null ? NullDirectory : EscapeName(entry.Value))}"));

    /// <summary>What goes into the log for a path relative to the table, with '/' between its segments.</summary>
    public static string ToLog(string relative) => string.Join('/', relative.Split('/').Select(Uri.EscapeDataString)).Replace("%3D", "=");

    /// <summary>The key by which add and remove of one file meet, however each was encoded.</summary>
    public static string Decode(string logged) => Uri.UnescapeDataString(logged);

    public static string OnDisk(string tablePath, string logged)
    {
        if (logged.StartsWith("file:", StringComparison.OrdinalIgnoreCase)) return new Uri(logged).LocalPath;
        if (logged.Contains("://", StringComparison.Ordinal))
            throw new DeltaUnsupportedFeatureException("remote files",
                $"Delta table '{tablePath}' lists the data file '{logged}' in another store; only files on this machine can be read.");
        return Path.GetFullPath(Path.Combine(tablePath, Decode(logged)));
    }

    private static string EscapeName(string name)
    {
        var escaped = new StringBuilder(name.Length);
        foreach (var character in name)
            if (character < ' ' || EscapedInDirectories.Contains(character)) escaped.Append('%').Append(((int)character).ToString("X2", CultureInfo.InvariantCulture));
            else escaped.Append(character);
        return escaped.ToString();
    }
}
