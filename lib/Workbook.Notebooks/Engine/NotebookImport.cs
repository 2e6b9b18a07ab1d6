using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Engine;

/// <summary>What <c>#!import</c> brings in: a C# or SQL file as one cell, a notebook's code cells.</summary>
internal static class NotebookImport
{
    public static IReadOnlyList<CellRequest> Cells(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".cs" or ".csx" => [new CellRequest(File.ReadAllText(path), Tags: [])],
        ".sql" => [new CellRequest(File.ReadAllText(path), "sql")],
        ".ipynb" or ".dib" => CodeOf(NotebookFile.Read(path)),
        var other => throw new WorkbookException($"#!import reads .cs, .csx, .sql, .ipynb and .dib files, not {other}."),
    };

    private static IReadOnlyList<CellRequest> CodeOf(NotebookDocument document) =>
        [.. document.Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => new CellRequest(cell.Source, CellLanguage.Of(document, cell), Tags: cell.Tags))];
}
