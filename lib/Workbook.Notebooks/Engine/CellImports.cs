namespace Workbook.Notebooks.Engine;

/// <summary>What a C# cell can name without a <c>using</c>, whichever engine runs it.</summary>
public sealed class CellImports
{
    /// <param name="library">Null for the engine's own names alone.</param>
    public CellImports(ICellLibrary? library)
    {
        Namespaces =
        [
            "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks", "System.Linq",
            "Workbook", "Workbook.Bronze", "Workbook.Charts", "Workbook.Contracts", "Workbook.Database", "Workbook.Dedup", "Workbook.Dedup.Model", "Workbook.Delta",
            "Workbook.Generation", "Workbook.Lake", "Workbook.Notebooks", "Workbook.Pipelines", "Workbook.Query", "Workbook.Reconciliation",
            .. library?.Namespaces ?? [],
        ];
        Functions = [typeof(CellFunctions), .. library?.Functions ?? []];
    }

    /// <summary>The engine's first, then the library's.</summary>
    public IReadOnlyList<string> Namespaces { get; }

    /// <summary>Types whose members can be called by their bare names.</summary>
    public IReadOnlyList<Type> Functions { get; }
}
