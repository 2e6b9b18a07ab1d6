using System.Text.Json.Nodes;
using Workbook.Models.Lineage;
using Workbook.Models.Site;

namespace Workbook.Models.Tests.Site;

public sealed class DocumentationSiteTests(SiteInBrowser site) : IClassFixture<SiteInBrowser>
{
    [Fact]
    public async Task Every_page_opens_without_a_complaint_or_a_request()
    {
        var page = await site.Page();
        var ids = await page.Evaluate<string[]>("JSON.parse(document.getElementById('data').textContent).nodes.map(node => node.id)");
        Assert.Equal(21, ids.Length);
        foreach (var id in ids)
        {
            await page.Show($"#/node/{Uri.EscapeDataString(id)}");
            Assert.NotEqual("Not here", await page.Text("document.querySelector('#main h1').textContent"));
        }
        foreach (var hash in new[] { "#/", "#/list/model", "#/list/test", "#/graph", "#/graph?tests=1", "#/column/model.shop.dim_customer/email?filters=1", "#/node/none.such" })
            await page.Show(hash);
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task A_models_page_has_its_columns_their_tests_and_its_sql()
    {
        var page = await site.Page();
        await page.Show("#/node/model.shop.stg_customers");
        Assert.Equal("customer_id,email,full_name,country_code,gdpr_consent", await page.Text("[...document.querySelectorAll('[data-column]')].filter(row => row.tagName === 'TR').map(row => row.dataset.column)"));
        var email = await page.Text("document.querySelector('tr[data-column=email]').innerText");
        Assert.Matches(@"VARCHAR[\s\S]*Lower case; personal data[\s\S]*pii: true[\s\S]*not_null", email);
        Assert.Contains("source('raw', 'customers')", await page.Text("document.querySelector('pre.sql').innerText"), StringComparison.Ordinal);
        await page.Evaluate("[...document.querySelectorAll('button')].find(button => button.textContent === 'Compiled').click()");
        Assert.Contains("\"lake\".\"raw\".\"customers\"", await page.Text("document.querySelector('pre.sql').innerText"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typing_finds_models_columns_and_sql_and_enter_opens_the_first()
    {
        var page = await site.Page();
        await page.Tab.Keyboard.PressAsync("/");
        await page.Tab.Keyboard.TypeAsync("fct");
        Assert.Equal("fct_orders", await page.Text("document.querySelector('.hit b').textContent"));
        await page.Tab.Keyboard.PressAsync("Enter");
        await page.Wait("document.querySelector('h1').textContent === 'fct_orders'");

        Assert.Equal("gdpr_consent", await First("gdpr"));
        Assert.Equal("stg_customers", await First("lower trim email_address"));
        Assert.Equal("sales_dashboard", await First("sales week"));
        Assert.Equal("dim_customer", await First("dim_customer hashed"));
        await Type("zzz nothing");
        Assert.Contains("Nothing has that", await page.Text("document.getElementById('found').textContent"), StringComparison.Ordinal);
        Assert.Empty(page.Complaints);

        async Task Type(string text)
        {
            await page.Evaluate("document.getElementById('search').value = ''; document.getElementById('search').focus()");
            await page.Tab.Keyboard.TypeAsync(text);
        }

        async Task<string> First(string text)
        {
            await Type(text);
            return await page.Text("document.querySelector('.hit b').textContent");
        }
    }

    [Fact]
    public async Task The_graph_has_every_node_and_its_edges_run_through_none()
    {
        var page = await site.Page();
        await page.Show("#/graph?tests=1");
        Assert.Equal(20, await page.Evaluate<int>("document.querySelectorAll('.graph a.node').length"));
        Assert.Equal("", await page.Text(EdgesThroughNodes));

        await page.Show("#/graph?focus=model.shop.dim_customer&up=1&down=1");
        Assert.Equal(
            "exposure.shop.sales_dashboard,model.shop.dim_customer,model.shop.fct_orders,model.shop.stg_customers,seed.shop.country_names",
            await page.Text("[...document.querySelectorAll('.graph a.node')].map(node => node.dataset.id).sort()"));
    }

    [Fact]
    public async Task A_graph_begins_at_the_top_of_its_drawing()
    {
        var page = await site.Page();
        foreach (var id in new[] { "model.shop.dim_customer", "model.shop.fct_orders", "source.shop.raw.customers" })
        {
            await page.Show($"#/graph?focus={id}&up=1&down=1");
            // A bend may lie above the uppermost node, and that is little.
            Assert.InRange(await page.Evaluate<double>("Math.min(...[...document.querySelectorAll('.graph a.node')].map(node => parseFloat(node.getAttribute('transform').split(' ')[1]))) + .5"), 0, 30);
        }
    }

    [Fact]
    public async Task What_was_skipped_is_no_failure_and_stays_in_sight()
    {
        var page = await site.Page();
        Assert.Contains("1\ntests skipped", await page.Text("document.querySelector('#main').innerText"), StringComparison.Ordinal);
        Assert.DoesNotContain("skipped because", await page.Text("document.querySelector('#main').innerText"), StringComparison.Ordinal);
        Assert.True(await page.Evaluate<bool>("document.querySelector('#tree a[href$=\"order_payments\"] .dot').getBoundingClientRect().left > 0"));
    }

    [Fact]
    public async Task A_column_is_followed_across_models()
    {
        var page = await site.Page();
        await page.Show("#/column/source.shop.raw.customers/email_address");
        Assert.Equal(
            "customers_history.email,dim_customer.email,fct_orders.email,raw.customers.email_address,stg_customers.email",
            await page.Text("[...document.querySelectorAll('.graph .rowpart')].map(row => row.dataset.column).sort()"));
    }

    [Fact]
    public async Task What_a_description_says_is_shown_and_not_done()
    {
        var page = await site.Page();
        await page.Show("#/node/model.shop.dim_customer");
        Assert.Equal("undefined", await page.Text("typeof window.broken"));
        var text = await page.Text("document.querySelector('.lead').innerText");
        Assert.Contains("<b>Not bold</b> </script><script>window.broken = 1</script>", text, StringComparison.Ordinal);
        Assert.Equal("0", await page.Text("document.querySelectorAll('img, a[href^=\"javascript\"], .lead a:not([href^=https])').length"));
        Assert.Empty(page.Complaints);
    }

    [Fact]
    public async Task Light_and_dark_take_turns()
    {
        var page = await site.Page();
        var before = await page.Text("getComputedStyle(document.body).backgroundColor");
        await page.Evaluate("document.getElementById('theme').click()");
        Assert.NotEqual(before, await page.Text("getComputedStyle(document.body).backgroundColor"));
    }

    [Fact]
    public async Task A_narrow_screen_scrolls_only_downwards()
    {
        await using var page = await site.Narrow();
        foreach (var hash in new[] { "#/", "#/node/model.shop.fct_orders", "#/graph", "#/column/model.shop.dim_customer/email" })
        {
            await page.Show(hash);
            Assert.True(await page.Evaluate<bool>("document.documentElement.scrollWidth <= innerWidth"), hash);
        }
        await page.Evaluate("document.getElementById('menu').click()");
        await page.Wait("getComputedStyle(document.getElementById('tree')).visibility === 'visible'");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_page_is_open_to_people_who_do_not_see_well_or_use_no_mouse(bool dark)
    {
        await using var page = await site.Open(1280, 900, dark);
        foreach (var hash in new[] { "#/", "#/list/model", "#/list/test", "#/graph?tests=1", "#/column/model.shop.dim_customer/email", "#/node/model.shop.fct_orders", "#/node/none.such" })
        {
            await page.Show(hash);
            await page.HasNoBarriers();
        }
    }

    [Fact]
    public void A_manifest_alone_is_enough()
    {
        var html = DocumentationSite.Html(new SiteInput(JsonNode.Parse("""{ "metadata": { "project_name": "a < b" } }""")!, Readme: "# Hello {{data}}"));
        Assert.Contains("<title>a &lt; b</title>", html, StringComparison.Ordinal);
        Assert.Contains("Hello {{data}}", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Artifacts_made_in_memory_are_as_good_as_read_ones()
    {
        var catalog = JsonNode.Parse("""{ "nodes": {}, "sources": {} }""")!;
        catalog["nodes"]!["model.p.m"] = new JsonObject
        {
            ["columns"] = new JsonObject { ["a"] = new JsonObject { ["name"] = "a", ["type"] = "BIGINT", ["index"] = 1L } },
            ["stats"] = new JsonObject { ["rows"] = new JsonObject { ["label"] = "Rows", ["value"] = 1234567L, ["include"] = true } },
        };
        var manifest = JsonNode.Parse("""{ "metadata": { "project_name": "p" }, "nodes": { "model.p.m": { "unique_id": "model.p.m", "resource_type": "model", "name": "m", "alias": "m" } } }""")!;
        Assert.Contains("1,234,567", DocumentationSite.Html(new SiteInput(manifest, catalog)), StringComparison.Ordinal);
        Assert.Equal(["a"], ManifestNodes.Of(manifest, catalog)[0].Columns!);
    }

    // Points along each edge, in the drawing's own units, that lie inside a box the edge neither leaves nor enters.
    private const string EdgesThroughNodes = """
        (() => {
          const boxes = [...document.querySelectorAll('.graph a.node')].map(node => {
            const [x, y] = node.getAttribute('transform').match(/-?[\d.]+/g).map(Number);
            const box = node.querySelector('.box');
            return { id: node.dataset.id, x, y, right: x + Number(box.getAttribute('width')), bottom: y + Number(box.getAttribute('height')) };
          });
          const through = [];
          for (const edge of document.querySelectorAll('.graph .edge'))
            for (let at = 0, length = edge.getTotalLength(); at <= length; at += 3) {
              const point = edge.getPointAtLength(at);
              for (const box of boxes)
                if (box.id !== edge.dataset.from && box.id !== edge.dataset.to && point.x > box.x && point.x < box.right && point.y > box.y && point.y < box.bottom)
                  through.push(`${edge.dataset.from} -> ${edge.dataset.to} through ${box.id}`);
            }
          return [...new Set(through)].join('; ');
        })()
        """;
}
