using System.Text.RegularExpressions;
using Workbook.Database;

namespace Workbook.Cli.Tests;

/// <summary>One small lake for all commands that look after a lake.</summary>
public sealed class TendedLake : IDisposable
{
    public TendedLake(BuiltWorld world) => world.CopyTo(Folder);

    public string Folder { get; } = Directory.CreateTempSubdirectory("workbook-operations-").FullName;

    public string Lake => Path.Combine(Folder, "lake");

    public string[] Places => ["--raw", Path.Combine(Folder, "raw"), "--lake", Lake];

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed class LakeCareCommandTests(TendedLake lake) : IClassFixture<TendedLake>
{
    [Fact]
    public void Runbook_of_a_drill_mends_the_real_accident_with_its_commands()
    {
        var file = Path.Combine(lake.Folder, "runbook.md");
        var drill = Run("drill", "dropped_table", "--runbook", file).Succeeded();
        Assert.Matches(@"\| dropped_table\s+\| P1\s+\| model_tables_are_there\s+\|[^|]+\|[^|]+\|\s+1 \|\s+\d+ \| yes", drill.Out);

        using (var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = Path.Combine(lake.Lake, "warehouse.duckdb") }))
            warehouse.Execute("DROP TABLE gold.fct_sales");
        var commands = Regex.Matches(File.ReadAllText(file), @"^\s*workbook (.+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value.Split(' ')).ToList();
        Assert.Equal(["check model_tables_are_there", "dbt build --select fct_sales+"], commands.Select(command => string.Join(' ', command)));

        var broken = Run(commands[0]);
        Assert.Equal((1, true), (broken.Exit, broken.Out.Contains("      gold.fct_sales is not in the warehouse\n")));
        Cli.Run([.. commands[1], "--lake", lake.Lake]).Succeeded();
        Assert.StartsWith("OK    model_tables_are_there", Run(commands[0]).Succeeded().Out);
    }

    [Fact]
    public void Drills_and_checks_are_listed_with_what_they_mean()
    {
        var drills = Cli.Run("drill", "--list").Succeeded().Out;
        Assert.Contains("late_file (P3): Two new days arrive and are built;", drills);
        Assert.Equal(7, drills.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("no_late_file_waits: No raw file of a day that bronze is past waits to be loaded.", Cli.Run("check", "--list").Succeeded().Out);
        Assert.Equal((2, "Name a drill, or 'all'; --list lists them.\nSee 'workbook drill --help'.\n"), (Cli.Run("drill").Exit, Cli.Run("drill").Error));
        Assert.Equal((1, "There is no lake at '/nowhere'. Build it with 'workbook run', or name another folder (--lake).\n"), (Cli.Run("repair", "--lake", "/nowhere").Exit, Cli.Run("repair", "--lake", "/nowhere").Error));
    }

    [Fact]
    public void Repair_storage_and_a_dry_backfill_say_what_they_see_and_change_nothing()
    {
        Assert.Equal("Nothing to repair.\n", Run("repair").Succeeded().Out);
        var storage = Run("storage", "--price-gb", "1").Succeeded().Out;
        Assert.Contains("Prices: 1 for a gigabyte and month,", storage);
        Assert.Matches(@"\| bronze\s+\| orders_lines\s+\| delta\s+\|\s+1 \|", storage);
        var backfill = Run("backfill", "--from", "2024-01-10", "--to", "2024-01-12", "--tables", "orders_lines", "--dry-run").Succeeded().Out;
        Assert.Contains("| 2024-01-12 |     1 |", backfill);
        Assert.Contains("silver: int_order_lines; gold: ", backfill);
        Assert.EndsWith("A dry run, nothing was changed.\n", backfill);
    }

    [Fact]
    public void Change_feed_is_applied_once()
    {
        using var other = TestLake.WithOrders();
        var events = Path.Combine(other.Folder, "events.jsonl");
        File.WriteAllText(events, """
            {"id": 1, "item": "book", "price": 9.50, "op": "update", "sequence": 7, "changed_at": "2026-01-01T00:00:00Z", "changed_by": "ann"}
            {"id": 3, "item": "ink", "price": 3, "op": "insert", "sequence": 8, "changed_at": "2026-01-01T00:00:01Z", "changed_by": "ann"}
            {"id": 1, "item": "book", "price": 9.50, "op": "update", "sequence": 7, "changed_at": "2026-01-01T00:00:00Z", "changed_by": "ann"}
            """);
        string[] command = ["cdc", "apply", events, "--table", other.Table("orders"), "--key", "id", "--offset", "1"];

        Assert.Equal("3 events: 1 repeated, 0 older than what is known, 2 recorded. Rows: 1 inserted, 1 updated, 0 deleted. Version 2.\n", Cli.Run(command).Succeeded().Out);
        Assert.Equal("The table has been read up to offset 1 already; nothing was applied.\n", Cli.Run(command).Succeeded().Out);
        Assert.Contains("9.50", Cli.Run("delta", "read", other.Table("orders")).Succeeded().Out);
    }

    private CliResult Run(params string[] args) => Cli.Run([.. args, .. lake.Places]);
}
