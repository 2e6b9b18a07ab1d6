using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

/// <summary>What stands in the table of differences, and in which order.</summary>
public sealed class DifferencesTableTests : IDisposable
{
    private readonly TwoSides _sides = new();

    public void Dispose() => _sides.Dispose();

    [Fact]
    public void It_has_the_columns_that_the_spec_names()
    {
        _sides.Table("rates", "currency, rate", "'USD', 1.5")
            .Table("lefts", "order_id, amount, currency, at, state", "1, 100.00, 'USD', TIMESTAMP '2026-03-01 10:00:00', 'open'")
            .Table("rights", "order_id, amount, currency, at, state", "1, 158.00, 'AUD', TIMESTAMP '2026-03-01 10:07:00', 'paid'");

        _sides.Run(TwoSides.Spec(amount: null));
        Assert.Equal("cause, order_id, effect, columns", Columns());
        _sides.Run();
        Assert.Equal("cause, order_id, left_amount, right_amount, effect, columns", Columns());
        _sides.Run(TwoSides.Spec() with
        {
            Time = new TimeColumn("at"), Compare = [new ComparedColumn("state")],
            Currency = new CurrencyRule("AUD", Side.Table("rates")) { Left = "currency", Right = "currency" },
        });
        Assert.Equal("cause, order_id, left_amount, right_amount, effect, left_original, left_currency, right_original, right_currency, left_time, right_time, left_state, right_state, columns", Columns());
        Assert.Equal(["amount, 1, 150.00, 158.00, 8.00, 100.00, USD, 158.00, AUD, 2026-03-01 10:00:00, 2026-03-01 10:07:00, open, paid, [amount, at, state]"], Rows("*"));
    }

    [Fact]
    public void Causes_come_in_their_order_each_with_its_largest_effects_first_and_then_by_key()
    {
        _sides.Table("lefts", "order_id, amount", "1, 10.00", "2, 5.00", "3, 20.00", "4, 5.00", "5, 100.00", "6, 50.00", "NULL, 1.00")
            .Table("rights", "order_id, amount", "5, 300.00", "6, 43.12", "7, 2.00");
        _sides.Run();
        Assert.Equal(
        [
            "null_key, NULL, -1.00", "missing_left, 7, 2.00",
            "missing_right, 3, -20.00", "missing_right, 1, -10.00", "missing_right, 2, -5.00", "missing_right, 4, -5.00",
            "amount, 5, 200.00", "amount, 6, -6.88",
        ], Rows("cause, order_id, effect"));
    }

    [Theory]
    [InlineData("DOUBLE", "10.5", "DECIMAL(38,2), 10.50, 2.50")]
    [InlineData("DOUBLE", "10.1234", "DECIMAL(38,6), 10.123400, 2.123400")]
    [InlineData("DECIMAL(9, 4)", "10.1", "DECIMAL(38,2), 10.10, 2.10")]
    [InlineData("DECIMAL(9, 1)", "10.1", "DECIMAL(38,1), 10.1, 2.1")]
    [InlineData("INTEGER", "10", "DECIMAL(38,0), 10, 2")]
    public void Amounts_have_cents_where_none_of_them_has_more_digits(string type, string amount, string shown)
    {
        // Digits of rows that agree don't count.
        _sides.Connection.Execute($"CREATE TABLE lefts AS SELECT 1 AS order_id, 8::{type} AS amount UNION ALL SELECT 2, 7.7777::{type}; CREATE TABLE rights AS SELECT 1 AS order_id, {amount}::{type} AS amount UNION ALL SELECT 2, 7.7777::{type}");
        _sides.Run();
        Assert.Equal([shown], Rows("typeof(left_amount), right_amount, effect"));
    }

    [Fact]
    public void Amounts_before_their_conversion_keep_their_digits()
    {
        _sides.Table("rates", "currency, rate", "'USD', 1.5").Table("lefts", "order_id, amount, currency", "1, 10.1234::DOUBLE, 'USD'").Table("rights", "order_id, amount", "1, 20.00");
        var spec = TwoSides.Spec() with { Currency = new CurrencyRule("AUD", Side.Table("rates")) { Left = "currency" } };
        _sides.Run(spec);
        Assert.Equal(["15.190000, 10.123400, 20.000000"], Rows("left_amount, left_original, right_original"));
        _sides.Connection.Execute("UPDATE lefts SET amount = 10.12");
        _sides.Run(spec);
        Assert.Equal(["15.18, 10.12, 20.00"], Rows("left_amount, left_original, right_original"));
    }

    private string Columns() => string.Join(", ", _sides.Connection.Query("DESCRIBE reconciliation_differences", row => row.GetString(0)));

    /// <summary>As they lie, which is the order in which a page shows them.</summary>
    private List<string> Rows(string columns) => _sides.Connection.Query($"SELECT COLUMNS(*)::VARCHAR FROM (SELECT {columns} FROM reconciliation_differences ORDER BY rowid)",
        row => string.Join(", ", Enumerable.Range(0, row.FieldCount).Select(column => row.IsDBNull(column) ? "NULL" : row.GetString(column))));
}
