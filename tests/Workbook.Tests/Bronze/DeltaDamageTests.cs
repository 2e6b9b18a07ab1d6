using System.Text;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Bronze;

/// <summary>Delta sources whose log or files aren't what they say.</summary>
public sealed class DeltaDamageTests : IDisposable
{
    private static readonly SourceContract Contract = new("values", SourceFormat.Delta)
    {
        Description = "", Path = "values", Rows = 1, Key = ["id"], Columns = [Column.Int64("id").Required(), Column.Int32("n"), Column.Decimal("amount", 9, 2)],
    };

    private readonly TestLake _lake = new();

    public DeltaDamageTests()
    {
        using var connection = WorkbookDatabase.Open();
        DeltaTable.Create(_lake.PathOf("values"), DeltaSchema.FromSql([("id", "BIGINT"), ("n", "INTEGER"), ("amount", "DECIMAL(9,2)")]))
            .Append(connection, "SELECT 1::BIGINT AS id, 2::INTEGER AS n, 3.25::DECIMAL(9,2) AS amount");
    }

    private string DataFile => Assert.Single(Directory.GetFiles(_lake.PathOf("values"), "*.parquet"));

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void A_log_with_NULs_is_refused_and_stops_no_run()
    {
        var log = Path.Combine(_lake.PathOf("values"), "_delta_log", "00000000000000000001.json");
        File.WriteAllBytes(log, [.. "{"u8, .. Encoding.Unicode.GetBytes(File.ReadAllText(log))]);
        Assert.All(_lake.Ingest(Contract).Refused, refused => Assert.Contains("expected one JSON action on line 1", refused.Reason));
        Assert.All(_lake.Manifest, version => Assert.DoesNotContain('\0', version.Message!));
    }

    [Theory]
    [InlineData("1::BIGINT AS id, 1.5::DOUBLE AS n, 3.25::DECIMAL(9,2) AS amount", "the column 'n' as DOUBLE")]
    [InlineData("1::BIGINT AS id, 2::INTEGER AS n, 3.255::DECIMAL(9,3) AS amount", "the column 'amount' as DECIMAL(9,3)")]
    [InlineData("1::BIGINT AS id, {'id': 1} AS n, 3.25::DECIMAL(9,2) AS amount", "the column 'n' as a nested type")]
    public void A_data_file_of_other_types_than_its_log_names_is_refused(string row, string said)
    {
        _lake.Execute($"COPY (SELECT {row}) TO {Sql.Literal(DataFile)} (FORMAT parquet)");
        var refused = _lake.Ingest(Contract).Refused;
        Assert.Contains(refused, version => version.Reason.Contains(said, StringComparison.Ordinal) && version.Reason.Contains(Path.GetFileName(DataFile), StringComparison.Ordinal));
        Assert.False(_lake.Exists("values"));
    }

    [Fact]
    public void A_narrower_type_of_the_same_kind_is_read()
    {
        _lake.Execute($"COPY (SELECT 1::INTEGER AS id, 2::SMALLINT AS n, 3.2::DECIMAL(5,1) AS amount, 7 AS unknown) TO {Sql.Literal(DataFile)} (FORMAT parquet)");
        Assert.Empty(_lake.Ingest(Contract).Refused);
        Assert.Equal(["{'id': 1, 'n': 2, 'amount': 3.20}"], _lake.Rows($"SELECT id, n, amount FROM {_lake.Table("values").ScanSql()}"));
    }
}
