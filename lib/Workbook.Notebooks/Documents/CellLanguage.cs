using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Documents;

/// <summary>Which kernel runs a cell: by its first line, else by its metadata, else by the notebook.</summary>
public static partial class CellLanguage
{
    /// <summary>Kernels' names by their aliases; other words that begin with <c>#!</c> are magics such as <c>#!time</c>.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["csharp"] = "csharp", ["c#"] = "csharp", ["cs"] = "csharp", ["sql"] = "sql", ["duckdb"] = "sql", ["markdown"] = "markdown", ["md"] = "markdown",
        ["html"] = "html", ["javascript"] = "javascript", ["js"] = "javascript", ["mermaid"] = "mermaid", ["value"] = "value", ["fsharp"] = "fsharp",
        ["f#"] = "fsharp", ["pwsh"] = "pwsh", ["powershell"] = "pwsh", ["http"] = "http", ["kql"] = "kql", ["python"] = "python",
        ["raw"] = "raw",
    };

    /// <summary>The kernel's name for an alias; a name that is none of ours stays as it is.</summary>
    public static string Normalize(string language) => Names.GetValueOrDefault(language, language);

    /// <summary>
    /// Whether a word, without <c>#!</c> and in any case, is a kernel's name or alias: <c>sql</c>, <c>C#</c>; also of kernels
    /// that other tools have.
    /// </summary>
    public static bool IsKernel(string word) => Names.ContainsKey(word);

    /// <summary>The kernel's name, not an alias: <c>csharp</c>; a language that is none of ours stays as it is written.</summary>
    public static string Of(NotebookDocument document, NotebookCell cell) => Split(cell.Source).Chooser ?? Normalize(cell.Language ?? document.DefaultLanguage);

    /// <summary>Takes a first line such as <c>#!sql</c> off, with its options; other magics stay.</summary>
    public static (string? Chooser, string Code) Split(string source) =>
        Choice().Match(source) is { Success: true } match && IsKernel(match.Groups[1].Value)
            ? (Normalize(match.Groups[1].Value), source[match.Length..])
            : (null, source);

    [GeneratedRegex(@"\A#!([A-Za-z#]+)(?:[ \t][^\n]*)?(?:\r?\n|\z)")]
    private static partial Regex Choice();
}
