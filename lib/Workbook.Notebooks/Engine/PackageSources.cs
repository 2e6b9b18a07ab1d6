using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Engine;

/// <summary><c>#i "nuget: folder"</c>: where the packages of the following cells are looked for, beside the usual feeds.</summary>
internal sealed partial class PackageSources
{
    private readonly List<string> _all = [];

    /// <summary>Full paths and addresses, each once.</summary>
    public IReadOnlyList<string> All => _all;

    /// <summary>Takes the code's sources.</summary>
    /// <returns>The code with those lines emptied, so that line numbers stay.</returns>
    /// <exception cref="WorkbookException">A folder isn't there, or a line names no source.</exception>
    public string Take(string code, IReadOnlyList<string> folders)
    {
        if (!code.Contains("#i", StringComparison.Ordinal))
            return code;
        return Line().Replace(code, line =>
        {
            if (!line.Groups["source"].Success)
                throw new WorkbookException($"Expected #i \"nuget: FOLDER\" or #i \"nuget: https://…\"; found {line.Value.Trim()}");
            var source = Found(line.Groups["source"].Value.Trim(), folders);
            if (!_all.Contains(source))
                _all.Add(source);
            return "";
        });
    }

    private static string Found(string source, IReadOnlyList<string> folders)
    {
        if (Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
            return source;
        var path = address is { IsFile: true } && source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) ? address.LocalPath : source;
        return CellFiles.Find(path, folders, Directory.Exists) ?? throw new WorkbookException(
            $"#i: there is no package feed '{path}' in {CellFiles.SearchedFolders(path, folders)}. Make the folder with its packages (dotnet pack --output {path}), or name the one that has them.");
    }

    [GeneratedRegex("""^[ \t]*#i\b(?:[ \t]*(?:"[ \t]*nuget:(?<source>[^"\r\n]+)"|nuget:[ \t]*"(?<source>[^"\r\n]+)"|nuget:(?<source>[^"\s][^"\r\n]*))[ \t]*(?=\r?$)|[^\r\n]*)""", RegexOptions.Multiline)]
    private static partial Regex Line();
}
