using System.Globalization;
using System.Text.Json.Nodes;
using Workbook.Browsing;

namespace Workbook.Dashboards.Tests.Browser;

public sealed class PageTests(BuiltDashboard built, PageInBrowser browser) : IClassFixture<PageInBrowser>
{
    [Theory]
    [InlineData("executive")]
    [InlineData("customer")]
    [InlineData("product")]
    [InlineData("operations")]
    [InlineData("quality")]
    public async Task Every_visual_is_drawn_with_its_rows(string id)
    {
        var page = await browser.Page($"page={id}&period=all");
        foreach (var tile in built.Company.Pages.Single(one => one.Id == id).Tiles)
        {
            var rows = tile.Rows(new SlicerState("all"));
            var at = $"document.getElementById('tile-{tile.Id}')";
            var marks = tile.Definition.View.Kind switch
            {
                TileKind.Cards => $"{at}.querySelectorAll('.card b').length",
                TileKind.Gauges => $"{at}.querySelectorAll('svg .value').length",
                TileKind.Funnel => $"{at}.querySelectorAll('.funnel .bar i').length",
                TileKind.Table or TileKind.WhatIfPrice => $"{at}.querySelectorAll('tbody tr').length",
                _ => $"{at}.querySelectorAll('.plot .trace, .plot .hm, .plot .main-svg .point, .plot .scatterlayer path').length",
            };
            Assert.True(int.Parse(await page.Text(marks), CultureInfo.InvariantCulture) >= (tile.Definition.View.Kind is TileKind.Cards or TileKind.Gauges ? tile.Definition.View.Values.Count : 1) && rows.Count > 0, $"{tile.Id} is empty");
            Assert.Equal("false", await page.Text($"{at}.textContent.includes('NaN') || {at}.textContent.includes('undefined') || {at}.textContent.includes('Infinity')"));
        }
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Cards_show_what_the_queries_say_and_slicers_change_them()
    {
        var (region, category) = (built.Company.Regions[0], built.Company.Categories[5]);
        foreach (var state in new SlicerState[] { new("m12"), new("d30"), new("d90", region), new("all", region, category) })
        {
            var page = await browser.Page("page=executive");
            await Choose(page, "period", state.Period!);
            await Choose(page, "region", state.Region ?? "");
            await Choose(page, "category", state.Category ?? "");
            var row = built.Company.Tile("executive_kpis").Rows(state).Single();
            foreach (var measure in new[] { "total_sales", "orders", "average_order_value", "quantity", "return_rate" })
                Assert.Equal((double)row[measure]!, double.Parse(await page.Text($"document.querySelector('#tile-executive_kpis [data-measure={measure}]').dataset.value"), CultureInfo.InvariantCulture));
            Assert.Equal(((double)row["orders"]!).ToString("#,0", CultureInfo.InvariantCulture), await page.Text("document.querySelector('#tile-executive_kpis [data-measure=orders] b').textContent"));
        }
    }

    [Fact]
    public async Task Bars_are_the_rows_and_a_click_on_one_sets_its_slicer_and_another_takes_it_back()
    {
        var page = await browser.Page("page=executive&period=d90");
        var rows = built.Company.Tile("sales_by_category").Rows(new SlicerState("d90"));
        var drawn = JsonNode.Parse(await page.Text("JSON.stringify(document.querySelector('#tile-sales_by_category .plot').data[0].x)"))!.AsArray().Select(value => value!.GetValue<double>());
        Assert.Equal(rows.Select(row => (double)row["total_sales"]!), drawn);

        await ClickBar(page, "sales_by_category", 1);
        var chosen = (string)rows[1]["category"]!;
        await page.Wait($"new URLSearchParams(location.hash.slice(1)).get('category') === {JsonValue.Create(chosen).ToJsonString()} && document.getElementById('grid').dataset.shown === location.hash");
        Assert.Equal((double)built.Company.Tile("executive_kpis").Rows(new SlicerState("d90", null, chosen)).Single()["total_sales"]!,
            double.Parse(await page.Text("document.querySelector('#tile-executive_kpis [data-measure=total_sales]').dataset.value"), CultureInfo.InvariantCulture));

        await ClickBar(page, "sales_by_category", 1);
        await page.Wait("!location.hash.includes('category=')");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Query_on_the_page_is_the_tiles_own()
    {
        var state = new SlicerState("d30", built.Company.Regions[0], built.Company.Categories[2]);
        foreach (var page in built.Company.Pages)
        {
            var shown = await browser.Page($"page={page.Id}&period=d30&region={state.Region}&category={state.Category}");
            foreach (var tile in page.Tiles)
            {
                await shown.Evaluate($"document.querySelector('#tile-{tile.Id} .info').click()");
                Assert.Equal(tile.Sql(state), await shown.Text("document.querySelector('#about pre').textContent"));
            }
            await shown.Evaluate("document.getElementById('about').close()");
        }
    }

    [Fact]
    public async Task Categories_open_into_subcategories_and_products()
    {
        var page = await browser.Page("page=product&period=all");
        await page.Evaluate("{ const into = document.querySelector('#tile-category_drill select'); into.value = into.options[1].value; into.dispatchEvent(new Event('change')) }");
        await page.Wait("document.querySelectorAll('#tile-category_drill .path button').length === 2");
        await ClickBar(page, "category_drill", 0);
        await page.Wait("document.querySelectorAll('#tile-category_drill .path button').length === 3");
        var path = (await page.Text("[...document.querySelectorAll('#tile-category_drill .path button')].map(one => one.textContent).join('|')")).Split('|');
        var products = built.Company.Tile("category_drill").Rows(new SlicerState("all")).Where(row => row["level"] is 3.0 && (string)row["category"]! == path[1] && (string)row["subcategory"]! == path[2]).Select(row => (double)row["total_sales"]!);
        Assert.Equal(products, JsonNode.Parse(await page.Text("JSON.stringify(document.querySelector('#tile-category_drill .plot').data[0].x)"))!.AsArray().Select(value => value!.GetValue<double>()));
        await page.Evaluate("document.querySelector('#tile-category_drill .path button').click()");
        await page.Wait("document.querySelectorAll('#tile-category_drill .path button').length === 1");
    }

    [Fact]
    public async Task Store_opens_with_its_months_and_closes()
    {
        var page = await browser.Page("page=operations&period=all");
        await page.Evaluate("{ const into = document.querySelector('#tile-store_heatmap select'); into.value = into.options[1].value; into.dispatchEvent(new Event('change')) }");
        await page.Wait("document.querySelector('#about[open] [data-opened]')");
        var store = double.Parse(await page.Text("document.querySelector('#about [data-opened]').dataset.opened"), CultureInfo.InvariantCulture);
        var months = built.Company.Tile("store_detail").Rows().Where(row => row["store_id"]!.Equals(store)).Select(row => (double)row["total_sales"]!);
        Assert.Equal(months, JsonNode.Parse(await page.Text("JSON.stringify(document.querySelector('#about .plot').data[0].y)"))!.AsArray().Select(value => value!.GetValue<double>()));
        await page.Evaluate("document.querySelector('#about .close').click()");
        await page.Wait("!location.hash.includes('open=')");
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task What_if_follows_its_formula()
    {
        var page = await browser.Page("page=product&period=d90");
        var row = built.Company.Tile("price_what_if").Rows(new SlicerState("d90")).Single();
        await Turn(page, "price", 10);
        await Turn(page, "elasticity", -1.5);
        var then = double.Parse(await page.Text("document.querySelector('#tile-price_what_if [data-value]').dataset.value"), CultureInfo.InvariantCulture);
        Assert.Equal((double)row["total_sales"]! * 1.1 * 0.85, then, 4);

        page = await browser.Page("page=operations&period=d90");
        await Turn(page, "sla", 3);
        var parcels = built.Company.Tile("sla_what_if").Rows(new SlicerState("d90"));
        var expected = parcels.Where(one => (double)one["within_days"]! <= 3).Sum(one => (double)one["parcels"]!) / parcels.Sum(one => (double)one["parcels"]!);
        Assert.Equal(expected, double.Parse(await page.Text("document.querySelector('#tile-sla_what_if [data-value]').dataset.value"), CultureInfo.InvariantCulture), 9);
    }

    [Fact]
    public async Task Persona_starts_on_its_page_with_its_tiles_and_the_address_brings_it_back()
    {
        var page = await browser.Page("page=executive");
        await Choose(page, "persona", "store-manager");
        await page.Wait("document.getElementById('page-title').textContent === 'Operations'");
        Assert.Equal("null", await page.Text("document.getElementById('tile-lead_times')"));
        var address = await page.Text("location.hash.slice(1)");
        page = await browser.Page("page=quality&persona=analyst");
        Assert.Equal("11", await page.Text("document.querySelectorAll('.tile').length"));
        page = await browser.Page(address!);
        Assert.Equal("Operations d30", await page.Text("document.getElementById('page-title').textContent + ' ' + document.querySelector('[data-slicer=period]').value"));
    }

    [Fact]
    public async Task Tile_says_which_slicer_does_not_reach_it()
    {
        var page = await browser.Page($"page=operations&category={built.Company.Categories[0]}&period=d30");

        Assert.Equal("not by category", await page.Text("document.querySelector('#tile-carriers .cut').textContent"));
        Assert.Equal("not by period or category", await page.Text("document.querySelector('#tile-shipping_cost .cut').textContent"));
    }

    [Fact]
    public async Task Keys_move_between_pages_and_dark_is_a_click_away()
    {
        var page = await browser.Page("page=executive");
        await page.Evaluate("document.getElementById('tab-executive').focus()");
        await page.Tab.Keyboard.PressAsync("ArrowRight");
        await page.Wait("document.getElementById('page-title').textContent === 'Customer' && document.activeElement.id === 'tab-customer'");
        await page.Evaluate("document.documentElement.dataset.theme = 'light'; document.getElementById('theme').click()");
        Assert.Equal("dark", await page.Text("document.documentElement.dataset.theme"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Phone_needs_no_scrolling_to_the_side()
    {
        await using var page = await browser.Narrow();
        foreach (var one in built.Company.Pages)
        {
            await PageInBrowser.Show(page, $"page={one.Id}");
            Assert.Equal("390", await page.Text("document.documentElement.scrollWidth"));
            Assert.Equal("", await page.Text("[...document.querySelectorAll('.tile')].filter(tile => tile.getBoundingClientRect().right > 391).map(tile => tile.id).join()"));
        }
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_page_is_open_to_people_who_do_not_see_well_or_use_no_mouse(bool dark)
    {
        await using var page = await browser.Open(1440, 900, dark);
        Assert.Equal(dark ? "dark" : "light", await page.Text("getComputedStyle(document.documentElement).colorScheme"));
        foreach (var one in built.Company.Pages)
        {
            await PageInBrowser.Show(page, $"page={one.Id}");
            await page.HasNoBarriers();
        }
        await page.Evaluate("document.querySelector('.tile .info').click()");
        await page.HasNoBarriers();
    }

    [Fact]
    public void Page_is_small_and_asks_nobody_for_anything()
    {
        var html = File.ReadAllText(built.PagePath);

        Assert.InRange(html.Length, 1_400_000, 8_000_000);
        Assert.Contains("default-src 'none'", html);
        Assert.DoesNotContain("<link", html);
        Assert.DoesNotContain(" src=", html[..html.IndexOf("<script id=\"data\"", StringComparison.Ordinal)]);
    }

    private static async Task Choose(BrowserPage page, string slicer, string value)
    {
        await page.Evaluate($"{{ const choice = document.querySelector('[data-slicer={slicer}]'); choice.value = {JsonValue.Create(value).ToJsonString()}; choice.dispatchEvent(new Event('change')) }}");
        await page.Evaluate("new Promise(done => setTimeout(done, 60))");
        await page.Wait("document.getElementById('grid').dataset.shown === location.hash");
    }

    private static async Task Turn(BrowserPage page, string knob, double value) =>
        await page.Evaluate(FormattableString.Invariant($"{{ const knob = document.querySelector('[data-knob={knob}]'); knob.value = {value}; knob.dispatchEvent(new Event('input')) }}"));

    /// <summary>With the events of a mouse, where the bar is.</summary>
    private static async Task ClickBar(BrowserPage page, string tile, int bar) => await page.Evaluate($$"""
        (async () => {
            const plot = document.querySelector('#tile-{{tile}} .plot'), box = plot.querySelectorAll('.barlayer .point path')[{{bar}}].getBoundingClientRect();
            const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, bubbles: true, view: window }, layer = plot.querySelector('.nsewdrag');
            layer.dispatchEvent(new MouseEvent('mousemove', at));
            await new Promise(done => setTimeout(done, 200));
            layer.dispatchEvent(new MouseEvent('mousedown', at));
            document.querySelectorAll('.dragcover').forEach(cover => cover.dispatchEvent(new MouseEvent('mouseup', at)));
            layer.dispatchEvent(new MouseEvent('mouseup', at));
            await new Promise(done => setTimeout(done, 100));
        })()
        """);
}
