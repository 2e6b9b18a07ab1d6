using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

public sealed class CurrencyTests : IDisposable
{
    private readonly TwoSides _sides = new();
    private readonly ReconciliationSpec _spec = TwoSides.Spec() with { Currency = new CurrencyRule("AUD", Side.Table("rates")) { Left = "currency" } };

    public CurrencyTests() => _sides.Table("rates", "currency, rate, day", "'USD', 1.5, DATE '2026-03-01'");

    public void Dispose() => _sides.Dispose();

    [Fact]
    public void Of_the_common_currency_no_day_needs_a_rate_and_of_others_the_earliest_does()
    {
        _sides.Table("lefts", "order_id, amount, currency, at", "1, 10.00, 'AUD', DATE '1999-12-31'", "2, 10.00, 'USD', DATE '2026-03-01'")
            .Table("rights", "order_id, amount, at", "1, 10.00, DATE '1999-12-31'", "2, 15.00, DATE '2026-03-01'");
        var spec = _spec with { Time = new TimeColumn("at"), Currency = _spec.Currency! with { Since = "day" } };
        Assert.True(_sides.Run(spec).IsEqual);
        _sides.Connection.Execute("UPDATE lefts SET \"at\" = DATE '2026-02-28' WHERE order_id = 2");
        Assert.StartsWith("lefts has rows without a rate to AUD: USD (1).", Assert.Throws<WorkbookException>(() => _sides.Run(spec)).Message);
    }

    [Fact]
    public void A_mixed_up_currency_may_be_off_by_a_cent_or_by_the_tolerance_if_that_is_more()
    {
        _sides.Table("lefts", "order_id, amount, currency", "1, 100.00, 'USD'", "2, 100.00, 'USD'", "3, 100.00, 'USD'", "4, 100.00, 'USD'")
            .Table("rights", "order_id, amount", "1, 100.01", "2, 100.02", "3, 100.50", "4, 100.51");
        Assert.Equal(["1 currency -49.99", "2 amount -49.98", "3 amount -49.50", "4 amount -49.49"], Differences(tolerance: 0));
        Assert.Equal(["1 currency -49.99", "2 amount -49.98", "3 amount -49.50", "4 amount -49.49"], Differences(tolerance: 0.001m));
        Assert.Equal(["1 currency -49.99", "2 currency -49.98", "3 currency -49.50", "4 amount -49.49"], Differences(tolerance: 0.5m));

        IEnumerable<string> Differences(decimal tolerance) => _sides.Differences(_spec with { Amount = new AmountColumn("amount") { Tolerance = tolerance } });
    }

    [Fact]
    public void A_summed_side_adds_up_what_was_converted_and_what_came()
    {
        _sides.Table("lefts", "order_id, amount, currency", "1, 100.00, 'USD'", "1, 20.00, 'USD'", "2, 10.00, 'USD'", "2, 10.00, 'AUD'", "3, 4.00, 'USD'", "3, 2.00, 'USD'")
            .Table("rights", "order_id, amount", "1, 120.00", "2, 27.13", "3, 9.00");
        var spec = _spec with { Left = _spec.Left with { IsSummed = true } };
        Assert.Equal(["1 currency -60.00", "2 amount 2.13"], _sides.Differences(spec));
        Assert.Equal(["180.00 of 120.00 USD", "25.00 of several"], _sides.Connection.Query(
            "SELECT left_amount || ' of ' || coalesce(left_original || ' ' || left_currency, 'several') FROM reconciliation_differences ORDER BY order_id", row => row.GetString(0)));
    }

    [Fact]
    public void A_summed_side_needs_a_rate_for_each_of_its_rows()
    {
        _sides.Table("lefts", "order_id, amount, currency", "1, 100.00, 'EUR'", "1, 20.00, 'EUR'", "2, 10.00, 'USD'").Table("rights", "order_id, amount", "2, 15.00");
        Assert.StartsWith("lefts has rows without a rate to AUD: EUR (1).",
            Assert.Throws<WorkbookException>(() => _sides.Run(_spec with { Left = _spec.Left with { IsSummed = true } })).Message);
    }
}
