namespace Workbook.Notebooks.Engine;

/// <summary>What <c>#!import</c> brings in: a C# or SQL file as one cell.</summary>
internal static class NotebookImport
{
    public static IReadOnlyList<CellRequest> Cells(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".cs" or ".csx" => [new CellRequest(File.ReadAllText(path))],
        ".sql" => [new CellRequest(File.ReadAllText(path), "sql")],
        var other => throw new WorkbookException($"#!import reads .cs, .csx, .sql, .ipynb and .dib files, not {other}."),
    };
}
