using Workbook.Course.Worlds;
using Workbook.Models.Running;
using Workbook.Notebooks;
using Workbook.Notebooks.Tests.Engine;
using Workbook.Retail.Generation;

namespace Workbook.Course.Tests;

/// <summary>The workspace brings the models up to date, and asks what they made.</summary>
public sealed class ModelWorkspaceTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public ModelWorkspaceTests() => Workspace.Scale = 0.002;

    private NotebookWorkspace Workspace => _notebook.Workspace;

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public void Models_are_built_once_and_another_world_has_a_lake_of_its_own()
    {
        var first = Workspace.EnsureModels();
        Assert.Equal(["staging", "silver", "snapshots", "gold"], first.Select(layer => layer.Layer).Where(layer => layer != "sources"));
        Assert.All(first.Where(layer => layer.Layer != "sources"), layer => Assert.Equal(layer.Relations, layer.Built));
        Assert.DoesNotContain(first.Results, result => result.Status is NodeStatus.Error or NodeStatus.Skipped);

        // The first history lets snapshots compare from now on: their second run isn't like their first.
        Workspace.EnsureModels();
        var again = Workspace.EnsureModels();
        Assert.All(again, layer => Assert.Equal((layer.Relations, 0), (layer.Unchanged, layer.Built)));

        var (raw, lake) = (Workspace.Raw, Workspace.LakePath);
        var before = Directory.EnumerateFiles(lake, "*", SearchOption.AllDirectories).Count();
        Workspace.Seed = 43;
        Workspace.EnsureModels();
        Assert.Equal(Path.Combine(lake, "_worlds", "scale-0.002-seed-43", "lake"), Workspace.LakePath);
        Assert.Equal(42ul, GenerationState.Read(raw)!.Seed);
        Assert.Equal(before, Directory.EnumerateFiles(lake, "*", SearchOption.AllDirectories).Count(file => !file.Contains("_worlds", StringComparison.Ordinal)));
        // What SQL names by its relative path is this world's, too.
        Assert.Equal(43ul, GenerationState.Read(Workspace.Raw)!.Seed);
        Assert.Equal(Workspace.Scalar<long>($"SELECT count(*) FROM read_csv('{Workspace.Raw}/customers.csv')"), Workspace.Scalar<long>("SELECT count(*) FROM read_csv('data_raw/customers.csv')"));
        Assert.Equal(
            Workspace.Scalar<long>("SELECT count(DISTINCT order_id) FROM bronze.orders_header"),
            Workspace.Scalar<long>("SELECT count(*) FROM silver.int_orders SEMI JOIN bronze.orders_header USING (order_id)"));
        Assert.Equal(0, Workspace.Scalar<long>("SELECT count(*) FROM silver.int_orders ANTI JOIN bronze.orders_header USING (order_id)"));
        Assert.Equal(0, Workspace.Scalar<long>("SELECT count(*) FROM warehouse.snapshots.snap_products WHERE dbt_valid_to IS NOT NULL"));
    }

    [Fact]
    public void A_cell_sees_layers_snapshots_and_plans()
    {
        var layers = _notebook.Run("Workspace.EnsureModels()").Value!.Text("text/html");
        Assert.Contains("TestsPassed", layers);
        Assert.Contains("snapshots", layers);
        _notebook.Run("#!sql\nSELECT count(*) AS products FROM warehouse.snapshots.snap_products");
        Assert.Contains("products", _notebook.Displayed[0].Text("text/plain"));
        Assert.Contains("product_id", _notebook.Run("Workspace.Query(\"FROM warehouse.snapshots.snap_products LIMIT 2\")").Value!.Text("text/html"));
        var plan = Workspace.Explain("SELECT segment, count(*) FROM gold.dim_customer WHERE customer_id > 10 GROUP BY segment ORDER BY segment");
        Assert.Equal("ORDER_BY", plan[0].Operator);
        Assert.Contains(plan, step => step.Operator == "··READ_PARQUET" && step.Detail.Contains("dim_customer/**/*.parquet") && step.Detail.Contains("customer_id>10"));
        Assert.Equal(1, plan.FilesRead);
        Assert.True(Workspace.Time("SELECT 1") > 0);
    }
}
