using System.Text.Json.Nodes;
using Workbook.Models.Running;
using Workbook.Models.Site;

namespace Workbook.Models.Tests.Artifacts;

public sealed class ArtifactTests
{
    /// <summary>Something of every kind: contracts, hooks, exposures, unit tests, disabled models, sources with freshness.</summary>
    private static SampleProject EveryKind()
    {
        var project = SampleProject.CoffeeShop();
        project.Write("data/rates.csv", "loaded_at,rate\n2024-01-01 00:00:00,1.5\n");
        project.Write("models/extra.yml", """
            sources:
              - name: files
                description: Rates from a file.
                meta: {external_location: "read_csv('data/{name}.csv')"}
                freshness: {warn_after: {count: 12, period: hour}, error_after: {count: 24, period: hour}}
                loaded_at_field: loaded_at
                tables: [{name: rates, columns: [{name: rate, data_tests: [not_null]}]}]
            models:
              - name: rated
                config: {contract: {enforced: true}, tags: [a, b], meta: {owner: me}}
                columns:
                  - {name: x, data_type: double, constraints: [{type: not_null}], meta: {unit: aud}}
            exposures:
              - {name: board, type: dashboard, maturity: high, url: "https://example.org", owner: {name: Ada, email: ada@example.org}, depends_on: [ref('rated'), "source('files', 'rates')"]}
            unit_tests:
              - name: rate_is_kept
                model: rated
                given: [{input: "source('files', 'rates')", rows: [{rate: 2.5}]}]
                expect: {rows: [{x: 2.5}]}
            """);
        project.Write("models/rated.sql", "{{ config(materialized='table', post_hook='select 1') }} select rate as x from {{ source('files', 'rates') }}");
        project.Write("models/off.sql", "{{ config(enabled=false) }} select 1 as x");
        project.Write("analyses/look.sql", "select * from {{ ref('rated') }}");
        project.Write("tests/no_negative.sql", "select * from {{ ref('rated') }} where x < 0");
        project.Write("snapshots/history.sql", "{% snapshot history %}{{ config(unique_key='order_id', strategy='check', check_cols='all') }} select * from {{ ref('orders') }}{% endsnapshot %}");
        project.Write("models/broken.sql", "select nothing from {{ ref('rated') }}");
        return project;
    }

    [Theory]
    [InlineData("manifest.json", "https://schemas.getdbt.com/dbt/manifest/v12.json")]
    [InlineData("run_results.json", "https://schemas.getdbt.com/dbt/run-results/v6.json")]
    [InlineData("catalog.json", "https://schemas.getdbt.com/dbt/catalog/v1.json")]
    [InlineData("sources.json", "https://schemas.getdbt.com/dbt/sources/v3.json")]
    public void Artifacts_are_valid_under_their_published_schemas(string artifact, string schema)
    {
        var schemas = JsonSchemas.Of("dbt");
        using var project = EveryKind();
        project.Build();
        SourceFreshness.Check(project.Read(), new ModelRunOptions());
        if (artifact is "catalog.json")
            ProjectDocumentation.Write(project.Read());

        Assert.Empty(schemas.Faults(schema, project.Artifact(artifact)));
    }

    [Fact]
    public void Manifest_with_compiled_code_is_valid_too_and_knows_the_edges()
    {
        var schemas = JsonSchemas.Of("dbt");
        using var project = EveryKind();
        project.Build();
        ProjectDocumentation.Write(project.Read());

        var manifest = project.Artifact("manifest.json");

        Assert.Empty(schemas.Faults("https://schemas.getdbt.com/dbt/manifest/v12.json", manifest));
        Assert.Equal("select rate as x from read_csv('data/rates.csv')", (string?)manifest["nodes"]!["model.coffee_shop.rated"]!["compiled_code"]);
        Assert.Equal(["source.coffee_shop.files.rates"], manifest["parent_map"]!["model.coffee_shop.rated"]!.AsArray().Select(id => (string)id!));
        Assert.Contains("exposure.coffee_shop.board", manifest["child_map"]!["model.coffee_shop.rated"]!.AsArray().Select(id => (string)id!));
    }

    [Fact]
    public void Run_results_say_what_came_of_each_node()
    {
        using var project = EveryKind();
        project.Build();

        var results = project.Artifact("run_results.json")["results"]!.AsArray().ToDictionary(result => (string)result!["unique_id"]!, result => result!);

        Assert.Equal("success", (string?)results["model.coffee_shop.orders"]["status"]);
        Assert.Equal(6, (int?)results["model.coffee_shop.orders"]["adapter_response"]!["rows_affected"]);
        Assert.Equal("error", (string?)results["model.coffee_shop.broken"]["status"]);
        Assert.Equal("pass", (string?)results["unit_test.coffee_shop.rated.rate_is_kept"]["status"]);
        Assert.Equal("pass", (string?)results.Single(entry => entry.Key.Contains("no_negative", StringComparison.Ordinal)).Value["status"]);
    }

    [Fact]
    public void Freshness_tells_age_against_the_thresholds()
    {
        using var project = EveryKind();
        var clock = new FixedClock(new DateTimeOffset(2024, 1, 1, 13, 0, 0, TimeSpan.Zero));

        var result = Assert.Single(SourceFreshness.Check(project.Read(), new ModelRunOptions(), clock));

        Assert.Equal(("warn", TimeSpan.FromHours(13)), (result.Status, result.Age));
        Assert.Equal("error", SourceFreshness.Check(project.Read(), new ModelRunOptions(), new FixedClock(clock.GetUtcNow().AddDays(1)))[0].Status);
        Assert.Equal("pass", SourceFreshness.Check(project.Read(), new ModelRunOptions(), new FixedClock(clock.GetUtcNow().AddHours(-2)))[0].Status);
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
