using System.Reflection;
using Workbook.Course.Worlds;
using Workbook.Notebooks.Engine;

namespace Workbook.Course;

/// <summary>What the course's notebooks have in their cells: the two companies, everything that works on them, and its tasks.</summary>
public sealed class CourseCells : ICellLibrary
{
    private CourseCells()
    {
    }

    /// <summary>To be given to a <see cref="NotebookSession"/>, a runner or a kernel; it has no state, so one serves all.</summary>
    public static ICellLibrary Library { get; } = new CourseCells();

    /// <inheritdoc/>
    public IReadOnlyList<Assembly> Assemblies { get; } =
    [
        typeof(Models.Running.ModelRunner).Assembly, typeof(Acme.AcmeProject).Assembly, typeof(Dashboards.Dashboard).Assembly, typeof(Operations.Severity).Assembly,
        typeof(PowerBi.PowerBiProject).Assembly, typeof(Retail.RetailProject).Assembly, typeof(CourseCells).Assembly,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Namespaces { get; } =
    [
        "Workbook.Acme", "Workbook.Dashboards", "Workbook.Models", "Workbook.Models.Lineage", "Workbook.Models.Project", "Workbook.Models.Running", "Workbook.Models.Snapshots.Kinds",
        "Workbook.Operations", "Workbook.Operations.Alerts", "Workbook.Operations.Backfill", "Workbook.Operations.Checks", "Workbook.Operations.Drills", "Workbook.Operations.Increments",
        "Workbook.Operations.Monitoring", "Workbook.Operations.Storage", "Workbook.Operations.TimeTravel", "Workbook.PowerBi", "Workbook.Retail", "Workbook.Retail.Drills",
        "Workbook.Retail.Generation", typeof(RetailWorkspace).Namespace!,
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Type> Functions { get; } = [typeof(CourseFunctions)];

    /// <inheritdoc/>
    public IEnumerable<string>? Arguments(string syntax) => syntax switch
    {
        "task" => LearningCatalog.All.Select(task => task.Id),
        "exercise" => LearningCatalog.All.SelectMany(task => (string[])[task.Exercise, task.Id]).Distinct(),
        _ => null,
    };
}
