using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Acme.Tests;

public sealed class AcmeCompanyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-acme-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_options_give_the_same_bytes()
    {
        Generate("one");
        Generate("two");
        var files = Directory.EnumerateFiles(At("one"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(At("one"), file)).ToList();
        Assert.True(files.Count > 12);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(At("one"), file)), File.ReadAllBytes(Path.Combine(At("two"), file))));
    }

    [Fact]
    public void Another_seed_gives_other_orders()
    {
        Generate("one");
        Generate("two", seed: 7);
        Assert.NotEqual(File.ReadAllText(Table("one", "raw_orders")), File.ReadAllText(Table("two", "raw_orders")));
    }

    [Fact]
    public void A_later_day_adds_orders_and_changes_none()
    {
        Generate("earlier", AcmeCalendar.DayOne);
        Generate("later", AcmeCalendar.BoardWeek);
        Assert.StartsWith(File.ReadAllText(Table("earlier", "raw_orders")), File.ReadAllText(Table("later", "raw_orders")));
        Assert.StartsWith(File.ReadAllText(Table("earlier", "raw_order_lines")), File.ReadAllText(Table("later", "raw_order_lines")));
    }

    [Theory]
    [InlineData("discount_is_null", "SELECT order_id FROM raw_orders WHERE discount_amount IS NULL")]
    [InlineData("status_is_misspelled", "SELECT order_id FROM raw_orders WHERE status = 'canceled'")]
    [InlineData("currency_without_rate", "SELECT order_id FROM raw_orders WHERE currency NOT IN (SELECT currency FROM raw_exchange_rates)")]
    [InlineData("imported_twice", "SELECT customer_id FROM raw_customers WHERE source = 'crm_import'")]
    [InlineData("order_lost", "SELECT DISTINCT CAST(replace(reference, 'ORD-', '') AS BIGINT) FROM raw_payments WHERE replace(reference, 'ORD-', '') NOT IN (SELECT CAST(order_id AS VARCHAR) FROM raw_orders)")]
    [InlineData("charged_twice", "SELECT reference FROM raw_payments WHERE type = 'charge' AND status = 'succeeded' GROUP BY reference HAVING count(*) > 1")]
    public void What_the_ledger_says_is_what_the_tables_show(string kind, string shown)
    {
        Generate("world", AcmeCalendar.TopCustomers);
        using var connection = Tables("world");
        var planted = connection.Scalar<long>($"SELECT count(*) FROM ledger WHERE kind = '{kind}'");
        Assert.True(planted > 0);
        Assert.Equal(planted, connection.Scalar<long>($"SELECT count(*) FROM ({shown})"));
        Assert.Equal(0, connection.Scalar<long>($"SELECT count(*) FROM (SELECT CAST(columns(*) AS VARCHAR) AS key FROM ({shown}) EXCEPT SELECT key FROM ledger WHERE kind = '{kind}')"));
    }

    [Fact]
    public void Every_account_has_a_person_and_every_line_an_order()
    {
        Generate("world");
        using var connection = Tables("world");
        Assert.Equal(0, connection.Scalar<long>("SELECT count(*) FROM raw_customers ANTI JOIN identities USING (customer_id)"));
        Assert.Equal(0, connection.Scalar<long>("SELECT count(*) FROM identities ANTI JOIN raw_customers USING (customer_id)"));
        Assert.Equal(0, connection.Scalar<long>("SELECT count(*) FROM raw_order_lines ANTI JOIN raw_orders USING (order_id)"));
        Assert.Equal(0, connection.Scalar<long>("SELECT count(*) FROM raw_orders ANTI JOIN raw_order_lines USING (order_id)"));
    }

    [Fact]
    public void The_provider_settles_what_the_order_comes_to_unless_it_is_in_the_ledger()
    {
        Generate("world", AcmeCalendar.TopCustomers);
        using var connection = Tables("world");
        Assert.Equal(0, connection.Scalar<long>("""
            WITH totals AS (
                SELECT order_id, sum(quantity * CAST(unit_price AS DECIMAL(18, 2))) AS subtotal FROM raw_order_lines GROUP BY order_id
            ),
            orders AS (
                SELECT 'ORD-' || order_id AS reference, subtotal - coalesce(CAST(discount_amount AS DECIMAL(18, 2)), 0) + CAST(shipping_amount AS DECIMAL(18, 2)) AS total
                FROM raw_orders JOIN totals USING (order_id)
            )
            SELECT count(*) FROM raw_payments JOIN orders USING (reference)
            WHERE type = 'charge' AND amount_minor <> total * 100
              AND reference NOT IN (SELECT key FROM ledger WHERE kind = 'partly_charged')
            """));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var fault = Assert.Throws<WorkbookException>(() => AcmeCompany.Generate(new AcmeOptions { Output = At("x"), Truth = At("x"), Scale = 0 }));
        Assert.Equal("Acme's scale is 0, expected 0.01 to 100.", fault.Message);
        fault = Assert.Throws<WorkbookException>(() => AcmeCompany.Generate(new AcmeOptions { Output = At("x"), Truth = At("x"), Today = AcmeCalendar.Opening }));
        Assert.StartsWith("Acme opened on 2024-07-01", fault.Message);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private string Table(string name, string table) => Path.Combine(At(name), "tables", $"{table}.csv");

    private void Generate(string name, DateOnly? today = null, ulong seed = 42) => AcmeCompany.Generate(new AcmeOptions
    {
        Output = Path.Combine(At(name), "tables"), Truth = Path.Combine(At(name), "truth"), Seed = seed, Scale = 0.2, Today = today ?? AcmeCalendar.DayOne,
    });

    private DuckDBConnection Tables(string name)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(At(name), "tables"), "*.csv"))
            connection.Execute($"CREATE VIEW {Path.GetFileNameWithoutExtension(file)} AS FROM read_csv({Sql.Literal(file)})");
        connection.Execute($"CREATE VIEW identities AS FROM read_csv({Sql.Literal(Path.Combine(At(name), "truth", "_identities.csv"))})");
        connection.Execute($"CREATE VIEW ledger AS SELECT kind, \"table\", CAST(key AS VARCHAR) AS key FROM read_json({Sql.Literal(Path.Combine(At(name), "truth", "_defects.jsonl"))}, columns = {{kind: 'VARCHAR', \"table\": 'VARCHAR', key: 'VARCHAR'}})");
        return connection;
    }
}
