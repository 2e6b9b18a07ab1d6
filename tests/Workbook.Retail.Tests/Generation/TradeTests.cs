namespace Workbook.Retail.Tests.Generation;

/// <summary>Who trades with whom: customers with stores, suppliers with the retailer.</summary>
public sealed class TradeTests(RawTables raw)
{
    private const string Bought = """
        (SELECT orders.*, country_code, state, region
         FROM orders JOIN customers USING (customer_id) JOIN stores USING (store_id))
        """;

    [Theory]
    [InlineData("AU", "AUD", "'NSW', 'VIC', 'QLD', 'WA', 'SA'")]
    [InlineData("NZ", "NZD", "'AUK'")]
    [InlineData("US", "USD", "'CA', 'NY'")]
    [InlineData("GB", "GBP", "'ENG'")]
    public void Customers_buy_mostly_in_their_countrys_stores_and_currency(string country, string currency, string states)
    {
        Assert.InRange(raw.Number($"SELECT avg(CAST(currency = '{currency}' AND state IN ({states}) AS INTEGER)) FROM {Bought} WHERE country_code = '{country}'"), 0.88, 0.99);
        Assert.InRange(raw.Number($"SELECT count(*) FROM {Bought} WHERE country_code = '{country}'"), 400, 9_000);
    }

    [Fact]
    public void An_order_is_in_the_currency_of_its_store() =>
        Assert.Empty(raw.Rows($"SELECT state FROM {Bought} GROUP BY ALL HAVING count(DISTINCT currency) > 1"));

    [Fact]
    public void Both_channels_sell() =>
        Assert.InRange(raw.Number("SELECT avg(CAST(channel = 'web' AS INTEGER)) FROM orders"), 0.25, 0.45);

    [Fact]
    public void Stores_are_spread_as_people_are()
    {
        var stores = raw.Number("SELECT count(*) FROM stores");
        foreach (var (state, share) in new[] { ("NSW", 0.26), ("VIC", 0.22), ("AUK", 0.08), ("ENG", 0.07) })
            Assert.InRange(raw.Number($"SELECT count(*) FROM stores WHERE state = '{state}'"), (share * stores) - 3, (share * stores) + 3);
    }

    [Fact]
    public void A_suppliers_lead_time_is_that_of_the_way_from_its_country()
    {
        Assert.InRange(raw.Number("SELECT 1 - sum(pow(lead_time_days - mean, 2)) / sum(pow(lead_time_days - overall, 2)) FROM (SELECT *, avg(lead_time_days) OVER (PARTITION BY country_code) AS mean, avg(lead_time_days) OVER () AS overall FROM suppliers)"), 0.75, 0.99);
        Assert.InRange(raw.Number("SELECT avg(lead_time_days) FROM suppliers WHERE country_code = 'AU'"), 4, 8);
        Assert.Empty(raw.Rows("SELECT * FROM suppliers WHERE lead_time_days < 1 OR (country_code = 'CN' AND lead_time_days < 10)"));
    }
}
