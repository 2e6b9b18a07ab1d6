using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Workbook.Cli.Tests;

/// <summary>Running in parts, resuming, status and monitors, as an operator types them.</summary>
public sealed class OperationsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    private string Raw => Path.Combine(_folder, "raw");

    private string Lake => Path.Combine(_folder, "lake");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_that_was_killed_is_told_of_and_resumed_to_the_same_end()
    {
        using (var process = Cli.Start(Args("run", "--scale", "0.004")))
        {
            var patience = Stopwatch.StartNew();
            while (!process.HasExited && !State().Contains("\"task\":\"silver\"}") && patience.Elapsed < TimeSpan.FromMinutes(2))
                Thread.Sleep(5);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        var killed = Cli.Run("status", "--lake", Lake, "--format", "json");
        Assert.Equal(1, killed.Exit);
        var status = JsonNode.Parse(killed.Out)!;
        Assert.Equal("killed", (string)status["state"]!);
        Assert.Equal("begun", (string)Task(status, "silver")["status"]!);
        Assert.Equal("open", (string)Task(status, "gold")["status"]!);
        Assert.Contains("The run to resume had --scale 0.004, not 0.5.", Cli.Run(Args("run", "--resume", "--scale", "0.5")).Error);

        var resumed = Cli.Run(Args("run", "--resume")).Succeeded();
        Assert.Matches(@"\| ingest +\| done before", resumed.Out);
        Assert.Matches(@"\| gold +\| succeeded", resumed.Out);
        Cli.Run("status", "--lake", Lake).Succeeded();

        using var undisturbed = new OperationsCommandTests();
        Cli.Run(undisturbed.Args("run", "--scale", "0.004")).Succeeded();
        Assert.Equal(undisturbed.Sales(), Sales());
        Assert.Contains("There is nothing to resume", Cli.Run(Args("run", "--resume")).Error);
    }

    [Fact]
    public void Parts_are_run_and_watched_over()
    {
        Cli.Run(Args("run", "--scale", "0.001", "--to", "ingest")).Succeeded();
        Assert.False(Directory.Exists(Path.Combine(Lake, "gold")));
        var status = Cli.Run("status", "--lake", Lake).Succeeded().Out;
        Assert.Contains("gold: it has never succeeded", status);
        var rest = Cli.Run(Args("run", "--from", "gate")).Succeeded();
        Assert.DoesNotContain("Write the raw files", rest.Error);
        Assert.Matches(@"\| monitor +\| succeeded", rest.Out);
        Assert.Contains("Nothing is stale.", Cli.Run("status", "--lake", Lake).Succeeded().Out);

        var all = Cli.Run("monitor", "--lake", Lake, "--format", "json");
        var monitors = JsonNode.Parse(all.Out)!;
        Assert.Equal((string)monitors["status"]! == "ALERT" ? 1 : 0, all.Exit);
        var reference = monitors["monitors"]!.AsArray().Single(monitor => (string)monitor!["name"]! == "foreign_key.orders_lines.product_id")!;
        Assert.Equal(2, reference["trend"]!.AsArray().Count);
        var sql = Cli.Run("monitor", "--lake", Lake, "--sql", "foreign_key.orders_lines.product_id").Succeeded().Out;
        Assert.Equal((string)reference["offending_sql"]!, sql.TrimEnd());
        var rows = Cli.Run("sql", "--lake", Lake, "--format", "csv", sql).Succeeded().Out;
        Assert.Equal((int)reference["offending_rows"]!, rows.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
        var table = Cli.Run("monitor", "--lake", Lake, "--topic", "delivered", "--all").Succeeded().Out;
        Assert.Matches(@"\| OK +\| +\| delivered.orders_lines", table);
        Assert.Contains("11 OK, 0 WARNING, 0 ALERT, 0 not measured.", table);
    }

    [Fact]
    public void A_task_that_fails_tells_of_it_and_of_what_it_blocks()
    {
        Directory.CreateDirectory(Raw);
        File.WriteAllText(Path.Combine(Raw, "customers.csv"), "mine\n");
        var result = Cli.Run(Args("run", "--scale", "0.001"));
        Assert.Equal(1, result.Exit);
        Assert.Contains("already holds customers.csv, which the generator did not write", result.Error);
        Assert.Contains("Left out, as they wait for what failed: ingest, gate, seeds, silver, snapshots, gold.", result.Error);
        Assert.Contains("[P1] retail: task 'generate' failed", result.Error);
        Assert.Equal(1, Cli.Run("status", "--lake", Lake).Exit);
    }

    [Theory]
    [InlineData(1, "Pipeline 'retail' has no task 'glod'. Did you mean 'gold'?", "run", "--from", "glod")]
    [InlineData(1, "There is no run to resume", "run", "--resume")]
    [InlineData(1, "There is no alert routing at 'nowhere.yml'", "run", "--alerts", "nowhere.yml")]
    [InlineData(2, "--only names all that shall run; --from can't go with it.", "run", "--only", "gold", "--from", "silver")]
    [InlineData(2, "--resume takes up what the last run had chosen; --to can't go with it.", "run", "--resume", "--to", "gold")]
    [InlineData(2, "--timeout expects seconds above 0", "run", "--timeout", "0")]
    [InlineData(2, "--retries expects at least 0", "run", "--retries", "-1")]
    [InlineData(1, "There is no lake at", "status")]
    [InlineData(1, "There is no lake at", "monitor")]
    public void What_cannot_be_done_is_said(int exit, string said, params string[] args)
    {
        var result = Cli.Run([.. args, "--lake", Lake]);
        Assert.Equal(exit, result.Exit);
        Assert.Contains(said, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    private string[] Args(params string[] args) => [.. args, "--raw", Raw, "--lake", Lake];

    private string Sales() => Cli.Run("sql", "--lake", Lake, "--format", "csv", "SELECT count(*), sum(line_total_aud_amount), bit_xor(hash(order_id, line_number, product_key, line_total_aud_amount)) FROM gold.fct_sales").Succeeded().Out;

    private static JsonNode Task(JsonNode status, string name) => status["tasks"]!.AsArray().Single(task => (string)task!["task"]! == name)!;

    /// <summary>What the run has written down so far, without getting in its way; nothing while it writes.</summary>
    private string State()
    {
        var folder = Path.Combine(Lake, "_runs");
        if (!Directory.Exists(folder) || Directory.EnumerateFiles(folder, "2*Z.jsonl").FirstOrDefault() is not { } file)
            return "";
        try
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
