using Workbook.Bronze;
using Workbook.Dashboards.Tests;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Retail;
using Workbook.Retail.Generation;

[assembly: AssemblyFixture(typeof(BuiltDashboard))]

namespace Workbook.Dashboards.Tests;

/// <summary>A lake of 14 months with few orders a day, so that there is a year to compare with, and its two dashboards.</summary>
public sealed class BuiltDashboard : IDisposable
{
    public static readonly DateTimeOffset BuiltAt = new(2026, 11, 21, 13, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-dashboard-").FullName;

    public BuiltDashboard()
    {
        Lake = new LakeFolder(Path.Combine(_folder, "lake"));
        DataGenerator.Generate(new GenerationOptions { Scale = 0.002, Days = 425, Output = Path.Combine(_folder, "raw") });
        BronzeIngestion.Run(new IngestionOptions { Sources = RetailSources.All, Raw = Path.Combine(_folder, "raw"), Lake = Lake.Path });
        var project = RetailProject.Find(AppContext.BaseDirectory).ModelsIn(Lake);
        var run = Run(project, ["model", "seed", "snapshot"]);
        Assert.Equal("", string.Join('\n', run.Results.Where(result => result.IsFailure).Select(result => $"{result.Node.Name}: {result.Message}")));
        // Checks of rates fail in so small a world; that is something for the page to show, too.
        Run(project, ["test", "unit_test"]);
        Company = Build(new DashboardOptions());
        Store = Build(new DashboardOptions { Role = DashboardOptions.StoreManager, Store = 2 });
        PagePath = Path.Combine(_folder, "dashboard.html");
        Company.Write(PagePath);
    }

    public LakeFolder Lake { get; }

    public Dashboard Company { get; }

    /// <summary>Of store 2's manager.</summary>
    public Dashboard Store { get; }

    public string PagePath { get; }

    /// <summary>A path beside lake and page.</summary>
    public string Beside(string name) => Path.Combine(_folder, name);

    public Dashboard Build(DashboardOptions options) =>
        Dashboard.Build(RetailDashboard.Definition(), Lake, options, new Stopped());

    public LakeConnection Open() => LakeConnection.Open(Lake.Path, new LakeConnectionOptions { Warehouse = false });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private RunSummary Run(ModelProject project, string[] kinds) =>
        ModelRunner.Run(project, new ModelRunOptions { TargetPath = Lake.Artifacts, ResourceTypes = kinds });

    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => BuiltAt;
    }
}
