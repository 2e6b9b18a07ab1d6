using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Model;
using Workbook.Retail.Generation;
using Workbook.Tests.Database;

namespace Workbook.Tests.Dedup;

/// <summary>The default model on public data and on the retailer's customers. The truth is used to measure alone.</summary>
public sealed class PeopleTests : IDisposable
{
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open(new DatabaseOptions { MemoryLimit = "4GB" });

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void FEBRL_3_is_found_to_98_in_100()
    {
        _connection.Execute($"CREATE TABLE people AS SELECT * FROM read_csv({Sql.Literal(Shared("febrl_dataset3.csv"))}, all_varchar = true)");
        var result = Run();
        var pairs = result.Compare("(SELECT rec_id AS id, split_part(rec_id, '-', 2) AS entity FROM people)");
        Assert.Equal(6_538, pairs.TruePairs);
        Assert.True(pairs.Pairs.F1 >= 0.98, $"{pairs.Pairs}");
    }

    [Fact]
    public void Fake_1000_is_found_to_90_in_100()
    {
        _connection.Execute($"CREATE TABLE people AS SELECT * FROM read_csv({Sql.Literal(Shared("fake_1000.csv"))}, all_varchar = true)");
        var result = Run();
        var pairs = result.Compare("(SELECT unique_id AS id, cluster AS entity FROM people)");
        Assert.Equal(2_031, pairs.TruePairs);
        Assert.True(pairs.Pairs.F1 >= 0.90, $"{pairs.Pairs}");

        var byThreshold = result.CompareByThreshold("(SELECT unique_id AS id, cluster AS entity FROM people)");
        Assert.Equal(byThreshold.OrderByDescending(row => row.Pairs).Select(row => row.Threshold), byThreshold.Select(row => row.Threshold));
        Assert.Contains("precision", Workbook.Dedup.Evaluation.ThresholdAccuracy.Chart(byThreshold).ToPlotlyJson());
        AssertExplained(result);
    }

    [Fact]
    public void Customers_are_found_to_97_in_100_and_the_same_run_gives_the_same()
    {
        using var folder = new TempFolder();
        DataGenerator.Generate(new GenerationOptions { Scale = 0.05, Output = folder.Path, Tables = ["customers"] });
        _connection.Execute($"CREATE TABLE people AS SELECT * FROM read_csv({Sql.Literal(folder.File("customers.csv"))})");
        var truth = $"(SELECT customer_id AS id, person_id AS entity FROM read_csv({Sql.Literal(folder.File("_truth/customer_identities.csv"))}))";

        var result = Run();

        Assert.True(result.Compare(truth).Pairs.F1 >= 0.97, $"{result.Compare(truth).Pairs}");
        var yaml = MatchModelFile.ToYaml(result.Model);
        var pairs = Pairs();
        Assert.Equal(yaml, MatchModelFile.ToYaml(Run().Model));
        Assert.Equal(pairs, Pairs());

        // The trained model as a file finds the same without training.
        var again = Deduplication.Run(_connection, "people", MatchModelFile.Parse(yaml, "match.yml"));
        Assert.DoesNotContain(again.Steps, step => step.Name == "train");
        Assert.Equal(pairs, Pairs());

        List<string> Pairs() => _connection.Query("SELECT left_id, right_id, score FROM dedup.pairs ORDER BY ALL", row => $"{row.GetValue(0)} {row.GetValue(1)} {row.Get<double>(2):R}");
    }

    [Fact]
    public void Fuzzy_matching_joins_what_is_alike_and_explains_its_score()
    {
        _connection.Execute(
            """
            CREATE TABLE people AS SELECT * FROM (VALUES
                (1, 'William', 'Smith', DATE '1980-01-02', 'Perth'), (2, 'Bill', 'Smith', DATE '1980-01-02', 'Perth'),
                (3, 'Anna', 'Smith', DATE '1991-07-08', 'Perth'), (4, NULL, 'Smith', NULL, 'Perth')) t(id, first, last, born, city)
            """);
        var model = new MatchModel
        {
            Id = "id",
            Method = MatchMethod.Fuzzy,
            Threshold = 0.8,
            Columns = [CleanColumn.From("first", Cleaning.Name), CleanColumn.From("last", Cleaning.Name), CleanColumn.From("born", Cleaning.Date), CleanColumn.From("city", Cleaning.Name)],
            Comparisons = [Comparison.Of("first", "exact", "nickname") with { Weight = 2 }, Comparison.Of("last", "exact"), Comparison.Of("born", "exact", "date typo") with { Weight = 2 }, Comparison.Of("city", "exact")],
            Blocking = [new BlockingRule("last")],
        };

        var result = Deduplication.Run(_connection, "people", model);

        Assert.Equal(1, result.Matches);
        // Half of 2 for the nickname, then 1, 2 and 1, of 6.
        Assert.Equal(5.0 / 6, _connection.Scalar<double>("SELECT score FROM dedup.pairs WHERE left_id = 1 AND right_id = 2"), 9);
        // Two of six were compared; half of all is the least to divide by.
        Assert.Equal(2.0 / 3, result.Explain(1, 4).Score, 9);
        Assert.Equal(2.0 / 3, result.Explain(1, 4).Weight, 9);
        Assert.Equal(["nickname", "exact", "exact", "exact"], result.Explain(1, 2).Columns.Select(column => column.Level));
        Assert.Equal("missing", result.Explain(1, 4).Columns[0].Level);
        Assert.Equal("There is no record with the id 99 to explain. Give two ids of the input.", Assert.Throws<WorkbookException>(() => result.Explain(1, 99)).Message);
        Assert.StartsWith("Only a probabilistic model that is trained has match weights; this one is fuzzy.", Assert.Throws<WorkbookException>(() => result.WeightChart()).Message);
    }

    private DedupResult Run()
    {
        var columns = _connection.Query("DESCRIBE people", row => row.GetString(0));
        return Deduplication.Run(_connection, "people", DefaultModel.For(columns, _connection.Scalar<long>("SELECT count(*) FROM people"))!);
    }

    private void AssertExplained(DedupResult result)
    {
        foreach (var (left, right, weight, score) in _connection.Query("SELECT left_id, right_id, weight, score FROM dedup.pairs ORDER BY hash(left_id, right_id) LIMIT 10", row => (row.GetString(0), row.GetString(1), row.Get<double>(2), row.Get<double>(3))))
        {
            var pair = result.Explain(left, right);
            Assert.Equal(weight, pair.Weight, 6);
            Assert.Equal(score, pair.Score, 9);
            Assert.NotEmpty(pair.Rules);
            Assert.Contains("\"in all\"", pair.Waterfall().ToPlotlyJson());
        }
        Assert.Contains("log2(m / u)", result.WeightChart().ToPlotlyJson());
    }

    private static string Shared(string file)
    {
        var path = Path.GetFullPath(Path.Combine(Root(), "..", "shared", "data", "people", file));
        Assert.SkipUnless(File.Exists(path), $"'{path}' isn't there.");
        return path;

        static string Root([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..");
    }
}
