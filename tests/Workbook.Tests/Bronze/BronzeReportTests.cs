using Workbook.Bronze;

namespace Workbook.Tests.Bronze;

public sealed class BronzeReportTests : IDisposable
{
    private readonly TestLake _lake = Visits.Lake();

    [Fact]
    public void Report_adds_up_what_all_runs_loaded_and_rejected()
    {
        _lake.Put("visits/c.csv", "visit_id,guests\n6,2\n7,-1\n");
        _lake.Ingest(Visits.Contract);

        var visits = Assert.Single(BronzeReport.Read(Visits.Options(_lake), _lake.Raw));

        Assert.Equal((3, 8L, 5L, 3L), (visits.Files, visits.RowsRead, visits.RowsAccepted, visits.RowsRejected));
        Assert.Equal(["guests.not_positive 2", "visit_id.required 1"], visits.Rejected.Select(rule => $"{rule.Key} {rule.Value}"));
        Assert.Equal(Directory.EnumerateFiles(Path.Combine(_lake.Raw, "visits")).Sum(file => new FileInfo(file).Length), visits.RawBytes);
        Assert.Equal(_lake.Table("visits").Files.Sum(file => file.Size), visits.Bytes);
        Assert.Equal((null, null, null), (visits.Planted, visits.Found, visits.Unplanted));
    }

    /// <summary>The right place for another reason, and the right reason at another place, are not found.</summary>
    [Fact]
    public void Planted_faults_count_as_found_only_at_their_line_and_for_their_reason()
    {
        _lake.Put("_anomalies.jsonl",
            """
            {"source":"visits","kind":"no_guests","detection":"guests.not_positive","file":"visits/a.csv","line":3}
            {"source":"visits","kind":"no_id","detection":"visit_id.required","file":"visits/b.csv","line":2}
            {"source":"visits","kind":"late","detection":null,"file":"visits/a.csv","line":2}
            {"source":"rooms","kind":"no_id","detection":"visit_id.required","file":"visits/b.csv","line":4}

            """);

        var visits = Assert.Single(BronzeReport.Read(Visits.Options(_lake), _lake.Raw));

        Assert.Equal((2L, 1L, 1L), (visits.Planted, visits.Found, visits.Unplanted));
    }

    [Fact]
    public void Source_that_was_never_loaded_has_nothing()
    {
        using var empty = new TestLake();
        var visits = Assert.Single(BronzeReport.Read(Visits.Options(empty), empty.Raw));
        Assert.Equal((0, 0L, 0L, 0L, 0L), (visits.Files, visits.RowsAccepted, visits.RowsRejected, visits.RawBytes, visits.Bytes));
    }

    [Fact]
    public void Reasons_come_by_frequency_and_then_by_name_with_as_many_samples_as_are_asked_for()
    {
        _lake.Put("visits/c.csv", "visit_id,guests\n6,-1\n7,-2\nx,1\n");
        _lake.Ingest(Visits.Contract);

        var reasons = BronzeReport.Reasons(_lake.Lake.Path, [Visits.Contract], samples: 2);

        Assert.Equal(["guests.not_positive 3 in 2", "visit_id.not_an_integer 1 in 1", "visit_id.required 1 in 1"],
            reasons.Select(reason => $"{reason.Column}.{reason.Reason} {reason.Rows} in {reason.Files}"));
        Assert.Equal([("visits/a.csv:3", "2,0"), ("visits/c.csv:2", "6,-1")], reasons[0].Samples);
    }

    public void Dispose() => _lake.Dispose();
}
