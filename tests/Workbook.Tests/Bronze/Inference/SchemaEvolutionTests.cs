using Workbook.Bronze;
using Workbook.Bronze.Inference;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Inference;

/// <summary>Deliveries with columns that their contract doesn't know, where it lets the table gain them.</summary>
public sealed class SchemaEvolutionTests : IDisposable
{
    private readonly TestLake _lake = new();

    private static SourceContract Sales(SourceFormat format, string ending) => new("sales", format)
    {
        Description = "", Path = $"sales_*.{ending}", Columns = [Column.Int64("id").Required()], Key = ["id"], Rows = 0, UnknownColumns = SchemaMode.Evolve,
    };

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void The_table_gains_a_column_of_CSV_and_knows_it_from_then_on()
    {
        var source = Sales(SourceFormat.Csv, "csv");
        _lake.Put("sales_1.csv", "id\n1\n");
        Assert.Empty(_lake.Ingest(source).Notices);
        _lake.Put("sales_2.csv", "id,Net Price\n2,9.50\n3,NA\n");
        var summary = _lake.Ingest(source);
        Assert.Contains("sales has gained the column 'net_price' (DECIMAL(18,2))", Assert.Single(summary.Notices));
        Assert.Equal(("1.1.0", "net_price", "Net Price"), (summary.Contracts[0].Version, summary.Contracts[0].LaterColumns.Single().Name, summary.Contracts[0].LaterColumns.Single().PhysicalName));

        _lake.Put("sales_3.csv", "id\n4\n");
        _lake.Put("sales_4.csv", "id,Net Price\n5,dear\n6,1.25\n");
        summary = _lake.Ingest(source);
        Assert.Empty(summary.Notices);
        Assert.Equal("net_price.not_a_decimal", summary.Sources[0].Rejected.Single().Key);
        Assert.Equal("1:-,2:9.50,3:-,4:-,6:1.25", _lake.Scalar<string>($"SELECT string_agg(id || ':' || coalesce(CAST(net_price AS VARCHAR), '-'), ',' ORDER BY id) FROM {_lake.Table("sales").ScanSql()}"));
    }

    [Fact]
    public void So_it_does_with_JSON_and_Parquet()
    {
        _lake.Put("sales_1.jsonl", "{\"id\": 1}\n{\"id\": 2, \"paid\": true}\n");
        Assert.Contains("'paid' (BOOLEAN)", Assert.Single(_lake.Ingest(Sales(SourceFormat.JsonLines, "jsonl")).Notices));
        Assert.Equal(1, _lake.Scalar<long>($"SELECT count(*) FROM {_lake.Table("sales").ScanSql()} WHERE paid"));

        var parquet = Sales(SourceFormat.Parquet, "parquet") with { Name = "more" };
        _lake.Execute($"COPY (SELECT 1::BIGINT AS id) TO '{_lake.PathOf("sales_1.parquet")}' (FORMAT parquet)");
        _lake.Execute($"COPY (SELECT 2::BIGINT AS id, DATE '2024-01-31' AS day, [1] AS list) TO '{_lake.PathOf("sales_2.parquet")}' (FORMAT parquet)");
        var summary = _lake.Ingest(parquet);
        Assert.True(summary.IsComplete);
        Assert.Contains(summary.Notices, notice => notice.Contains("'day' (DATE)", StringComparison.Ordinal));
        Assert.Contains(summary.Notices, notice => notice.Contains("left out list", StringComparison.Ordinal));
        Assert.Equal(new DateOnly(2024, 1, 31), _lake.Scalar<DateOnly>($"SELECT max(day) FROM {_lake.Table("more").ScanSql()}"));
    }

    [Fact]
    public void A_dry_run_keeps_nothing_and_a_damaged_file_adds_nothing()
    {
        var source = Sales(SourceFormat.Csv, "csv");
        _lake.Put("sales_1.csv", "id,b\n1,2\n");
        _lake.Put("sales_2.csv", "id,\"c\n1,2\n");
        var summary = BronzeIngestion.Run(_lake.Options with { Sources = [source], DryRun = true });
        Assert.Contains("'b' (BIGINT)", Assert.Single(summary.Notices));
        Assert.Equal("sales_2.csv", Assert.Single(summary.Refused).File);
        Assert.Empty(LakeContracts.Read(_lake.Lake));
    }

    [Fact]
    public void A_packed_file_that_breaks_off_is_refused_by_itself()
    {
        var source = Sales(SourceFormat.Csv, "csv.gz");
        using var bytes = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(bytes, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(System.Text.Encoding.UTF8.GetBytes("id,n\n" + string.Concat(Enumerable.Range(1, 500_000).Select(id => $"{id},{id * 7919L % 10007}\n"))));
        _lake.Put("sales_1.csv.gz", bytes.ToArray());
        _lake.Put("sales_2.csv.gz", bytes.ToArray()[..^8]);
        var summary = _lake.Ingest(source);
        Assert.Equal("sales_2.csv.gz", Assert.Single(summary.Refused).File);
        Assert.Equal((500_000, "n"), (summary.Sources[0].RowsAccepted, summary.Contracts[0].LaterColumns.Single().Name));
    }

    [Fact]
    public void A_contract_that_gains_a_column_by_hand_is_fitted_and_another_type_is_told()
    {
        var source = Sales(SourceFormat.Csv, "csv") with { UnknownColumns = SchemaMode.Freeze };
        _lake.Put("sales_1.csv", "id\n1\n");
        _lake.Ingest(source);
        _lake.Put("sales_2.csv", "id,n\n2,3\n");
        _lake.Ingest(source with { LaterColumns = [Column.Int32("n")] });
        Assert.Equal(3, _lake.Scalar<int>($"SELECT sum(n)::INTEGER FROM {_lake.Table("sales").ScanSql()}"));
        _lake.Put("sales_3.csv", "id,n\n2,3\n");
        Assert.Contains("The column 'n' of bronze.sales is INTEGER, but its contract says VARCHAR", Assert.Throws<WorkbookException>(() => _lake.Ingest(source with { LaterColumns = [Column.Text("n")] })).Message);
    }

    [Fact]
    public void Any_file_evolves_its_own_contract()
    {
        _lake.Put("v_1.csv", "id,a\n1,x\n");
        _lake.Put("v_2.csv", "id,a,b\n2,y,5\n");
        FileIngestion.Run(_lake.PathOf("v_1.csv"), _lake.Lake.Path);
        Assert.Contains("v has gained the column 'b' (BIGINT)", Assert.Single(FileIngestion.Run(_lake.PathOf("v_2.csv"), _lake.Lake.Path).Notices));
        var kept = Assert.Single(LakeContracts.Read(_lake.Lake));
        Assert.Equal(("v_*.csv", "b"), (kept.Path, kept.LaterColumns.Single().Name));
    }

    [Theory]
    [InlineData("orders_2024-01-05.csv", "orders", "orders_*.csv")]
    [InlineData("sp500-2000.csv", "sp500", "sp500-*.csv")]
    [InlineData("DEPT_1.csv.gz", "dept", "DEPT_*.csv.gz")]
    [InlineData("export 20240131T235959Z.jsonl", "export", "export *.jsonl")]
    [InlineData("co2.csv", "co2", "co2.csv")]
    [InlineData("2024-01.csv", "c_2024_01", "2024-01.csv")]
    [InlineData("data_v2.csv", "data_v2", "data_v2.csv")]
    [InlineData("Größen.csv", "größen", "Größen.csv")]
    public void A_source_is_named_for_its_files(string file, string name, string pattern) => Assert.Equal((name, pattern), DerivedNames.OfFile(file));
}
