namespace Workbook.Retail.Tests.Generation;

/// <summary>Who the customers are: of age, come by and by, with addresses for mail that people choose.</summary>
public sealed class CustomerTests(RawTables raw)
{
    [Fact]
    public void Everybody_was_of_age_when_they_registered_and_most_are_in_the_middle_of_life()
    {
        Assert.Empty(raw.Rows("SELECT birth_date, join_ts FROM customers WHERE datesub('year', birth_date, CAST(join_ts AS DATE)) < 18"));
        // A normal curve around forty with a deviation of fourteen years, of which what lies below eighteen is turned over.
        var shares = new[] { 18, 25, 32, 39, 46, 53, 60, 67, 100 }.Select(Below).ToArray();
        Assert.InRange(raw.ChiSquare("""
            SELECT least((age - 18) // 7, 7) AS band, count(*)
            FROM (SELECT datesub('year', birth_date, CAST(join_ts AS DATE)) AS age FROM customers JOIN identities USING (customer_id) WHERE customer_id = person_id)
            GROUP BY ALL
            """, [.. shares.Skip(1).Zip(shares, (upTo, from) => upTo - from)]), 0, 2.5);

        static double Below(int age) => Normal((age - 40) / 14.0) - Normal((36 - age - 40) / 14.0);

        // The sum of four uniform numbers: Irwin and Hall's distribution.
        static double Normal(double z)
        {
            var x = Math.Clamp((z / Math.Sqrt(3)) + 2, 0, 4);
            double[] terms = [1, -4, 6, -4, 1];
            return terms.Select((term, k) => x > k ? term * Math.Pow(x - k, 4) : 0).Sum() / 24;
        }
    }

    [Fact]
    public void Nobody_buys_or_visits_before_they_registered()
    {
        Assert.Empty(raw.Rows("SELECT order_ts, join_ts FROM orders JOIN customers USING (customer_id) WHERE order_ts <= join_ts"));
        Assert.Empty(raw.Rows("SELECT event_ts, join_ts FROM events JOIN customers ON customer_id = user_id WHERE event_ts <= join_ts"));
    }

    [Fact]
    public void More_and_more_people_register()
    {
        var years = Enumerable.Range(2020, 4).Select(year => raw.Number($"SELECT count(*) FROM customers WHERE year(join_ts) = {year}")).ToList();
        Assert.Equal(years.Order(), years);
        // Registered in the evening, at home.
        Assert.InRange(raw.Number("SELECT avg(CAST(hour(join_ts + to_hours(10)) BETWEEN 16 AND 23 AS INTEGER)) FROM customers WHERE state_region IN ('NSW', 'VIC')"), 0.6, 0.9);
    }

    [Fact]
    public void An_email_address_shows_the_name_and_not_the_rows_key()
    {
        const string Sound = "FROM customers JOIN identities USING (customer_id) WHERE email LIKE '%_@_%' AND customer_id = person_id";
        Assert.Empty(raw.Rows($"SELECT email, last_name {Sound} AND email NOT LIKE '% %' AND NOT contains(split_part(email, '@', 1), lower(regexp_replace(last_name, '[^A-Za-z]', '', 'g')))"));
        // A number that is in the key by chance is short.
        Assert.InRange(raw.Number($"SELECT avg(CAST(regexp_extract(email, '[0-9]+') = CAST(customer_id AS VARCHAR) AS INTEGER)) {Sound}"), 0, 0.005);
        Assert.InRange(raw.Number($"SELECT abs(corr(CAST(nullif(regexp_extract(email, '[0-9]+'), '') AS DOUBLE), customer_id)) {Sound}"), 0, 0.1);
        Assert.Equal(0, raw.Number($"SELECT count(*) - count(DISTINCT email) {Sound}"));
    }
}
