using Workbook.Retail.Generation;

namespace Workbook.Retail.Tests.Generation;

/// <summary>What the products are: name, category and price speak of the same thing.</summary>
public sealed class AssortmentTests(RawTables raw)
{
    private static string Things => string.Join(", ", Assortment.Things.Select(thing => FormattableString.Invariant($"('{thing.Category}', '{thing.Name}', {thing.Price})")));

    private static string Sold => $"""
        (SELECT products.*, thing, usual, regexp_extract(subcategory, '[a-z]+$') AS quality, ln(current_price * if(currency = 'USD', 1.52, 1) / usual) AS dearer
         FROM products JOIN (VALUES {Things}) AS things(kind, thing, usual) ON kind = category AND contains(name, ' ' || thing || ',')
         QUALIFY row_number() OVER (PARTITION BY product_id ORDER BY length(thing) DESC) = 1)
        """;

    [Fact]
    public void A_products_name_is_of_a_thing_of_its_category()
    {
        Assert.Empty(raw.Rows($"SELECT name, category FROM products WHERE product_id NOT IN (SELECT product_id FROM {Sold})"));
        Assert.Empty(raw.Rows("SELECT category, subcategory FROM products WHERE NOT starts_with(subcategory, category)"));
    }

    [Fact]
    public void Its_price_follows_the_thing_and_the_quality()
    {
        foreach (var quality in Assortment.Qualities)
            Assert.InRange(raw.Number($"SELECT avg(dearer) FROM {Sold} WHERE quality = '{quality.Name}' AND current_price > 0") - Math.Log(quality.PriceFactor), -0.1, 0.1);
        // What is left by thing and quality is little beside the differences between them.
        Assert.InRange(raw.Number($"""
            WITH sold AS (SELECT *, ln(current_price) AS price FROM {Sold} WHERE current_price > 0)
            SELECT 1 - (SELECT var_pop(rest) FROM (SELECT dearer - avg(dearer) OVER (PARTITION BY quality) AS rest FROM sold)) / var_pop(price) FROM sold
            """), 0.9, 1);
    }

    [Fact]
    public void Categories_differ_in_price() => Assert.True(
        raw.Number("SELECT median(current_price) FROM products WHERE category = 'Furniture'") > 10 * raw.Number("SELECT median(current_price) FROM products WHERE category = 'Grocery'"));

    [Fact]
    public void Nobody_buys_a_dozen_of_what_is_dear() =>
        Assert.Empty(raw.Rows("SELECT * FROM lines WHERE unit_price >= 200 AND qty > 3"));
}
