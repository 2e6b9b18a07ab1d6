namespace Workbook.PowerBi.Tests.Dax;

public sealed class TimeMeasureTests
{
    private const string Days = "VAR _Days = FILTER(CALCULATETABLE(VALUES('Calendar'[Day]), ALLEXCEPT('Calendar', 'Calendar'[Weekday])), 'Calendar'[Day] >= _From && 'Calendar'[Day] <= _To)";

    [Theory]
    [InlineData("year_to_date", "VAR _To = [Period end] VAR _From = DATE(YEAR(_To), 1, 1)")]
    [InlineData("month_to_date", "VAR _To = [Period end] VAR _From = DATE(YEAR(_To), MONTH(_To), 1)")]
    [InlineData("fiscal_year_to_date", "VAR _To = [Period end] VAR _FiscalYear = LOOKUPVALUE('Calendar'[Fiscal year], 'Calendar'[Day], _To) VAR _From = CALCULATE(MIN('Calendar'[Day]), REMOVEFILTERS('Calendar'), 'Calendar'[Fiscal year] = _FiscalYear)")]
    public void To_date_begins_where_the_year_or_month_does(string calculation, string days) =>
        Assert.Equal($"{days} {Days} RETURN IF([Period start] <= [Period end], CALCULATE([Amount], REMOVEFILTERS('Calendar'), _Days))", Compile(calculation));

    [Fact]
    public void What_looks_back_is_blank_before_the_first_row()
    {
        const string Guard = "[Period start] <= [Period end] && _From >= CALCULATE(MIN('Sales'[Day]), ALL('Sales'))";

        Assert.Equal($"VAR _To = [Period end] VAR _From = _To - 6 {Days} RETURN IF({Guard}, DIVIDE(CALCULATE([Amount], REMOVEFILTERS('Calendar'), _Days), 7))", Compile("rolling_average, days: 7"));
        Assert.Contains($"IF({Guard}, CALCULATE([Amount], REMOVEFILTERS('Calendar'), _Days))", Compile("prior_year"));
        Assert.EndsWith("VAR _Now = [Amount] VAR _Before = IF(" + Guard + ", CALCULATE([Amount], REMOVEFILTERS('Calendar'), _Days)) RETURN DIVIDE(_Now - _Before, _Before)", Compile("year_over_year"));
    }

    [Fact]
    public void A_level_counts_up_to_the_end_of_the_period()
    {
        using var star = new SalesStar(
            "{name: accounts, label: Accounts, table: people, expression: count(people.person_id), additivity: semi_additive, format: integer, owner: me, description: d}",
            SalesStar.Aggregate("sum(sales.amount)", "stock", "semi_additive"));

        Assert.Equal("VAR _To = [Period end] RETURN IF([Period start] <= [Period end], CALCULATE(COUNT('People'[Person ID]), KEEPFILTERS(NOT ISBLANK('People'[Since]) && 'People'[Since] <= _To)))", star.Compile("accounts"));
        Assert.Contains("CALCULATE(SUM('Sales'[Amount]), REMOVEFILTERS('Calendar'), _Days)", star.Compile("stock"));
    }

    [Fact]
    public void A_ratio_counts_an_empty_numerator_as_zero_only_where_SQL_does()
    {
        using var star = new SalesStar(
            SalesStar.Aggregate("avg(sales.price)", "price"),
            "{name: share, label: Share, numerator: amount, denominator: price, additivity: non_additive, format: decimal, owner: me, description: d}",
            "{name: other, label: Other, numerator: price, denominator: amount, additivity: non_additive, format: decimal, owner: me, description: d}");

        Assert.Equal("DIVIDE([Amount] + 0, [price])", star.Compile("share"));
        Assert.Equal("DIVIDE([price], [Amount])", star.Compile("other"));
    }

    private static string Compile(string calculation)
    {
        using var star = new SalesStar($"{{name: x, label: X, of: amount, calculation: {calculation}, additivity: non_additive, format: currency, owner: me, description: d}}");
        return star.Compile("x");
    }
}
