using Workbook.Operations.Drills;

namespace Workbook.Retail.Drills;

/// <summary>The accidents that the retailer practises.</summary>
public static class RetailDrills
{
    /// <summary>New ones each time: a drill remembers what it broke.</summary>
    public static IReadOnlyList<Drill> All =>
    [
        new CorruptedBronzeFile(), new FailedTransform(), new DroppedTable(), new BreakingSchemaChange(), new AccidentalDelete(), new LateFile(), new LostWarehouse(),
    ];

    /// <exception cref="WorkbookException">There is none of that name.</exception>
    public static Drill Named(string name) => All.FirstOrDefault(drill => drill.Name == name)
        ?? throw new WorkbookException($"There is no drill '{name}'; there is {string.Join(", ", All.Select(drill => drill.Name))}, and 'all'.");
}
