using System.Text.Json.Nodes;
using Workbook.Database;

namespace Workbook.Cli.Tests;

public sealed class ReconcileCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-reconcile-").FullName;

    public ReconcileCommandTests()
    {
        Write("orders.csv", "order_id,total,currency,at\n1,10.00,AUD,2026-03-01T10:00:00\n2,100.00,USD,2026-03-01T11:00:00\n3,20.00,AUD,2026-03-01T12:00:00\n4,40.00,AUD,2026-03-02T12:00:00\n");
        Write("payments.csv", "order_id,amount,at\n1,10.00,2026-03-01T10:00:02\n2,100.00,2026-03-01T11:00:00\n3,20.01,2026-03-01T22:00:00\n5,50.00,2026-03-02T12:00:00\n");
        Write("rates.csv", "currency,rate,since\nUSD,1.5,2026-01-01\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Differences_are_exit_code_1_with_a_bridge_and_the_rows()
    {
        var result = Reconcile();
        Assert.Equal((1, ""), (result.Exit, result.Error));
        var lines = result.Out.Split('\n').Select(line => string.Join('|', line.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal(["Step|Cause|Rows|total (AUD)", "orders.csv|4|220", "Time zone mixed up|time_zone|1|+0.01", "Missing in orders.csv|missing_left|1|+50", "Missing in payments.csv|missing_right|1|-40", "Currency mixed up|currency|1|-50", "payments.csv|4|180.01"],
            lines.Where(line => line.Contains('|') && !line.StartsWith("cause")).Where(line => !line.Contains("---")).Take(7));
        Assert.Contains("cause|order_id|left_amount|right_amount|effect|left_original|left_currency|right_original|right_currency|left_time|right_time|columns", lines);
        Assert.Contains("time_zone|3|20.00|20.01|0.01|20.00|AUD|20.01|AUD|2026-03-01 12:00:00|2026-03-01 22:00:00|[at]", lines);
        Assert.EndsWith("4 differences.\n", result.Out);
    }

    [Fact]
    public void Sides_that_agree_are_exit_code_0()
    {
        var result = Cli.Run("reconcile", File("orders.csv"), File("orders.csv"), "--key", "order_id", "--amount", "total").Succeeded();
        Assert.EndsWith("Equal within tolerance.\n", result.Out);
    }

    [Fact]
    public void Json_page_and_test_say_the_same()
    {
        var result = Reconcile("--format", "json", "--out", File("report.html"), "--test", File("tests/orders.sql"));
        var report = JsonNode.Parse(result.Out)!;
        Assert.Equal((1, false, 4, 220m, 180.01m), (result.Exit, (bool)report["equal"]!, (int)report["differences"]!, (decimal)report["left"]!["total"]!, (decimal)report["right"]!["total"]!));
        Assert.Equal(["time_zone", "missing_left", "missing_right", "currency"], report["causes"]!.AsArray().Select(cause => (string)cause!["cause"]!));
        Assert.Equal(180.01m, report["bridge"]!.AsArray().SkipLast(1).Sum(step => (decimal)step!["amount"]!));
        Assert.Equal($"Wrote {File("report.html")}\nWrote {File("tests/orders.sql")}\n", result.Error);
        Assert.Contains("4 differences; payments.csv is 39.99 lower in total.", System.IO.File.ReadAllText(File("report.html")));
        using var connection = WorkbookDatabase.Open();
        Assert.Equal([2, 3, 4, 5], connection.Query($"SELECT order_id FROM ({System.IO.File.ReadAllText(File("tests/orders.sql"))}) ORDER BY ALL", row => row.Get<int>(0)));
    }

    [Fact]
    public void Queries_tables_of_the_lake_and_of_databases_can_be_sides()
    {
        using var lake = new TestLake();
        lake.AddTable("orders", "SELECT range AS order_id, 1.50::DECIMAL(9, 2) AS total FROM range(100)");
        Assert.Contains("150", Cli.Run("reconcile", "bronze.orders", "--right-query", "SELECT order_id, total FROM bronze.orders ORDER BY total", "--lake", lake.Path, "--key", "order_id", "--amount", "total").Succeeded().Out);

        using (var database = WorkbookDatabase.Open(new DatabaseOptions { Path = File("shop.duckdb") }))
            database.Execute("CREATE TABLE orders AS SELECT range AS order_id, 1.50::DECIMAL(9, 2) AS total FROM range(101)");
        foreach (var bisect in new[] { "--bisect=false", "--bisect" })
        {
            var result = Cli.Run("reconcile", "bronze.orders", $"{File("shop.duckdb")}:orders", "--lake", lake.Path, "--key", "order_id", "--amount", "total", bisect);
            Assert.Contains("missing_left", result.Out);
            Assert.Equal(1, result.Exit);
        }
        Assert.True(Cli.Run("reconcile", $"{File("shop.duckdb")}:orders", $"{File("shop.duckdb")}:orders", "--key", "order_id").Exit == 0);
    }

    [Fact]
    public void Columns_alone_can_be_compared()
    {
        var result = Cli.Run("reconcile", File("orders.csv"), File("payments.csv"), "--schema");
        Assert.Equal((1, "renamed total to amount (50% alike)\nremoved currency (VARCHAR)\n"), (result.Exit, result.Out));
    }

    [Theory]
    [InlineData("reconcile a.csv --key id", "Expected two sides but was given 1. Name left and right, or give --left-query and --right-query.\nSee 'workbook reconcile --help'.\n")]
    [InlineData("reconcile a.csv b.csv", "Name the columns that tell which rows belong together, with --key.\nSee 'workbook reconcile --help'.\n")]
    [InlineData("reconcile a.csv b.csv --key id --window 5x", "--window expects a time such as 30s, 5m, 2h or 1d but was given '5x'.\nSee 'workbook reconcile --help'.\n")]
    [InlineData("reconcile a.csv b.csv --key id --rates r.csv", "Give --currency and --rates together.\nSee 'workbook reconcile --help'.\n")]
    [InlineData("reconcile a.csv b.csv --key id --sum all", "--sum expects left, right or both but was given 'all'.\nSee 'workbook reconcile --help'.\n")]
    public void Wrong_usage_is_exit_code_2(string line, string message)
    {
        var result = Cli.Run(line.Split(' '));
        Assert.Equal((2, "", message), (result.Exit, result.Out, result.Error));
    }

    [Fact]
    public void A_missing_file_or_column_is_said_in_words()
    {
        Assert.Equal((1, $"There is no file '{File("none.csv")}'. Correct the path, or name a table.\n"), Cli.Run("reconcile", File("none.csv"), File("orders.csv"), "--key", "id") is var none ? (none.Exit, none.Error) : default);
        Assert.Contains("payments.csv has no column 'total'; it has order_id, amount, at.", Cli.Run("reconcile", File("orders.csv"), File("payments.csv"), "--key", "order_id", "--amount", "total").Error);
    }

    private CliResult Reconcile(params string[] more) => Cli.Run(
    [
        "reconcile", File("orders.csv"), File("payments.csv"), "--key", "order_id", "--amount", "total=amount", "--tolerance", "0.01", "--time", "at", "--window", "5s",
        "--currency", "currency=", "--rates", File("rates.csv"), "--rates-since", "since", .. more,
    ]);

    private string File(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => System.IO.File.WriteAllText(File(name), text);
}
