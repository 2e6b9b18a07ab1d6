namespace Workbook.Retail.Tests.Generation;

/// <summary>Where customers live and stores stand: a place is the same in every column that speaks of it.</summary>
public sealed class PlaceTests(RawTables raw)
{
    [Fact]
    public void A_city_lies_in_one_state_and_country()
    {
        Assert.Empty(raw.Rows("SELECT city FROM customers WHERE city IS NOT NULL GROUP BY city HAVING count(DISTINCT (state_region, country_code)) > 1"));
        Assert.Empty(raw.Rows("""
            SELECT state_region FROM customers JOIN stores ON state = state_region
            GROUP BY ALL HAVING count(DISTINCT (country_code, region)) > 1
            """));
        Assert.InRange(raw.Number("SELECT count(DISTINCT city) FROM customers"), 70, 110);
    }

    /// <summary>A degree is 111 km; by the longitude a little less.</summary>
    [Fact]
    public void People_live_within_twelve_kilometres_of_their_citys_centre() => Assert.Empty(raw.Rows("""
        WITH centres AS (SELECT city, median(latitude) AS lat, median(longitude) AS lon FROM customers GROUP BY ALL HAVING count(*) > 4)
        SELECT * FROM customers JOIN centres USING (city)
        WHERE 111 * sqrt(pow(latitude - lat, 2) + pow((longitude - lon) * cos(radians(lat)), 2)) > 12
        """));

    [Fact]
    public void A_store_stands_in_the_city_that_it_is_named_for() => Assert.Empty(raw.Rows("""
        WITH centres AS (SELECT city, any_value(state_region) AS home, median(latitude) AS lat, median(longitude) AS lon FROM customers GROUP BY ALL HAVING count(*) > 4)
        SELECT stores.name, city FROM stores JOIN centres ON starts_with(stores.name, city || ' ')
        WHERE state <> home OR (stores.latitude BETWEEN -90 AND 90 AND stores.longitude BETWEEN -180 AND 180 AND abs(stores.latitude - lat) + abs(stores.longitude - lon) > 0.3)
        """));

    [Fact]
    public void Postcode_and_telephone_have_the_form_of_the_country()
    {
        Assert.Empty(raw.Rows("""
            SELECT postcode, phone, country_code FROM customers
            WHERE NOT regexp_full_match(postcode, CASE country_code WHEN 'US' THEN '[0-9]{5}' WHEN 'GB' THEN '[A-Z]{1,2}[0-9]{1,2} [0-9][A-Z]{2}' ELSE '[0-9]{4}' END)
               OR NOT regexp_full_match(phone, CASE country_code
                    WHEN 'AU' THEN '\+61 4[0-9]{2} [0-9]{3} [0-9]{3}' WHEN 'NZ' THEN '\+64 2[0-9] [0-9]{3} [0-9]{4}'
                    WHEN 'US' THEN '\+1 [2-9][0-9]{2} [2-9][0-9]{2} [0-9]{4}' ELSE '\+44 7[0-9]{3} [0-9]{6}' END)
            """));
        // Australia's first digit tells the state.
        Assert.Empty(raw.Rows("""
            SELECT postcode, state_region FROM customers
            WHERE country_code = 'AU' AND left(postcode, 1) <> CASE state_region WHEN 'NSW' THEN '2' WHEN 'VIC' THEN '3' WHEN 'QLD' THEN '4' WHEN 'SA' THEN '5' ELSE '6' END
            """));
    }

    [Fact]
    public void A_postcode_belongs_to_one_city() =>
        Assert.Empty(raw.Rows("SELECT postcode, country_code FROM customers WHERE postcode IS NOT NULL GROUP BY ALL HAVING count(DISTINCT city) > 1"));

    [Fact]
    public void Large_cities_have_more_customers() => Assert.InRange(
        raw.Number("SELECT avg(CAST(city = 'Melbourne' AS INTEGER)) FROM customers WHERE state_region = 'VIC' AND city IS NOT NULL"), 0.70, 0.90);
}
