using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>
/// An assembly's documentation: the XML file beside it; for the platform's assemblies, which have none there, the files that
/// come with the SDK. A file is searched when a symbol is asked for (1 ms for a megabyte), and nothing of it is kept.
/// </summary>
internal sealed class DocumentationFiles(string assembly) : DocumentationProvider
{
    /// <summary>Where most of what the core library holds is documented.</summary>
    private static readonly string[] CoreFirst = ["System.Runtime", "System.Collections", "System.Threading", "System.Memory", "System.Linq"];

    private static readonly string Platform = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly Lazy<IReadOnlyList<string>> OfPlatform = new(() =>
    {
        var packs = new DirectoryInfo(Path.Combine(Platform, "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        var major = Environment.Version.Major.ToString(CultureInfo.InvariantCulture);
        var newest = packs.Exists ? packs.GetDirectories($"{major}.*").MaxBy(folder => folder.LastWriteTimeUtc) : null;
        var folder = newest is null ? null : Path.Combine(newest.FullName, "ref", $"net{major}.0");
        return folder is null || !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*.xml").Order(StringComparer.Ordinal)];
    });

    protected override string GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default)
    {
        var wanted = Encoding.UTF8.GetBytes($"<member name=\"{documentationMemberID}\"");
        foreach (var file in Files())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Find(file, wanted) is { } text)
                return text;
        }

        return "";
    }

    public override bool Equals(object? obj) => obj is DocumentationFiles other && other.Assembly == assembly;

    public override int GetHashCode() => assembly.GetHashCode(StringComparison.Ordinal);

    private string Assembly => assembly;

    private IEnumerable<string> Files()
    {
        if (Path.ChangeExtension(assembly, ".xml") is var beside && File.Exists(beside))
            return [beside];
        if (Path.GetDirectoryName(assembly) != Platform)
            return [];
        string[] likely = [Path.GetFileNameWithoutExtension(assembly), .. CoreFirst];
        return OfPlatform.Value.OrderBy(file => Array.IndexOf(likely, Path.GetFileNameWithoutExtension(file)) is >= 0 and var place ? place : likely.Length);
    }

    /// <summary>What stands within the member's element; null where the file doesn't have it.</summary>
    private static string? Find(string file, ReadOnlySpan<byte> wanted)
    {
        using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        var length = (int)RandomAccess.GetLength(handle);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var text = buffer.AsSpan(0, RandomAccess.Read(handle, buffer.AsSpan(0, length), 0));
            var start = text.IndexOf(wanted);
            if (start < 0)
                return null;
            text = text[(start + wanted.Length)..];
            text = text[(text.IndexOf((byte)'>') + 1)..];
            return text.IndexOf("</member>"u8) is >= 0 and var end ? Encoding.UTF8.GetString(text[..end]) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
