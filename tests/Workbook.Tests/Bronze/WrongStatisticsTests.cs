using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Tests.Bronze;

/// <summary>Damaged Parquet files: statistics that say other than the values, values that their type hasn't.</summary>
public sealed class WrongStatisticsTests
{
    [Fact]
    public void A_value_is_checked_whatever_the_statistics_say()
    {
        using var lake = new TestLake();
        lake.Execute($"COPY (SELECT i::BIGINT AS id, 305419896::INTEGER AS n FROM range(3) t(i)) TO {Sql.Literal(lake.PathOf("values.parquet"))} (FORMAT parquet, COMPRESSION uncompressed)");
        // The value stands in the data first, and in the statistics behind.
        var bytes = File.ReadAllBytes(lake.PathOf("values.parquet"));
        bytes[bytes.AsSpan().IndexOf(BitConverter.GetBytes(305419896)) + 3] = 0x7F;
        lake.Put("values.parquet", bytes);

        lake.Ingest(new SourceContract("values", SourceFormat.Parquet) { Description = "", Path = "values.parquet", Rows = 3, Key = ["id"], Columns = [Column.Int64("id"), Column.Int32("n").Between(0, 305419896)] });
        Assert.Contains("n.out_of_range", string.Join('\n', lake.Rejects("values")));
        Assert.Equal(0, lake.Scalar<long>($"SELECT count(*) FROM {lake.Table("values").ScanSql()} WHERE n > 305419896"));
    }

    [Fact]
    public void A_decimal_of_more_digits_than_its_type_has_is_rejected()
    {
        using var lake = new TestLake();
        const long Units = 123456789012345678;
        lake.Execute($"COPY (SELECT i::BIGINT AS id, 12345678901234.5678::DECIMAL(18,4) AS amount FROM range(3) t(i)) TO {Sql.Literal(lake.PathOf("values.parquet"))} (FORMAT parquet, COMPRESSION uncompressed)");
        var bytes = File.ReadAllBytes(lake.PathOf("values.parquet"));
        BitConverter.GetBytes(3273542243721142691).CopyTo(bytes, bytes.AsSpan().IndexOf(BitConverter.GetBytes(Units)));
        lake.Put("values.parquet", bytes);

        var source = lake.Ingest(new SourceContract("values", SourceFormat.Parquet) { Description = "", Path = "values.parquet", Rows = 3, Key = ["id"], Columns = [Column.Int64("id"), Column.Decimal("amount", 18, 4)] }).Sources[0];
        Assert.Equal(source.RowsRead - source.RowsAccepted, source.Rejected["amount.not_a_decimal"]);
        Assert.Equal(0, lake.Scalar<long>($"SELECT count(*) FROM {lake.Table("values").ScanSql()} WHERE amount <> 12345678901234.5678"));
    }
}
