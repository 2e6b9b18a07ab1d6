using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

public sealed class SideTests : IDisposable
{
    private readonly TwoSides _sides = new();

    public void Dispose() => _sides.Dispose();

    [Theory]
    [InlineData("lefts", "Orders")]
    [InlineData("rights", "Payments")]
    public void A_side_that_cant_be_read_is_named_with_what_the_engine_says_of_it(string unreadable, string name)
    {
        _sides.Table("lefts", "order_id, amount", "'1', 10.00").Table("rights", "order_id, amount", "'1', 10.00");
        _sides.Connection.Execute($"UPDATE {unreadable} SET order_id = 'P-1'");
        var keys = TwoSides.Spec() with { Keys = [new KeyColumn("order_id", Cast: "BIGINT")] };
        foreach (var spec in new[]
        {
            keys with { Left = Side.Table("lefts") with { Name = "Orders" }, Right = Side.Table("rights") with { Name = "Payments" } },
            keys with { Left = Side.Query("FROM lefts", "Orders"), Right = Side.Query("FROM rights", "Payments") },
        })
            Assert.Equal($"{name} can't be reconciled: Conversion Error: Could not convert string 'P-1' to INT64 when casting from source column order_id",
                Assert.Throws<WorkbookException>(() => _sides.Run(spec)).Message);
    }

    [Fact]
    public void A_query_is_run_once_and_so_is_what_is_summed_or_converted()
    {
        _sides.Connection.Execute("CREATE SEQUENCE readings; CREATE VIEW lefts AS SELECT 1 AS order_id, 10.00 AS amount, 'AUD' AS currency WHERE nextval('readings') > 0");
        _sides.Table("rights", "order_id, amount", "1, 10.00");
        var spec = TwoSides.Spec();
        Assert.Equal(1, Readings(spec with { Left = Side.Query("FROM lefts") }));
        Assert.Equal(1, Readings(spec with { Left = spec.Left with { IsSummed = true } }));
        Assert.Equal(1, Readings(spec with { Currency = new CurrencyRule("AUD", Side.Query("SELECT 'USD' AS currency, 1.5 AS rate")) { Left = "currency" } }));
        // What is stored already is never copied.
        Assert.InRange(Readings(spec), 2, long.MaxValue);

        long Readings(ReconciliationSpec spec)
        {
            var before = _sides.Connection.Scalar<long>("SELECT nextval('readings')");
            Assert.True(_sides.Run(spec).IsEqual);
            return _sides.Connection.Scalar<long>("SELECT nextval('readings')") - before - 1;
        }
    }

    [Fact]
    public void Without_an_amount_a_summed_side_counts_each_key_once()
    {
        _sides.Table("lefts", "order_id", "1", "1", "1", "2").Table("rights", "order_id", "1", "2", "3");
        var spec = TwoSides.Spec(amount: null) with { Left = Side.Table("lefts") with { IsSummed = true } };
        Assert.Equal(["3 missing_left 1.00"], _sides.Differences(spec));
        Assert.Equal(2m, _sides.Run(spec).Left.Total);
    }

    [Fact]
    public void A_summed_side_adds_up_columns_with_a_tolerance_and_keeps_other_values_that_all_rows_share()
    {
        _sides.Table("lefts", "order_id, amount, tax, state", "1, 10.00, 1.10, 'open'", "1, 5.00, 0.92, 'open'", "2, 1.00, 0.10, 'open'", "2, 1.00, 0.10, 'paid'", "3, 1.00, 0.10, 'open'", "3, 1.00, 0.10, NULL")
            .Table("rights", "order_id, amount, tax, state", "1, 15.00, 2.00, 'open'", "2, 2.00, 0.20, 'open'", "3, 2.00, 0.30, 'open'");
        var spec = TwoSides.Spec() with { Left = Side.Table("lefts") with { IsSummed = true }, Compare = [new ComparedColumn("tax") { Tolerance = 0.02m }, new ComparedColumn("state")] };
        Assert.Equal(["2 other_column 0.00", "3 other_column 0.00"], _sides.Differences(spec));
        Assert.Equal(["[state] 0.20 NULL", "[tax, state] 0.20 NULL"], _sides.Connection.Query(
            "SELECT columns::VARCHAR || ' ' || left_tax || ' ' || coalesce(left_state, 'NULL') FROM reconciliation_differences ORDER BY order_id", row => row.GetString(0)));
    }
}
