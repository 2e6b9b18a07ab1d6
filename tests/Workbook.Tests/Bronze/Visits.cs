using Workbook.Bronze;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze;

/// <summary>Two small files of a source; one row of each is rejected.</summary>
internal static class Visits
{
    public static SourceContract Contract { get; } = new("visits", SourceFormat.Csv)
    {
        Description = "Who came.",
        Path = "visits/*.csv",
        Rows = 10,
        Key = ["visit_id"],
        Columns = [Column.Int64("visit_id").Required(), Column.Int32("guests").Required().Positive()],
    };

    /// <summary>Loaded: four rows accepted, two rejected.</summary>
    public static TestLake Lake()
    {
        var lake = new TestLake();
        lake.Put("visits/a.csv", "visit_id,guests\n1,2\n2,0\n3,4\n");
        lake.Put("visits/b.csv", "visit_id,guests\n4,1\n5,5\n,3\n");
        lake.Ingest(Contract);
        return lake;
    }

    public static IngestionOptions Options(TestLake lake) => lake.Options with { Sources = [Contract] };
}
