using System.Text.RegularExpressions;
using Workbook.Browsing;
using Workbook.Charts;
using Workbook.Database;
using Workbook.Reconciliation;
using Workbook.Tests.Database;

namespace Workbook.Tests.Reconciliation;

public sealed class ReconciliationHtmlTests : IDisposable
{
    private readonly TwoSides _sides = new();

    public void Dispose() => _sides.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_page_draws_the_bridge_and_lists_differences_without_a_network_for_everybody(bool dark)
    {
        using var folder = new TempFolder();
        _sides.Table("lefts", "order_id, amount", "1, 1000.00", "2, 20.00", "3, 30.00").Table("rights", "order_id, amount", "1, 1000.03", "3, 30.00", "4, 44.00");
        var report = _sides.Run(TwoSides.Spec() with { Left = Side.Table("lefts") with { Name = "Orders" }, Right = Side.Table("rights") with { Name = "Payments" } });
        var page = report.ToHtml(_sides.Connection);
        File.WriteAllText(folder.File("report.html"), page);

        await using var browser = await BrowserPage.OpenFile(folder.File("report.html"), dark);
        var shown = Regex.Replace(await browser.Drawn(), "<script>.*?</script>", "", RegexOptions.Singleline);

        Assert.Contains("data-drawn", shown);
        Assert.Equal(5, Regex.Count(shown, "class=\"point\""));
        foreach (var text in new[] { "3 differences; Payments is 24.03 higher in total.", ">Missing in Payments</text>", ">-20</text>", ">+0.03</text>", ">1,074.03</text>" })
            Assert.Contains(text, shown);
        Assert.Equal(page, report.ToHtml(_sides.Connection));
        Assert.Empty(browser.Complaints);
        await browser.HasNoBarriers();
    }

    [Fact]
    public void Nothing_in_the_data_becomes_markup()
    {
        _sides.Table("lefts", "order_id", "'<script>alert(1)</script>'").Table("rights", "order_id VARCHAR");
        var report = _sides.Run(TwoSides.Spec(amount: null) with { Left = Side.Table("lefts") with { Name = "<i>a & b" } });
        var page = report.ToHtml(_sides.Connection);
        Assert.Contains("&lt;script&gt;alert(1)", page);
        Assert.Contains("<h1>&lt;i&gt;a &amp; b and rights</h1>", page);
        Assert.DoesNotContain("<i>a", page);
    }

    [Fact]
    public void A_page_of_equal_sides_says_so_and_shows_changed_columns()
    {
        _sides.Table("lefts", "order_id, note", "1, 'a'").Table("rights", "order_id", "1");
        var report = _sides.Run(TwoSides.Spec(amount: null));
        var page = report.ToHtml(_sides.Connection, SchemaDiff.Between(_sides.Connection, Side.Table("lefts"), Side.Table("rights")));
        Assert.Contains("Equal within tolerance.", page);
        Assert.Contains("<li>removed note (VARCHAR)</li>", page);
    }

    [Fact]
    public void The_query_to_keep_returns_rows_as_long_as_the_sides_differ()
    {
        _sides.Table("lefts", "order_id, amount", "1, 10.00", "1, 10.00", "2, 20.00").Table("rights", "order_id, amount", "1, 10.00", "2, 20.05");
        List<int> Failing(decimal tolerance) => _sides.Connection.Query(
            $"SELECT order_id FROM ({Reconciler.TestSql(_sides.Connection, TwoSides.Spec() with { Amount = new AmountColumn("amount") { Tolerance = tolerance } })}) ORDER BY ALL", row => row.GetInt32(0));
        Assert.Equal([1, 2], Failing(0));
        Assert.Equal([1], Failing(0.05m));
    }
}
