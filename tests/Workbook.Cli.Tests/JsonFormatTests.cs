using System.Text.Json;
using Workbook.Course;
using Workbook.Course.Tasks;
using Workbook.Operations.Checks;
using Workbook.Retail;

namespace Workbook.Cli.Tests;

/// <summary>What programs read: one JSON value on standard output, with what the table says and more.</summary>
public sealed class JsonFormatTests(BuiltWorld world) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    private string Raw => Path.Combine(_folder, "raw");

    private string Lake => Path.Combine(_folder, "lake");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_tells_its_tasks_sources_and_layers()
    {
        world.CopyTo(_folder);
        var run = Json("run", "--scale", "0.001", "--raw", Raw, "--lake", Lake);
        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal(["generate", "ingest", "gate", "seeds", "silver", "snapshots", "gold", "monitor"], run.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("task").GetString()));
        var sources = run.GetProperty("sources").EnumerateArray().ToList();
        Assert.Equal(RetailSources.All.Select(source => source.Name), sources.Select(source => source.GetProperty("source").GetString()));
        Assert.All(sources, source => Assert.Equal(Number(source, "rows_read"), Number(source, "rows_accepted") + Number(source, "rows_rejected")));
        Assert.Contains(run.GetProperty("layers").EnumerateArray(), layer => layer.GetProperty("layer").GetString() == "gold" && Number(layer, "unchanged") > 0);
    }

    [Fact]
    public void Rejects_have_their_whole_text()
    {
        world.CopyTo(_folder);
        var reasons = Json("rejects", "--lake", Lake, "--samples", "2").EnumerateArray().ToList();
        var events = reasons.First(reason => reason.GetProperty("source").GetString() == "events");
        Assert.Contains('.', events.GetProperty("rule").GetString()!);
        Assert.InRange(events.GetProperty("samples").GetArrayLength(), 1, 2);
        Assert.All(reasons.SelectMany(reason => reason.GetProperty("samples").EnumerateArray()), sample => Assert.DoesNotContain("…", sample.GetProperty("text").GetString()));
        Assert.Equal(reasons.Sum(reason => Number(reason, "rows")),
            long.Parse(Cli.Run("sql", "--lake", Lake, "--format", "csv", "SELECT count(*) FROM rejects.\"all\"").Succeeded().Out.Split("\r\n")[1]));
    }

    [Fact]
    public void Checks_and_findings_say_what_they_mean()
    {
        world.CopyTo(_folder);
        var checks = Json("check", "--raw", Raw, "--lake", Lake).EnumerateArray().ToList();
        Assert.Equal(LakeChecks.All.Select(check => (check.Name, check.Meaning)), checks.Select(check => (check.GetProperty("check").GetString()!, check.GetProperty("meaning").GetString()!)));
        Assert.All(checks, check => Assert.True(check.GetProperty("is_well").GetBoolean()));
        Assert.Contains(Json("doctor", "--raw", Raw, "--lake", Lake).EnumerateArray(), finding => finding.GetProperty("subject").GetString() == "DuckDB" && finding.GetProperty("verdict").GetString() == "ok");
    }

    [Fact]
    public void Progress_is_an_object_for_each_task_also_after_forgetting_one()
    {
        new LearningProgress(_folder).Attempted("bronze.balance", CheckStatus.Correct);
        var solved = Assert.Single(Json("progress", "--workspace", _folder).EnumerateArray(), task => task.GetProperty("status").GetString() == "solved");
        Assert.Equal("bronze.balance", solved.GetProperty("task").GetString());
        var tasks = Json("progress", "--workspace", _folder, "--reset", "bronze.balance").EnumerateArray().ToList();
        Assert.Equal(LearningCatalog.All.Count, tasks.Count);
        Assert.All(tasks, task => Assert.Equal("open", task.GetProperty("status").GetString()));
    }

    private static JsonElement Json(params string[] args) => JsonDocument.Parse(Cli.Run([.. args, "--format", "json"]).Succeeded().Out).RootElement;

    private static long Number(JsonElement value, string name) => value.GetProperty(name).GetInt64();
}
