using Workbook.Models.Running;
using Workbook.Models.Scoring;

namespace Workbook.Models.Tests.Scoring;

public sealed class ScorecardTests
{
    private static readonly DateTime Now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    private static readonly Coverage Full = new(4, 4);

    private static readonly ScoreEvidence Perfect = new()
    {
        Now = Now,
        Runs = Runs("success", 5),
        Nodes = [Node("fct_a"), Node("fct_b")],
        Checks =
        [
            .. new[] { "unique", "not_null", "accepted_values", "relationships", "recency" }.Select(test => new CheckEvidence(test, test, IsSevere: true, Passed: true)),
            new CheckEvidence("sums_agree", null, IsSevere: false, Passed: true),
        ],
        Sources = [new SourceEvidence("raw.a", HasThreshold: true, "pass")],
        OwnedExposures = Full,
        Coverage = new ModelCoverage
        {
            TestedModels = Full, TestedColumns = new(2, 4), TestedKeys = Full, DocumentedModels = Full, DocumentedColumns = Full, GoldContracts = Full, UnitTests = 1, SingularTests = 1,
        },
    };

    [Fact]
    public void Weights_are_those_of_the_method_guide_and_full_evidence_earns_them_all()
    {
        var card = Scorecard.Of(Perfect);

        Assert.Equal("reliability 20 20, quality 20 20, performance 15 15, documentation 10 10, monitoring 15 15, testing 10 10, cost 10 10", Points(card));
        Assert.Equal(100, card.Points);
        Assert.All(card.Dimensions.SelectMany(dimension => dimension.Facts), fact => Assert.Null(fact.Advice));
    }

    [Fact]
    public void Without_evidence_there_are_no_points_and_each_fact_says_what_to_do()
    {
        var card = Scorecard.Of(new ScoreEvidence { Now = Now });

        Assert.Equal(0, card.Points);
        Assert.All(card.Dimensions.SelectMany(dimension => dimension.Facts), fact => Assert.False(string.IsNullOrWhiteSpace(fact.Advice), fact.Found));
    }

    [Theory]
    [InlineData(20, 0, 8)]
    [InlineData(19, 1, 6)]
    [InlineData(18, 2, 4)]
    [InlineData(16, 4, 2)]
    [InlineData(15, 5, 0)]
    [InlineData(2, 0, 3.2)]
    public void Share_of_runs_that_went_through(int good, int failed, double points) =>
        Assert.Equal(points, Fact(Perfect with { Runs = [.. Runs("failed", failed), .. Runs("warning", good)] }, "reliability", 0).Points, 6);

    [Fact]
    public void Only_the_last_twenty_runs_count_and_stopped_ones_do_not() =>
        Assert.Equal(8, Fact(Perfect with { Runs = [.. Runs("failed", 30), .. Runs("success", 20), .. Runs("stopped", 9)] }, "reliability", 0).Points);

    [Fact]
    public void Models_that_failed_or_never_ran_or_are_not_repeatable_lose_reliability()
    {
        var evidence = Perfect with { Nodes = [Node("a"), Node("b") with { Succeeded = false }, Node("c") with { Succeeded = null, IsRepeatable = false }, Node("d")] };

        Assert.Equal((3, 4.5), (Fact(evidence, "reliability", 1).Points, Fact(evidence, "reliability", 2).Points));
        Assert.Contains("b, c.", Fact(evidence, "reliability", 1).Advice);
        Assert.Contains("c.", Fact(evidence, "reliability", 2).Advice);
    }

    [Fact]
    public void Check_that_stops_the_pipeline_weighs_three_that_warn()
    {
        var evidence = Perfect with { Checks = [new("severe", "unique", true, false), new("one", "unique", false, true), new("two", "unique", false, true), new("three", "unique", false, null)] };

        Assert.Equal(12 * 2.0 / 6, Fact(evidence, "quality", 0).Points, 6);
        Assert.Equal("Mend or run these: severe, three.", Fact(evidence, "quality", 0).Advice);
    }

    [Fact]
    public void Quality_is_asked_for_in_six_ways()
    {
        var evidence = Perfect with { Checks = [new("a", "unique_combination_of_columns", true, true), new("b", "fk_violation_rate", true, true), new("c", "is_email", true, true)], Sources = [] };

        Assert.Equal(2, Fact(evidence, "quality", 1).Points);
        Assert.Equal("Not asked for: completeness, accuracy, freshness.", Fact(evidence, "quality", 1).Advice);
    }

    [Fact]
    public void Fresh_source_counts_whole_and_one_that_warns_half() =>
        Assert.Equal(1.5, Fact(Perfect with { Sources = [new("a", true, "pass"), new("b", true, "warn"), new("c", true, "error"), new("d", false, null)] }, "quality", 2).Points);

    [Fact]
    public void Model_is_slow_beyond_twice_its_median_and_half_a_second()
    {
        var evidence = Perfect with
        {
            Nodes =
            [
                Node("steady") with { LastSeconds = 4, EarlierSeconds = [2, 2, 100] },
                Node("slow") with { LastSeconds = 4.1, EarlierSeconds = [1, 3] },
                Node("tiny") with { LastSeconds = 0.4, EarlierSeconds = [0.01] },
            ],
        };

        Assert.Equal(6, Fact(evidence, "performance", 0).Points, 6);
        Assert.Equal("Look at slow.", Fact(evidence, "performance", 0).Advice);
    }

    [Theory]
    [InlineData(12.5, 3)]
    [InlineData(15, 1.5)]
    [InlineData(15.1, 0)]
    public void Whole_build_is_compared_with_its_usual_time(double seconds, double points) =>
        Assert.Equal(points, Fact(Perfect with { Nodes = [Node("a") with { LastSeconds = seconds, EarlierSeconds = [10] }] }, "performance", 1).Points);

    [Fact]
    public void Model_over_a_minute_costs_a_point()
    {
        var evidence = Perfect with { Nodes = [Node("a") with { LastSeconds = 61 }, Node("b") with { LastSeconds = 60 }] };

        Assert.Equal(2, Fact(evidence, "performance", 2).Points);
        Assert.Equal("Over 60 s: a 61 s.", Fact(evidence, "performance", 2).Found);
    }

    [Fact]
    public void Documentation_is_models_and_columns() =>
        Assert.Equal(2 + 1.5, Dimension(Perfect with { Coverage = Perfect.Coverage with { DocumentedModels = new(1, 2), DocumentedColumns = new(1, 4) } }, "documentation").Points);

    [Fact]
    public void Monitoring_is_thresholds_a_log_of_this_week_and_people_to_tell()
    {
        var evidence = Perfect with
        {
            Now = Now.AddDays(8),
            Sources = [new("a", true, null), new("b", false, null)],
            OwnedExposures = new(1, 3),
            Nodes = [Node("a"), Node("b") with { HasOwner = false }],
        };

        Assert.Equal([2.5, 2, 1, 1.5], Dimension(evidence, "monitoring").Facts.Select(fact => fact.Points));
    }

    [Fact]
    public void Testing_steps()
    {
        var evidence = Perfect with { Coverage = Perfect.Coverage with { TestedModels = new(1, 3), TestedColumns = new(1, 4), TestedKeys = new(1, 2), GoldContracts = new(0, 2), UnitTests = 0 } };

        Assert.Equal([1, 1, 1, 0, 0.5], Dimension(evidence, "testing").Facts.Select(fact => fact.Points));
    }

    [Theory]
    [InlineData(100_000, 200, 3, 3)]
    [InlineData(20_000, 500, 2, 2)]
    [InlineData(5_000, 1000, 1, 1)]
    [InlineData(4_999, 1001, 0, 0)]
    public void Cost_goes_by_rows_a_second_and_bytes_a_row(long rowsPerSecond, long bytesPerRow, double speed, double storage)
    {
        var evidence = Perfect with { Nodes = [Node("a") with { BulkRows = rowsPerSecond * 10, BulkSeconds = 10, Rows = 20_000, Bytes = 20_000 * bytesPerRow }] };

        Assert.Equal((speed, storage), (Fact(evidence, "cost", 1).Points, Fact(evidence, "cost", 2).Points));
    }

    [Fact]
    public void Red_flag_costs_a_point_and_tables_too_small_to_measure_earn_none()
    {
        var evidence = Perfect with
        {
            RedFlags = [new(RedFlags.SelectStar, "fct_a", "selects * from what may gain columns")],
            Nodes = [Node("a") with { Rows = 9_999, BulkRows = 0, BulkSeconds = 0 }],
        };

        Assert.Equal([3, 0, 0], Dimension(evidence, "cost").Facts.Select(fact => fact.Points));
        Assert.Equal("A red flag: fct_a selects * from what may gain columns.", Fact(evidence, "cost", 0).Found);
    }

    [Fact]
    public void Layers_are_summed_up()
    {
        var layer = Assert.Single(Scorecard.Of(Perfect).Layers);

        Assert.Equal((Layer.Gold, 2, 2.0, 2_000_000L, 40_000L), (layer.Layer, layer.Nodes, layer.Seconds, layer.Bytes, layer.Rows));
        Assert.Equal((50, 200_000), (layer.BytesPerRow, layer.RowsPerSecond));
    }

    private static NodeEvidence Node(string name) => new(name, Layer.Gold)
    {
        HasOwner = true, Succeeded = true, LastSeconds = 1, EarlierSeconds = [1, 1], RowsWritten = 200_000, BulkRows = 200_000, BulkSeconds = 1, Rows = 20_000, Bytes = 1_000_000,
    };

    private static IReadOnlyList<RunLogEntry> Runs(string status, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ => new RunLogEntry { PipelineName = "shop", RunId = "r", StartedAt = Now, CompletedAt = Now, Status = status, Stage = "build" }),
    ];

    private static DimensionScore Dimension(ScoreEvidence evidence, string name) => Scorecard.Of(evidence).Dimensions.Single(dimension => dimension.Name == name);

    private static ScoreFact Fact(ScoreEvidence evidence, string dimension, int index) => Dimension(evidence, dimension).Facts[index];

    private static string Points(Scorecard card) => string.Join(", ", card.Dimensions.Select(dimension => $"{dimension.Name} {dimension.Points} {dimension.Max}"));
}
