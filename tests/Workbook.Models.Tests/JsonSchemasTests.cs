using System.Text.Json.Nodes;

namespace Workbook.Models.Tests;

/// <summary>The validator that other tests rely on has to see faults, and no others.</summary>
public sealed class JsonSchemasTests
{
    private const string Catalog = "https://schemas.getdbt.com/dbt/catalog/v1.json";

    [Theory]
    [InlineData("manifest", "https://schemas.getdbt.com/dbt/manifest/v12.json")]
    [InlineData("catalog", Catalog)]
    [InlineData("run_results", "https://schemas.getdbt.com/dbt/run-results/v6.json")]
    public void The_shops_artifacts_are_valid(string artifact, string schema) => Assert.Empty(JsonSchemas.Of("dbt").Faults(schema, Shop(artifact)));

    [Fact]
    public void Each_kind_of_fault_is_seen()
    {
        var schemas = JsonSchemas.Of("dbt");
        var catalog = Shop("catalog");
        catalog.AsObject().Remove("sources");
        catalog["more"] = 1;
        var table = catalog["nodes"]!["model.shop.dim_customer"]!;
        table["columns"]!["email"]!["index"] = "2";
        table["columns"]!["email"]!["color"] = "red";
        table["metadata"]!["database"] = 1;
        var faults = schemas.Faults(Catalog, catalog);
        Assert.Contains("$: 'sources' is missing", faults);
        Assert.Contains("$: 'more' is not allowed", faults);
        Assert.Contains("$.nodes.model.shop.dim_customer.columns.email.index: expected integer, found string", faults);
        Assert.Contains("$.nodes.model.shop.dim_customer.columns.email: 'color' is not allowed", faults);
        Assert.Contains(faults, fault => fault.StartsWith("$.nodes.model.shop.dim_customer.metadata.database: expected", StringComparison.Ordinal));
        Assert.Equal(5, faults.Count);
    }

    [Fact]
    public void A_fault_within_alternatives_names_the_one_that_was_meant()
    {
        var manifest = Shop("manifest");
        manifest["nodes"]!["model.shop.dim_customer"]!["path"] = 7;
        var fault = Assert.Single(JsonSchemas.Of("dbt").Faults("https://schemas.getdbt.com/dbt/manifest/v12.json", manifest));
        Assert.Equal("$.nodes.model.shop.dim_customer.path: expected string, found number (as Model)", fault);
    }

    private static JsonNode Shop(string artifact) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Site", "shop", artifact + ".json")))!;
}
