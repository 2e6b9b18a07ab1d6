using Workbook.Bronze;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze;

/// <summary>What a run says of each file, whether it writes or not.</summary>
public sealed class FileRejectsTests
{
    private static readonly SourceContract Visits = new("visits", SourceFormat.Csv)
    {
        Description = "", Path = "visits/*.csv", Key = [], Rows = 0, Columns = [Column.Int32("visit_id").Required(), Column.Int32("guests").Positive()],
    };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_file_has_its_rejects_by_rule_with_the_first_of_them(bool isDryRun)
    {
        using var lake = new TestLake();
        lake.Put("visits/b.csv", "visit_id,guests\n" + string.Concat(Enumerable.Range(1, 20).Select(row => $"{row},{(row > 12 ? row : 0)}\n")) + $",1\n21,{new string('9', 1200)}\n");
        lake.Put("visits/a.csv", "visit_id,guests\n1,1\n");
        lake.Put("visits/c.csv", "visit,guests\n1,1\n");
        var summary = BronzeIngestion.Run(lake.Options with { Sources = [Visits], DryRun = isDryRun });
        Assert.Equal(["visits/a.csv 1 1", "visits/b.csv 22 8"], summary.Files.Select(file => $"{file.File} {file.RowsRead} {file.RowsAccepted}"));
        Assert.Equal(["guests.not_positive 12: 2 3 4 5 6", "guests.not_an_integer 1: 23", "visit_id.required 1: 22"],
            summary.Files[1].Rejected.Select(kind => $"{kind.Rule} {kind.Rows}: {string.Join(' ', kind.First.Select(reject => reject.Line))}"));
        Assert.Equal(("1,0", 1000), (summary.Files[1].Rejected[0].First[0].Text, summary.Files[1].Rejected[1].First[0].Text.Length));
        Assert.Equal(summary.Sources[0].RowsRead, summary.Files.Sum(file => file.RowsRead));
        Assert.Equal("visits/c.csv", Assert.Single(summary.Refused).File);
    }
}
