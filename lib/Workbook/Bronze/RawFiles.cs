using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Workbook.Contracts;

namespace Workbook.Bronze;

/// <param name="Path">Relative to the raw folder, with forward slashes.</param>
public sealed record RawFile(string Path, string FullPath, long Bytes);

/// <summary>The files of a source that lie in the raw folder.</summary>
public static class RawFiles
{
    /// <summary>By path, in ordinal order: so a source's days come in order of time.</summary>
    public static IReadOnlyList<RawFile> Find(string raw, SourceContract source)
    {
        var parts = source.Path.Split('/');
        var found = new List<string> { raw };
        for (var depth = 0; depth < parts.Length; depth++)
        {
            var isLast = depth == parts.Length - 1;
            var pattern = Pattern(parts[depth]);
            found = [.. found.Where(Directory.Exists).SelectMany(folder => Entries(folder, parts[depth], pattern, isLast))];
        }

        return [.. found
            .Select(path => new RawFile(System.IO.Path.GetRelativePath(raw, path).Replace('\\', '/'), path, File.Exists(path) ? new FileInfo(path).Length : 0))
            .OrderBy(file => file.Path, StringComparer.Ordinal)];
    }

    /// <summary>Files by their own paths. One that lies outside the raw folder goes by its name alone.</summary>
    /// <exception cref="WorkbookException">One is missing, or two would go by the same name.</exception>
    internal static IReadOnlyList<RawFile> Named(string raw, IReadOnlyList<string> files)
    {
        var root = System.IO.Path.GetFullPath(raw);
        var found = files.Select(System.IO.Path.GetFullPath).Distinct().Select(file => File.Exists(file)
            ? new RawFile(NameBelow(root, file), file, new FileInfo(file).Length)
            : throw new WorkbookException($"There is no file '{file}'. Check the path.")).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        return found.GroupBy(file => file.Path).FirstOrDefault(alike => alike.Count() > 1) is { } twice
            ? throw new WorkbookException($"{string.Join(" and ", twice.Select(file => file.FullPath))} would both be '{twice.Key}' in bronze. Name their common folder as the raw folder (--raw).")
            : found;
    }

    private static string NameBelow(string root, string file) => System.IO.Path.GetRelativePath(root, file) is var below
        && (below.StartsWith("..", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(below)) ? System.IO.Path.GetFileName(file) : below.Replace('\\', '/');

    /// <summary>
    /// Files that must be meant for the source, and that its path doesn't match: below its folder, or of its name but for
    /// case and ending. Those whose name begins with a dot or an underscore are other programs' marks.
    /// </summary>
    internal static IReadOnlyList<string> Strays(string raw, SourceContract source, IReadOnlyList<RawFile> found)
    {
        if (source.Format == SourceFormat.Delta)
            return [];
        var known = found.Select(file => file.FullPath).ToHashSet();
        var first = source.Path.Split('/')[0];
        var stem = first.Split('*', '.')[0];
        if (stem.Length == 0)
            return [];
        var candidates = source.Path.Contains('/')
            ? Directory.EnumerateDirectories(raw).Where(folder => string.Equals(System.IO.Path.GetFileName(folder), first, StringComparison.OrdinalIgnoreCase))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            : Directory.EnumerateFiles(raw).Where(file => HasStem(System.IO.Path.GetFileName(file), stem));
        return [.. candidates.Where(file => !known.Contains(file) && System.IO.Path.GetFileName(file)[0] is not ('.' or '_'))
            .Select(file => System.IO.Path.GetRelativePath(raw, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    private static bool HasStem(string name, string stem) =>
        name.StartsWith(stem, StringComparison.OrdinalIgnoreCase) && (name.Length == stem.Length || !(char.IsLetterOrDigit(name[stem.Length]) || name[stem.Length] == '_'));

    /// <summary>SHA-256 in lower-case hex.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static string ContentHash(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>A folder where a file should be is found too, so that it can be refused by name.</summary>
    private static IEnumerable<string> Entries(string folder, string part, Regex? pattern, bool isLast)
    {
        if (pattern is null)
            return System.IO.Path.Exists(System.IO.Path.Combine(folder, part)) ? [System.IO.Path.Combine(folder, part)] : [];
        var entries = isLast ? Directory.EnumerateFileSystemEntries(folder) : Directory.EnumerateDirectories(folder);
        return entries.Where(entry => pattern.IsMatch(System.IO.Path.GetFileName(entry)));
    }

    private static Regex? Pattern(string part) =>
        part.Contains('*') ? new Regex("^" + Regex.Escape(part).Replace("\\*", ".*") + "$", RegexOptions.CultureInvariant) : null;
}
