using System.Globalization;
using Workbook.Database;
using Workbook.Reconciliation;
using Workbook.Tests.Database;

namespace Workbook.Tests.Reconciliation;

public sealed class ReconcilerTests : IDisposable
{
    private readonly TwoSides _sides = new();

    public void Dispose() => _sides.Dispose();

    [Fact]
    public void Equal_sides_have_no_differences_whatever_their_order()
    {
        _sides.Table("lefts", "order_id, amount", "1, 10.00", "2, 20.50").Table("rights", "order_id, amount", "2, 20.50", "1, 10.00");
        var report = _sides.Run();
        Assert.True(report.IsEqual);
        Assert.Equal([("lefts", 30.50m), ("rights", 30.50m)], report.Bridge.Select(step => (step.Label, step.Amount)));
    }

    [Fact]
    public void Each_plain_difference_has_its_cause_and_effect()
    {
        _sides.Table("lefts", "order_id, amount", "1, 10.00", "2, 20.00", "3, 30.00", "4, 40.00", "5, 12.37", "5, 12.37", "6, 60.25", "7, NULL", "NULL, 5.00", "8, 9.00")
            .Table("rights", "order_id, amount", "1, 10.00", "3, 33.13", "4, 40.02", "5, 12.37", "6, 60.00", "7, 70.00", "8, -9.00", "9, 90.00", "9, 90.00");
        Assert.Equal(
        [
            "2 missing_right -20.00", "3 amount 3.13", "4 rounding 0.02", "5 duplicate_left -12.37", "6 rounding -0.25", "7 amount 70.00", "8 refund -18.00",
            "9 duplicate_right 90.00", "9 missing_left 90.00", "NULL null_key -5.00",
        ], _sides.Differences());
    }

    [Fact]
    public void Tolerances_let_small_differences_pass_and_the_bridge_says_how_much()
    {
        _sides.Table("lefts", "order_id, amount", "1, 10.00", "2, 1000.00").Table("rights", "order_id, amount", "1, 10.01", "2, 1009.00");
        var report = _sides.Run(TwoSides.Spec() with { Amount = new AmountColumn("amount") { Tolerance = 0.01m, Relative = 0.01m } });
        Assert.True(report.IsEqual);
        Assert.Equal(("Within tolerance", 9.01m), (report.Bridge[1].Label, report.Bridge[1].Amount));
        Assert.Equal(["1 rounding 0.01", "2 amount 9.00"], _sides.Differences());
    }

    [Fact]
    public void Rows_of_a_repeated_key_pair_by_equal_values_then_by_nearest_amount()
    {
        _sides.Table("lefts", "order_id, amount", "1, 50.00", "1, 100.00", "2, 10.01", "3, 7.00", "3, 7.00", "4, 1.00", "4, 2.00")
            .Table("rights", "order_id, amount", "1, 100.00", "2, 5.00", "2, 10.00", "3, 7.00", "3, 7.00", "4, 2.00", "4, 1.00");
        Assert.Equal(["1 duplicate_left -50.00", "2 duplicate_right 5.00", "2 rounding -0.01"], _sides.Differences());
    }

    [Fact]
    public void A_duplicate_of_an_equal_row_is_found_though_every_pair_of_rows_is_equal()
    {
        // Nothing comes out of the join; only the sums of hashes tell. One on each side, so that the counts agree.
        _sides.Connection.Execute("CREATE TABLE lefts AS SELECT range AS order_id, 5.00 AS amount FROM range(10000) UNION ALL SELECT 77, 5.00; CREATE TABLE rights AS SELECT range AS order_id, 5.00 AS amount FROM range(10000) UNION ALL SELECT 4095, 5.00");
        Assert.Equal(["4095 duplicate_right 5.00", "77 duplicate_left -5.00"], _sides.Differences());
    }

    [Fact]
    public void Within_a_tolerance_a_repeated_key_is_seen_even_if_only_one_of_its_pairs_differs()
    {
        // 1.90 goes with 1.50 and 3.00 with 2.50; of the four pairs only 3.00 and 1.50 are too far apart.
        _sides.Table("lefts", "order_id, amount", "1, 1.90", "1, 3.00").Table("rights", "order_id, amount", "1, 2.50", "1, 1.50");
        Assert.True(_sides.Run(TwoSides.Spec() with { Amount = new AmountColumn("amount") { Tolerance = 1 } }).IsEqual);
    }

    [Theory]
    [InlineData("TINYINT", "127", "-126")]
    [InlineData("INTEGER", "2147483647", "-2147483646")]
    [InlineData("DECIMAL(4, 2)", "99.99", "-99.98")]
    [InlineData("DECIMAL(9, 2)", "9999999.99", "-9999999.98")]
    [InlineData("DECIMAL(18, 2)", "9999999999999999.99", "-9999999999999999.98")]
    public void Amounts_at_the_ends_of_their_type_are_compared(string type, string left, string right)
    {
        _sides.Connection.Execute($"CREATE TABLE lefts AS SELECT 1 AS order_id, {left}::{type} AS amount; CREATE TABLE rights AS SELECT 1 AS order_id, {right}::{type} AS amount");
        var report = _sides.Run(TwoSides.Spec() with { Amount = new AmountColumn("amount") { Tolerance = 0.01m, Relative = 0.1m } });
        Assert.Equal(decimal.Parse(right, CultureInfo.InvariantCulture) - decimal.Parse(left, CultureInfo.InvariantCulture), Assert.Single(report.Causes).Effect);
    }

    [Fact]
    public void A_refund_netted_on_one_side_has_no_effect_and_one_that_is_missing_has()
    {
        _sides.Table("lefts", "order_id, amount", "1, 100.00", "1, -30.00", "2, 80.00", "2, -80.00", "3, 60.00", "4, 5.00", "4, -5.00")
            .Table("rights", "order_id, amount", "1, 70.00", "3, 60.00", "3, -15.00", "4, 5.00", "4, -5.00");
        Assert.Equal(["1 refund -30.00", "1 refund 30.00", "2 refund -80.00", "2 refund 80.00", "3 refund -15.00"], _sides.Differences());
        Assert.Equal(-15m, _sides.Run().Causes.Single().Effect);
    }

    [Fact]
    public void Times_beyond_the_window_are_zones_other_days_or_only_times()
    {
        _sides.Table("lefts", "order_id, amount, at", "1, 1.00, TIMESTAMP '2026-03-01 10:00:00'", "2, 1.00, TIMESTAMP '2026-03-01 18:00:03'", "3, 1.00, TIMESTAMP '2026-03-01 23:50:00'", "4, 1.00, TIMESTAMP '2026-03-01 10:00:00'", "5, 1.00, NULL")
            .Table("rights", "order_id, amount, at", "1, 1.00, TIMESTAMP '2026-03-01 10:00:05'", "2, 1.00, TIMESTAMP '2026-03-02 04:00:00'", "3, 1.00, TIMESTAMP '2026-03-02 00:10:00'", "4, 1.00, TIMESTAMP '2026-03-01 10:10:00'", "5, 1.00, TIMESTAMP '2026-03-01'");
        var spec = TwoSides.Spec() with { Time = new TimeColumn("at") { Window = TimeSpan.FromSeconds(5) } };
        Assert.Equal(["2 time_zone 0.00", "3 late 0.00", "4 other_column 0.00", "5 other_column 0.00"], _sides.Differences(spec));
        // Both of order 3 lie in the business day that ends at 17:00 on the 2nd.
        Assert.Equal(["2 time_zone 0.00", "3 other_column 0.00", "4 other_column 0.00", "5 other_column 0.00"],
            _sides.Differences(spec with { Time = spec.Time with { DayEnds = new TimeOnly(17, 0) } }));
    }

    [Fact]
    public void What_lies_beyond_the_cut_off_counts_on_neither_side_and_across_it_is_late()
    {
        _sides.Table("lefts", "order_id, amount, at", "1, 10.00, TIMESTAMP '2026-03-31 23:50:00'", "2, 20.00, TIMESTAMP '2026-03-31 20:00:00'", "3, 30.00, TIMESTAMP '2026-04-02'", "4, 40.00, TIMESTAMP '2026-03-31 23:59:00'", "5, 50.00, TIMESTAMP '2026-03-10'")
            .Table("rights", "order_id, amount, at", "1, 10.00, TIMESTAMP '2026-04-01 00:27:13'", "2, 20.00, TIMESTAMP '2026-04-01 06:00:00'", "6, 60.00, TIMESTAMP '2026-04-05'");
        var spec = TwoSides.Spec() with { Time = new TimeColumn("at") { Window = TimeSpan.FromMinutes(2), CutOff = new DateTime(2026, 4, 1) } };
        Assert.Equal(["1 late -10.00", "2 time_zone -20.00", "4 late -40.00", "5 missing_right -50.00"], _sides.Differences(spec));
        var report = _sides.Run(spec);
        Assert.Equal((4L, 120m, 0L, 0m), (report.Left.Rows, report.Left.Total, report.Right.Rows, report.Right.Total));
    }

    [Fact]
    public void Rows_under_other_days_or_other_keys_are_found_by_amount_and_hour()
    {
        _sides.Table("lefts", "day, store, amount", "DATE '2026-03-01', 1, 10.00", "DATE '2026-03-05', 2, 20.00", "DATE '2026-03-07', 3, 20.00")
            .Table("rights", "day, store, amount", "DATE '2026-03-02', 1, 10.00", "DATE '2026-03-07', 2, 20.00");
        Assert.Equal(["2026-03-01/1 time_zone 0.00", "2026-03-05/2 missing_right -20.00", "2026-03-07/2 missing_left 20.00", "2026-03-07/3 missing_right -20.00"],
            _sides.Differences(TwoSides.Spec("day,store") with { Time = new TimeColumn("day") }));

        _sides.Table("lefts", "order_id, amount, at", "'A1', 10.00, TIMESTAMP '2026-03-01 20:15:07'", "'A2', 10.00, TIMESTAMP '2026-03-01 20:15:09'")
            .Table("rights", "order_id, amount, at", "'P9', 10.00, TIMESTAMP '2026-03-02 05:45:07'");
        Assert.Equal(["A1 time_zone 0.00", "A2 missing_right -10.00"], _sides.Differences(TwoSides.Spec() with { Time = new TimeColumn("at") }));
    }

    [Fact]
    public void Amounts_compare_in_the_common_currency_and_a_mixed_up_unit_is_told()
    {
        _sides.Table("rates", "currency, rate", "'USD', 1.5", "'JPY', 0.01")
            .Table("lefts", "order_id, amount, currency", "1, 100.00, 'USD'", "2, 100.00, 'USD'", "3, 5000.00, 'JPY'", "4, 30.00, 'AUD'", "5, 12.00, 'USD'")
            .Table("rights", "order_id, amount", "1, 150.00", "2, 100.00", "3, 5000.00", "4, 45.00", "5, 13.13");
        var spec = TwoSides.Spec() with { Currency = new CurrencyRule("AUD", Side.Table("rates")) { Left = "currency" } };
        Assert.Equal(["2 currency -50.00", "3 currency 4950.00", "4 amount 15.00", "5 amount -4.87"], _sides.Differences(spec));
        // Without a column that names it, any currency that has a rate may be the one that was mixed up.
        Assert.Contains("4 currency 15.00", _sides.Differences(spec with { Currency = spec.Currency with { Left = null } }));
    }

    [Fact]
    public void Rates_of_days_hold_until_the_next()
    {
        _sides.Table("rates", "currency, rate, day", "'USD', 1.5, DATE '2026-03-01'", "'USD', 2, DATE '2026-03-10'")
            .Table("lefts", "order_id, amount, currency, at", "1, 100.00, 'USD', DATE '2026-03-09'", "2, 100.00, 'USD', DATE '2026-03-10'", "3, 100.00, 'USD', DATE '2026-03-12'")
            .Table("rights", "order_id, amount, at", "1, 150.00, DATE '2026-03-09'", "2, 200.00, DATE '2026-03-10'", "3, 100.00, DATE '2026-03-12'");
        var spec = TwoSides.Spec() with { Time = new TimeColumn("at"), Currency = new CurrencyRule("AUD", Side.Table("rates")) { Left = "currency", Since = "day" } };
        Assert.Equal(["3 currency -100.00"], _sides.Differences(spec));
        Assert.Equal("lefts has rows without a rate to AUD: EUR (1). Add the rates, also for the earliest days, or leave these rows out in a query.",
            Message(() => _sides.Table("lefts", "order_id, amount, currency, at", "1, 1.00, 'EUR', DATE '2026-03-09'").Run(spec)));
        Assert.Contains("expected one rate for each currency but have several: USD (2)", Message(() => _sides.Run(spec with { Currency = spec.Currency with { Since = null } })));
    }

    [Fact]
    public void A_side_of_finer_grain_is_summed_to_the_keys()
    {
        _sides.Table("lefts", "order_id, amount, state, at", "1, 10.00, 'open', DATE '2026-03-02'", "1, 5.50, 'open', DATE '2026-03-01'", "2, 1.00, 'paid', DATE '2026-03-01'")
            .Table("rights", "order_id, amount, state, at", "1, 15.50, 'open', DATE '2026-03-01'", "2, 1.00, 'paid', DATE '2026-03-01'");
        var spec = TwoSides.Spec() with { Left = Side.Table("lefts") with { IsSummed = true }, Time = new TimeColumn("at"), Compare = [new ComparedColumn("state")] };
        Assert.True(_sides.Run(spec).IsEqual);
    }

    [Fact]
    public void Other_columns_are_named_and_have_tolerances_of_their_own()
    {
        _sides.Table("lefts", "order_id, amount, state, tax", "1, 10.00, 'open', 1.1", "2, 20.00, NULL, 2.0", "3, 30.00, NULL, 3.0")
            .Table("rights", "order_id, amount, status, tax", "1, 10.00, 'paid', 1.0", "2, 21.77, 'paid', 2.04", "3, 30.00, NULL, 3.05");
        var spec = TwoSides.Spec() with { Compare = [new ComparedColumn("state", "status"), new ComparedColumn("tax") { Tolerance = 0.05m }] };
        Assert.Equal(["1 other_column 0.00", "2 amount 1.77"], _sides.Differences(spec));
        Assert.Equal(["[state, tax] open paid", "[amount, state] NULL paid"], _sides.Connection.Query(
            "SELECT columns::VARCHAR || ' ' || coalesce(left_state, 'NULL') || ' ' || right_state FROM reconciliation_differences ORDER BY order_id", row => row.GetString(0)));
    }

    [Fact]
    public void Composite_keys_empty_sides_and_no_amount_are_fine()
    {
        _sides.Table("lefts", "order_id, line", "1, 1", "1, 2", "2, NULL").Table("rights", "order_id INTEGER, line BIGINT");
        Assert.Equal(["1/1 missing_right -1.00", "1/2 missing_right -1.00", "2/NULL null_key -1.00"], _sides.Differences(TwoSides.Spec("order_id,line", amount: null)));
        Assert.True(_sides.Table("lefts", "order_id INTEGER, line BIGINT").Run(TwoSides.Spec("order_id,line", amount: null)).IsEqual);
    }

    [Fact]
    public void Files_of_all_kinds_can_be_sides()
    {
        using var folder = new TempFolder();
        _sides.Table("lefts", "order_id, amount", "1, 10.10", "2, 20.20");
        foreach (var (file, options) in new[] { ("a.parquet", "FORMAT parquet"), ("a.csv", "HEADER"), ("a.jsonl", "FORMAT json") })
        {
            _sides.Connection.Execute($"COPY lefts TO {Sql.Literal(folder.File(file))} ({options})");
            var report = _sides.Run(TwoSides.Spec() with { Right = Side.File(folder.File(file)) });
            Assert.Equal((true, 30.30m, file), (report.IsEqual, report.Right.Total, report.Right.Name));
        }
        Assert.Equal($"There is no file '{folder.File("b.csv")}'. Correct the path, or name a table.", Message(() => Side.File(folder.File("b.csv"))));
        Assert.Contains("is no Delta table", Message(() => Side.File(folder.Path)));
        Assert.Contains("expected .parquet, .csv", Message(() => Side.File(typeof(ReconcilerTests).Assembly.Location)));
    }

    [Fact]
    public void All_faults_of_a_spec_are_told_at_once()
    {
        _sides.Table("lefts", "order_id, amount, at", "1, 'ten', '2026-03-01'").Table("rights", "order_id, amount, state", "'1', 10.00, 'open'");
        var spec = TwoSides.Spec() with { Time = new TimeColumn("at") { Window = TimeSpan.FromHours(-1) }, Compare = [new ComparedColumn("state")] };
        Assert.Equal(
            """
            Can't reconcile lefts with rights:
            - key 'order_id' is INTEGER on the left but VARCHAR on the right. Say what to compare it as, such as order_id::VARCHAR, or cast it in a query.
            - lefts has no column 'state'; it has order_id, amount, at.
            - the amount 'amount' is VARCHAR; expected a number. Cast it in a query.
            - rights has no column 'at'; it has order_id, amount, state.
            - the time 'at' is VARCHAR; expected a DATE or a TIMESTAMP. Cast it in a query.
            - the window can't be negative, but is -01:00:00.
            """, Message(() => _sides.Run(spec)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Keys_of_two_types_need_a_stated_cast_which_must_fit()
    {
        _sides.Table("lefts", "order_id, amount", "1, 10.00").Table("rights", "order_id, amount", "'1', 10.00");
        Assert.True(_sides.Run(TwoSides.Spec() with { Keys = [new KeyColumn("order_id", Cast: "BIGINT")] }).IsEqual);
        Assert.Contains("which is no type's name", Message(() => _sides.Run(TwoSides.Spec() with { Keys = [new KeyColumn("order_id", Cast: "INT); DROP TABLE lefts; --")] })));
        _sides.Table("rights", "order_id, amount", "'P-1', 10.00");
        Assert.StartsWith("rights can't be reconciled: Conversion Error: Could not convert string 'P-1'", Message(() => _sides.Run(TwoSides.Spec() with { Keys = [new KeyColumn("order_id", Cast: "BIGINT")] })));
    }

    [Fact]
    public void A_failed_test_says_how_often_why_and_where_to_look()
    {
        _sides.Table("lefts", "order_id, amount", "1, 10.00", "2, 20.00").Table("rights", "order_id, amount", "1, 10.00", "3, 33.50");
        var fault = Assert.Throws<ReconciliationException>(() => Reconciler.Assert(_sides.Connection, TwoSides.Spec() with { Name = "revenue" }));
        Assert.Equal("lefts and rights expected equal but differ in 2 rows, amount 30.00 against 43.50: missing_left 1 (33.50), missing_right 1 (-20.00). See them: SELECT * FROM revenue_differences WHERE cause = 'missing_left'", fault.Message);
        Assert.Equal(3, _sides.Connection.Scalar<int>("SELECT order_id FROM revenue_differences WHERE cause = 'missing_left'"));
        Assert.Equal([30m, 33.50m, -20m, 43.50m], _sides.Connection.Query("SELECT amount FROM revenue_bridge ORDER BY step", row => row.Get<decimal>(0)));
        Assert.Equal(["revenue_bridge", "revenue_differences"], _sides.Connection.Query("SELECT table_name FROM information_schema.tables WHERE table_catalog = 'temp' ORDER BY ALL", row => row.GetString(0)));
    }

    private static string Message(Func<object> action) => Assert.Throws<WorkbookException>(action).Message;
}
