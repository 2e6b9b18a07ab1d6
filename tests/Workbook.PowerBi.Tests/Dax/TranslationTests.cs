using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;
using Workbook.PowerBi.Star;

namespace Workbook.PowerBi.Tests.Dax;

public sealed class TranslationTests
{
    [Theory]
    [InlineData("sum(sales.amount)", "SUM('Sales'[Amount])")]
    [InlineData("avg(sales.price)", "AVERAGE('Sales'[Price])")]
    [InlineData("count(*)", "COUNTROWS('Sales')")]
    [InlineData("count(sales.note)", "COUNT('Sales'[Note])")]
    [InlineData("count(sales.is_paid)", "COUNTA('Sales'[Is paid])")]
    [InlineData("count(distinct sales.person_key)", "DISTINCTCOUNTNOBLANK('Sales'[Person key])")]
    [InlineData("count(distinct people.person_id)", "CALCULATE(DISTINCTCOUNTNOBLANK('People'[Person ID]), 'Sales')")]
    [InlineData("sum(sales.amount * sales.price)", "SUMX('Sales', 'Sales'[Amount] * 'Sales'[Price])")]
    [InlineData("sum(case when people.is_vip then sales.amount else 0 end)", "SUMX('Sales', SWITCH(TRUE(), RELATED('People'[Is VIP]) == TRUE(), 'Sales'[Amount], 0))")]
    [InlineData("sum(case when sales.amount > 5 then 1.5 end)", "SUMX('Sales', SWITCH(TRUE(), 'Sales'[Amount] > 5, 1.5, BLANK()))")]
    [InlineData("max(sales.day)", "MAX('Sales'[Day])")]
    [InlineData("2 * (sum(sales.amount) + count(*))", "2 * (SUM('Sales'[Amount]) + COUNTROWS('Sales'))")]
    [InlineData("sum(sales.amount) - (count(*) - 1)", "SUM('Sales'[Amount]) - (COUNTROWS('Sales') - 1)")]
    [InlineData("sum(sales.amount) / count(*)", "DIVIDE(SUM('Sales'[Amount]), COUNTROWS('Sales'))")]
    public void Aggregates_are_translated(string sql, string dax) => Assert.Equal(dax, Translate(sql));

    [Theory]
    [InlineData("sales.is_paid", "KEEPFILTERS('Sales'[Is paid] == TRUE())")]
    [InlineData("not sales.is_paid", "KEEPFILTERS('Sales'[Is paid] == FALSE())")]
    [InlineData("sales.note = 'it''s'", "KEEPFILTERS('Sales'[Note] == \"it's\")")]
    [InlineData("sales.note <> 'x'", "KEEPFILTERS(NOT ISBLANK('Sales'[Note]) && 'Sales'[Note] <> \"x\")")]
    [InlineData("sales.amount <> -1", "KEEPFILTERS('Sales'[Amount] <> -1)")]
    [InlineData("sales.price >= 1.25", "KEEPFILTERS(NOT ISBLANK('Sales'[Price]) && 'Sales'[Price] >= 1.25)")]
    [InlineData("sales.note is null or sales.amount < 3", "KEEPFILTERS((ISBLANK('Sales'[Note])) || ('Sales'[Amount] < 3))")]
    [InlineData("people.town is not null and people.is_vip", "KEEPFILTERS(NOT ISBLANK('People'[Town]) && 'People'[Is VIP] == TRUE())")]
    [InlineData("people.since = sales.day", "FILTER('Sales', RELATED('People'[Since]) == 'Sales'[Day])")]
    [InlineData("people.since < sales.day", "FILTER('Sales', NOT ISBLANK(RELATED('People'[Since])) && RELATED('People'[Since]) < 'Sales'[Day])")]
    [InlineData("not (sales.amount > 3 and sales.note is null)", "KEEPFILTERS(NOT ('Sales'[Amount] > 3 && ISBLANK('Sales'[Note])))")]
    public void Filters_let_through_what_SQL_lets_through(string sql, string dax) =>
        Assert.Equal($"CALCULATE(COUNTROWS('Sales'), {dax})", Translate($"count(*) filter ({sql})"));

    [Fact]
    public void A_window_in_SQL_is_the_period()
    {
        Assert.Equal("VAR _From = [Period start] RETURN CALCULATE(COUNTROWS('Sales'), KEEPFILTERS('Sales'[Day] >= _From))", Translate("count(*) filter (sales.day >= {window_start})"));
        Assert.Equal("VAR _To = [Period end] VAR _Earlier = MAX('Sales'[Day]) VAR _Later = _To RETURN IF(NOT ISBLANK(_Earlier) && NOT ISBLANK(_Later), DATEDIFF(_Earlier, _Later, DAY))",
            Translate("date_diff('day', max(sales.day), {window_end})"));
    }

    [Theory]
    [InlineData("median(sales.amount)", "uses the function median, which has no translation to DAX.")]
    [InlineData("sum(distinct sales.amount)", "uses the function sum, which has no translation to DAX.")]
    [InlineData("sum(upper(sales.note))", "uses the function upper, which has no translation to DAX.")]
    [InlineData("count(*) filter (sales.amount between 1 and 2)", "uses between, which has no translation to DAX.")]
    [InlineData("sum(cast(sales.note as double))", "uses a cast to DOUBLE, which has no translation to DAX.")]
    [InlineData("date_diff('month', max(sales.day), {window_end})", "uses the function date_diff, which has no translation to DAX.")]
    [InlineData("sum((select 1))", "uses subquery, which has no translation to DAX.")]
    [InlineData("sum((sales.note = 'x')::int)", "casts to a number a condition that may be unknown")]
    [InlineData("count(*) filter (not (sales.is_paid and sales.note is null))", "uses not, which has no translation to DAX.")]
    [InlineData("sum(sales.amuont)", "uses sales.amuont, but gold has no such column. Did you mean 'amount'?")]
    [InlineData("sum(sales.amount", "has an expression that isn't SQL")]
    public void What_has_no_translation_is_an_error_that_names_it(string sql, string message)
    {
        var fault = Assert.Throws<WorkbookException>(() => Translate(sql));

        Assert.StartsWith("star.yml:17: metric 'x' ", fault.Message);
        Assert.Contains(message, fault.Message);
    }

    [Fact]
    public void All_metrics_without_a_translation_are_listed_at_once()
    {
        using var star = new SalesStar(SalesStar.Aggregate("median(sales.amount)", "one"), SalesStar.Aggregate("mode(sales.amount)", "two"));

        var lines = Assert.Throws<WorkbookException>(() => MeasureList.Of(star.Connection, star.Names, "#,0.00")).Message.Split(Environment.NewLine);

        Assert.Equal(2, lines.Length);
        Assert.StartsWith("star.yml:17: metric 'one' uses the function median", lines[0]);
        Assert.StartsWith("star.yml:18: metric 'two' uses the function mode", lines[1]);
    }

    [Fact]
    public void Two_metrics_with_one_label_are_refused()
    {
        using var star = new SalesStar("{name: other, label: AMOUNT, table: sales, expression: sum(sales.price), additivity: additive, format: currency, owner: me, description: d}");

        Assert.Equal("star.yml:17: metrics 'amount' and 'other' have the same label 'Amount', and a measure's name is there once. Change one label.",
            Assert.Throws<WorkbookException>(() => MeasureList.Of(star.Connection, star.Names, "#,0.00")).Message);
    }

    [Fact]
    public void References_in_texts_and_comments_are_none()
    {
        var found = DaxReferences.In("IF(\"'No'[x] )\" = \"\", SUM('It''s'[a]]b]), [m]) // 'Nor'[y] (");

        Assert.Equal([("It's", "a]b")], found.Columns);
        Assert.Equal(["m"], found.Measures);
        Assert.Equal(["IF", "SUM"], found.Functions);
        Assert.Null(found.BracketFault);
        Assert.Equal("')' closes nothing", DaxReferences.In("SUM('a'[b]))").BracketFault);
    }

    private static string Translate(string sql)
    {
        using var star = new SalesStar(SalesStar.Aggregate(sql));
        return star.Compile("x");
    }
}
