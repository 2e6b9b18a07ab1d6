namespace Workbook.Notebooks.Engine;

/// <summary>What a C# cell can name without a <c>using</c>, whichever engine runs it.</summary>
public static class CellImports
{
    public static IReadOnlyList<string> Namespaces { get; } =
    [
        "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks", "System.Linq",
        "Workbook", "Workbook.Acme", "Workbook.Bronze", "Workbook.Charts", "Workbook.Contracts", "Workbook.Dashboards", "Workbook.Database", "Workbook.Dedup", "Workbook.Dedup.Model", "Workbook.Delta", "Workbook.Generation",
        "Workbook.Lake", "Workbook.Models", "Workbook.Models.Lineage", "Workbook.Models.Project", "Workbook.Models.Running", "Workbook.Models.Snapshots.Kinds", "Workbook.Notebooks", "Workbook.Operations", "Workbook.Operations.Alerts", "Workbook.Operations.Backfill", "Workbook.Operations.Checks", "Workbook.Operations.Drills", "Workbook.Operations.Increments", "Workbook.Operations.Monitoring", "Workbook.Operations.Storage", "Workbook.Operations.TimeTravel", "Workbook.Pipelines", "Workbook.PowerBi", "Workbook.Query", "Workbook.Reconciliation", "Workbook.Retail", "Workbook.Retail.Drills", "Workbook.Retail.Generation",
    ];

    /// <summary>Types whose members can be called by their bare names.</summary>
    public static IReadOnlyList<Type> Functions { get; } = [typeof(CellFunctions)];
}
