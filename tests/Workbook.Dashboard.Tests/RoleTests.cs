using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Retail;

namespace Workbook.Dashboards.Tests;

public sealed partial class RoleTests(BuiltDashboard built)
{
    [Fact]
    public void Nothing_of_another_store_is_in_a_stores_file()
    {
        using var lake = built.Open();
        var others = lake.Connection.Query("SELECT store_name FROM gold.dim_store WHERE store_id <> 2 AND store_id IS NOT NULL AND store_name NOT IN (SELECT store_name FROM gold.dim_store WHERE store_id = 2)", row => row.GetString(0));
        var data = Data(built.Store.ToHtml());

        Assert.NotEmpty(others);
        Assert.All(others, name => Assert.DoesNotContain(name, data));
        Assert.Contains(lake.Connection.Scalar<string>("SELECT store_name FROM gold.dim_store WHERE store_id = 2"), data);
        Assert.Single(built.Store.Regions);
        Assert.Contains(others, Data(built.Company.ToHtml()).Contains);
    }

    [Fact]
    public void Rows_of_other_stores_are_gone_before_any_query_runs()
    {
        using var star = ScopedStar.Load(RetailDashboard.Definition(), built.Lake, new DashboardOptions { Role = DashboardOptions.StoreManager, Store = 2 });
        foreach (var table in new[] { "fct_sales", "fct_returns", "fct_shipments", "fct_sensor_readings" })
            Assert.Equal(0, star.Connection.Scalar<long>($"SELECT count(*) FROM gold.{table} WHERE store_key NOT IN (SELECT store_key FROM gold.dim_store)"));
        Assert.Equal(1, star.Connection.Scalar<long>("SELECT count(*) FROM gold.dim_store"));
        Assert.Equal(0, star.Connection.Scalar<long>("SELECT count(*) FROM gold.dim_customer ANTI JOIN gold.fct_sales USING (customer_key)"));
        Assert.Equal(0, star.Connection.Scalar<long>("SELECT (SELECT count(*) FROM gold.fct_ingestion_audit) + (SELECT count(*) FROM silver.int_events) + (SELECT count(*) FROM runs.node_log) + (SELECT count(*) FROM rejects.reasons)"));
    }

    [Fact]
    public void Tiles_of_the_whole_company_are_not_in_a_stores_file()
    {
        var fault = Assert.Throws<WorkbookException>(() => built.Store.Tile("pipeline_health"));

        Assert.StartsWith("The dashboard has no tile 'pipeline_health'. It has executive_kpis, ", fault.Message);
        Assert.Contains("s pipeline are left out.", built.Store.ToHtml());
    }

    [Theory]
    [InlineData("boss", null, "There is no role 'boss'. The roles are company and store-manager.")]
    [InlineData("store-manager", null, "The role store-manager needs a store: give its number (--store 17).")]
    [InlineData("company", 3L, "A store was given, 3, but the role company isn't of one store. Use the role store-manager, or leave the store out.")]
    [InlineData("store-manager", 4711L, "There is no store 4711 in gold.dim_store. Store numbers go from 1 to ")]
    public void Role_and_store_that_do_not_fit_are_refused(string role, long? store, string message) =>
        Assert.StartsWith(message, Assert.Throws<WorkbookException>(() => built.Build(new DashboardOptions { Role = role, Store = store })).Message);

    [Fact]
    public void Lake_without_a_star_says_how_to_build_one()
    {
        var empty = built.Beside("empty");
        var store = Directory.CreateDirectory(new LakeFolder(empty).GoldTable("dim_store"));
        using (var connection = WorkbookDatabase.Open())
            connection.Execute($"COPY (SELECT 1 AS store_id) TO {Sql.Literal(Path.Combine(store.FullName, "dim_store.parquet"))}");

        var fault = Assert.Throws<WorkbookException>(() => Dashboard.Build(RetailDashboard.Definition(), new LakeFolder(empty)));

        Assert.Contains("has no gold.fct_sales, gold.fct_returns, ", fault.Message);
        Assert.EndsWith("Build silver and gold with 'workbook run', or name another lake (--lake).", fault.Message);
    }

    internal static string Data(string html)
    {
        var packed = Convert.FromBase64String(Packed().Match(html).Groups[1].Value);
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("<script id=\"data\" type=\"text/plain\">([^<]+)</script>")]
    private static partial Regex Packed();
}
