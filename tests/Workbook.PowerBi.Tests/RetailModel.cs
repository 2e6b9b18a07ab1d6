using Workbook.Lake;
using Workbook.Models;
using Workbook.Models.Metrics;
using Workbook.Models.Project;
using Workbook.Retail;
using Workbook.Retail.Tests;

[assembly: AssemblyFixture(typeof(Workbook.PowerBi.Tests.RetailModel))]

namespace Workbook.PowerBi.Tests;

/// <summary>The retailer's lake, built once for all tests, and the project over it.</summary>
public sealed class RetailModel : IDisposable
{
    private readonly RetailLake _lake = RetailLake.Generate(0.01);

    public RetailModel()
    {
        _lake.BuildModels();
        var dbt = RetailProject.FindModels(AppContext.BaseDirectory);
        Catalog = MetricCatalog.Read(Path.Combine(dbt, "metrics"));
        Models = ModelProject.Read(ProjectOptions.InLake(dbt, _lake.Folder));
        Connection = LakeConnection.Open(_lake.Folder.Path, new LakeConnectionOptions { Warehouse = false });
        Project = Create();
    }

    public LakeConnection Connection { get; }

    public MetricCatalog Catalog { get; }

    public ModelProject Models { get; }

    public PowerBiProject Project { get; }

    public PowerBiProject Create(PowerBiOptions? options = null) => PowerBiProject.Create(RetailReport.Definition, Connection, Models, Catalog, options ?? new PowerBiOptions { GoldFolder = @"C:\lake\gold" });

    public void Dispose()
    {
        Connection.Dispose();
        _lake.Dispose();
    }
}
