using System.Text.Json.Nodes;

namespace Workbook.Cli.Tests;

public sealed class ScoreCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-score-").FullName;

    public ScoreCommandTests()
    {
        Write("dbt_project.yml", "name: sample\nprofile: sample\n");
        Write("profiles.yml", "sample:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: sample.duckdb}\n");
        Write("models/staging/stg_shop.sql", "select 1 as shop_id, true as is_open");
    }

    [Fact]
    public void Score_lists_dimensions_with_their_facts_and_the_names()
    {
        Cli.Run("dbt", "build", "--project-dir", _folder).Succeeded();

        var result = Cli.Run("score", "--project-dir", _folder).Succeeded();

        Assert.Contains("| reliability   |", result.Out);
        Assert.Contains("1 of the last 1 runs went through.", result.Out);
        Assert.Contains("reliability: Full points take 5 runs.", result.Out);
        Assert.EndsWith("All names follow the conventions.\n", result.Out);
    }

    [Fact]
    public void Score_below_the_minimum_fails_and_json_says_the_same()
    {
        var result = Cli.Run("score", "--project-dir", _folder, "--min", "80", "--format", "json");

        var card = JsonNode.Parse(result.Out)!;
        Assert.Equal(1, result.Exit);
        Assert.Equal($"The score {card["points"]} is below 80.\n", result.Error);
        Assert.Equal(["reliability", "quality", "performance", "documentation", "monitoring", "testing", "cost"], card["dimensions"]!.AsArray().Select(dimension => (string)dimension!["name"]!));
        Assert.Equal(0, Cli.Run("score", "--project-dir", _folder, "--min", "1").Exit);
    }

    [Fact]
    public void Lint_fails_on_findings_alone_and_shows_twenty_of_them()
    {
        Assert.Equal((0, "All names follow the conventions.\n"), (Cli.Run("score", "--lint", "--project-dir", _folder) is var clean ? clean.Exit : -1, clean.Out));
        foreach (var number in Enumerable.Range(10, 25))
            Write($"models/staging/shop{number}.sql", "select 1 as shop_id");

        var result = Cli.Run("score", "--lint", "--project-dir", _folder);

        Assert.Equal(1, result.Exit);
        var lines = result.Out.TrimEnd('\n').Split('\n');
        Assert.Equal("models/staging/shop10.sql:1: layer_prefix: shop10 lies in models/staging; begin its name with stg_, such as stg_shop10.", lines[0]);
        Assert.Equal("25 names are against the conventions: layer_prefix 25. The first 20 are shown; --all lists them all.", lines[^1]);
        Assert.Equal(26, Cli.Run("score", "--lint", "--all", "--project-dir", _folder).Out.TrimEnd('\n').Split('\n').Length);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Write(string path, string text)
    {
        var file = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
