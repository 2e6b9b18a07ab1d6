using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

public sealed class BisectionTests : IDisposable
{
    private const string Orders = "SELECT range AS order_id, 'P-' || range AS code, (range * 7 % 10000 / 100)::DECIMAL(9, 2) AS amount, DATE '2026-01-01' + (range % 90)::INT AS at, range % 3 = 0 AS is_paid FROM range(200000)";

    private readonly DuckDBConnection _left = WorkbookDatabase.Open();
    private readonly DuckDBConnection _right = WorkbookDatabase.Open();
    private readonly DuckDBConnection _here = WorkbookDatabase.Open();

    public BisectionTests()
    {
        _left.Execute($"CREATE TABLE lefts AS {Orders}");
        _right.Execute($"CREATE TABLE rights AS {Orders}");
    }

    public void Dispose()
    {
        _left.Dispose();
        _right.Dispose();
        _here.Dispose();
    }

    [Theory]
    [InlineData("order_id")]
    [InlineData("code")]
    [InlineData("order_id,at")]
    public void Few_rows_are_fetched_and_the_report_is_that_of_a_join(string key)
    {
        _right.Execute("UPDATE rights SET amount = amount + 3.33 WHERE order_id IN (17, 99999); DELETE FROM rights WHERE order_id = 150000; UPDATE rights SET is_paid = NOT is_paid WHERE order_id = 180001; INSERT INTO rights SELECT * FROM rights WHERE order_id = 60000; INSERT INTO rights VALUES (NULL, NULL, 1, NULL, NULL)");
        var spec = TwoSides.Spec(key) with { Time = key.Contains("at") ? null : new TimeColumn("at"), Compare = [new ComparedColumn("is_paid")] };

        var apart = Reconciler.RunAcrossConnections(_left, _right, _here, spec);

        Assert.Equal([("null_key", 1L, 1m), ("duplicate_right", 1, 0), ("missing_right", 1, 0), ("amount", 2, 6.66m), ("other_column", 1, 0)],
            apart.Report.Causes.Select(cause => (Code(cause.Cause), cause.Differences, cause.Cause is DifferenceCause.DuplicateRight or DifferenceCause.MissingRight ? 0 : cause.Effect)));
        Assert.InRange(apart.RowsFetched, 10, 5 * 2 * 1_000 + 2);
        Assert.InRange(apart.RangesCompared, 32, 800);
        using var together = new TwoSides();
        together.Connection.Execute($"CREATE TABLE lefts AS {Orders}");
        FetchedRowsOf(together.Connection);
        var joined = together.Run(spec);
        Assert.Equal(joined.Bridge, apart.Report.Bridge);
        Assert.Equal(Rows(together.Connection, joined), Rows(_here, apart.Report));
    }

    [Fact]
    public void Of_equal_sides_no_row_is_fetched()
    {
        var apart = Reconciler.RunAcrossConnections(_left, _right, _here, TwoSides.Spec());
        Assert.Equal((true, 0L, 1, 200_000L), (apart.Report.IsEqual, apart.RowsFetched, apart.Rounds, apart.Report.Left.Rows));
        Assert.Equal(apart.Report.Left.Total, _left.Scalar<decimal>("SELECT sum(amount) FROM lefts"));
    }

    [Fact]
    public void Empty_and_wholly_different_sides_are_fetched_whole()
    {
        _right.Execute("DELETE FROM rights");
        var apart = Reconciler.RunAcrossConnections(_left, _right, _here, TwoSides.Spec());
        Assert.Equal((200_000L, 200_000L, DifferenceCause.MissingRight), (apart.RowsFetched, apart.Report.Differences, apart.Report.Causes.Single().Cause));
        _left.Execute("DELETE FROM lefts");
        Assert.True(Reconciler.RunAcrossConnections(_left, _right, _here, TwoSides.Spec()).Report.IsEqual);
    }

    [Fact]
    public void Amounts_are_converted_where_they_lie()
    {
        _left.Execute("ALTER TABLE lefts ADD COLUMN currency VARCHAR DEFAULT 'USD'");
        _right.Execute("UPDATE rights SET amount = round(amount * 1.5, 2) WHERE order_id <> 5000");
        var spec = TwoSides.Spec() with { Currency = new CurrencyRule("AUD", Side.Query("SELECT 'USD' AS currency, 1.5 AS rate")) { Left = "currency" } };
        var apart = Reconciler.RunAcrossConnections(_left, _right, _here, spec);
        Assert.Equal((DifferenceCause.Currency, 1L), (apart.Report.Causes.Single().Cause, apart.Report.Differences));
        Assert.InRange(apart.RowsFetched, 1, 2_000);
    }

    private void FetchedRowsOf(DuckDBConnection to)
    {
        to.Execute($"CREATE TABLE rights AS {Orders} LIMIT 0");
        using var appender = new CheckedAppender(to, "rights");
        foreach (var row in _right.Query("FROM rights", row => Enumerable.Range(0, row.FieldCount).Select(index => row.IsDBNull(index) ? null : row.GetValue(index)).ToArray()))
            appender.AddRow(row);
        appender.Complete();
    }

    private static List<string> Rows(DuckDBConnection connection, ReconciliationReport report) =>
        connection.Query($"SELECT t::VARCHAR FROM {report.DifferencesTable} t", row => row.GetString(0));

    private static string Code(DifferenceCause cause) => string.Concat(cause.ToString().Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
