using System.Text.Json.Nodes;
using Workbook.Models.Running;

namespace Workbook.Models.Tests.Running;

public sealed class RunLogTests
{
    private static readonly string[] Fields =
    [
        "pipeline_name", "run_id", "started_at", "completed_at", "status", "stage", "rows_extracted", "rows_transformed", "rows_loaded", "rows_rejected",
        "quality_checks_passed", "quality_checks_failed", "duration_seconds", "error_message", "watermark_before", "watermark_after",
    ];

    [Fact]
    public void Line_has_the_fields_of_the_method_guide_and_null_for_what_is_not_known()
    {
        using var project = SampleProject.Of(("models/three.sql", "{{ config(materialized='table') }} select unnest([1, 2, 3]) as x"));

        var summary = project.Build();

        var line = JsonNode.Parse(Assert.Single(File.ReadAllLines(Log(project))))!.AsObject();
        Assert.Equal(Fields, line.Select(field => field.Key));
        Assert.Equal(("sample", summary.InvocationId, "success", "build", 3),
            ((string)line["pipeline_name"]!, (string)line["run_id"]!, (string)line["status"]!, (string)line["stage"]!, (int)line["rows_loaded"]!));
        Assert.Null(line["rows_extracted"]);
        Assert.Null(line["quality_checks_passed"]);
        Assert.EndsWith("Z", (string)line["started_at"]!);
    }

    [Fact]
    public void Seeds_tables_increments_and_snapshots_load_rows_and_views_do_not()
    {
        using var project = SampleProject.Of(
            ("seeds/two.csv", "id\n1\n2\n"),
            ("models/all_of_them.sql", "select * from {{ ref('two') }}"),
            ("models/table_of_two.sql", "{{ config(materialized='table') }} select * from {{ ref('all_of_them') }}"),
            ("models/added.sql", "{{ config(materialized='incremental') }} select * from {{ ref('two') }} {% if is_incremental() %} where id > 5 {% endif %}"),
            ("snapshots/kept.sql", "{% snapshot kept %}{{ config(target_schema='history', unique_key='id', strategy='check', check_cols='all') }} select * from {{ ref('two') }}{% endsnapshot %}"));

        project.Build();
        project.Build();

        Assert.Equal([8, 4], RunLog.Read(project.Target).Select(run => run.RowsLoaded));
    }

    [Fact]
    public void Status_and_checks_tell_warning_from_failure()
    {
        using var project = SampleProject.Of(
            ("models/numbers.sql", "select unnest([1, null]) as x"),
            ("models/schema.yml", "models: [{name: numbers, columns: [{name: x, data_tests: [unique, {not_null: {config: {severity: warn}}}]}]}]"));
        project.Build();
        project.Write("models/schema.yml", "models: [{name: numbers, columns: [{name: x, data_tests: [unique, not_null]}]}]");
        project.Build();

        var runs = RunLog.Read(project.Target);

        Assert.Equal(["warning", "failed"], runs.Select(run => run.Status));
        Assert.Equal((1L, 1L), (runs[0].QualityChecksPassed!.Value, runs[0].QualityChecksFailed!.Value));
        Assert.Null(runs[0].ErrorMessage);
        Assert.Contains("not_null_numbers_x", runs[1].ErrorMessage);
        Assert.Contains("Got 1 result", runs[1].ErrorMessage);
    }

    [Fact]
    public void Watermark_follows_the_sources_and_stays_where_nothing_is_built()
    {
        using var project = SampleProject.Of(
            ("data/part.csv", "x,loaded\n1,2024-03-01 10:00:00\n"),
            ("models/sources.yml", """
                sources:
                  - name: raw
                    loaded_at_field: loaded
                    meta: {external_location: "read_csv('data/{name}.csv')"}
                    tables: [{name: part}, {name: missing}]
                """),
            ("models/reader.sql", "{{ config(materialized='table') }} select * from {{ source('raw', 'part') }}"));
        var options = new ModelRunOptions { ReuseUnchanged = true };
        project.Build(options);
        project.Build(options);
        project.Write("data/part.csv", "x,loaded\n1,2024-03-01 10:00:00\n2,2024-03-02 11:30:00\n");
        project.Build(options);

        var runs = RunLog.Read(project.Target);

        var (first, second) = (new DateTime(2024, 3, 1, 10, 0, 0, DateTimeKind.Utc), new DateTime(2024, 3, 2, 11, 30, 0, DateTimeKind.Utc));
        Assert.Equal([(null, first), (first, first), (first, second)], runs.Select(run => (run.WatermarkBefore, run.WatermarkAfter)).Select(pair => ((DateTime?)pair.WatermarkBefore, (DateTime?)pair.WatermarkAfter)));
        Assert.Equal([1, 0, 2], runs.Select(run => run.RowsLoaded));
    }

    [Fact]
    public void Run_that_cannot_begin_has_its_line_too()
    {
        using var project = SampleProject.Of(
            ("dbt_project.yml", "name: sample\nprofile: sample\non-run-start: \"select * from nowhere\"\n"),
            ("models/a.sql", "select 1 as x"));

        Assert.ThrowsAny<Exception>(() => project.Build());

        var run = Assert.Single(RunLog.Read(project.Target));
        Assert.Equal(("failed", "build"), (run.Status, run.Stage));
        Assert.Contains("nowhere", run.ErrorMessage);
    }

    [Fact]
    public void Run_that_was_killed_gets_its_line_from_the_next()
    {
        using var project = SampleProject.Of(
            ("models/a.sql", "select 1 as x"),
            ("models/b.sql", "select 1 as x"),
            ("models/schema.yml", "models: [{name: a, columns: [{name: x, data_tests: [unique]}]}]"));
        project.Build();
        // As a kill leaves it: the plan and what was done, but neither results nor a line.
        var progress = Path.Combine(project.Target, "run_progress.jsonl");
        var lines = File.ReadAllLines(progress);
        var plan = JsonNode.Parse(lines[0])!;
        plan["invocation_id"] = "killed";
        File.WriteAllLines(progress, [plan.ToJsonString(), .. lines.Skip(1).SkipLast(1)]);

        project.Build();
        project.Build();

        var runs = RunLog.Read(project.Target);
        Assert.Equal(["success", "failed", "success", "success"], runs.Select(run => run.Status));
        Assert.Equal(("killed", "It was killed, or the machine stopped, after 2 of 3 nodes. Written by the run after it."), (runs[1].RunId, runs[1].ErrorMessage));
        Assert.Equal(runs[0].StartedAt, runs[1].StartedAt, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Line_cut_short_by_a_kill_is_skipped_and_does_not_spoil_the_next()
    {
        using var project = SampleProject.Of(("models/a.sql", "select 1 as x"));
        project.Build();
        var whole = File.ReadAllText(Log(project));
        File.AppendAllText(Log(project), whole[..(whole.Length / 2)]);
        Assert.Single(RunLog.Read(project.Target));

        project.Build();

        Assert.Equal(2, RunLog.Read(project.Target).Count);
        Assert.Equal(3, File.ReadAllLines(Log(project)).Length);
    }

    [Fact]
    public void Writers_at_once_lose_no_line()
    {
        using var folder = SampleProject.Of();
        var file = Path.Combine(folder.Folder, "log.jsonl");
        var lines = Enumerable.Range(0, 8).ToList();

        // Threads of their own, so that they really are at it at once.
        var writers = lines.Select(writer => new Thread(() =>
        {
            for (var n = 0; n < 100; n++)
                JsonLines.Append(file, [new Line(writer, n, new string('x', 500 * writer))]);
        })).ToList();
        writers.ForEach(writer => writer.Start());
        writers.ForEach(writer => writer.Join());

        var read = JsonLines.Read<Line>(file);
        Assert.Equal(800, read.Count);
        Assert.All(lines, writer => Assert.Equal(Enumerable.Range(0, 100), read.Where(line => line.Writer == writer).Select(line => line.Number)));
    }

    [Fact]
    public void Nodes_that_really_ran_are_logged_one_by_one()
    {
        using var project = SampleProject.Of(
            ("models/a.sql", "{{ config(materialized='table') }} select 1 as x"),
            ("models/bad.sql", "select nothing"),
            ("models/child.sql", "select * from {{ ref('bad') }}"));
        var options = new ModelRunOptions { ReuseUnchanged = true };
        project.Build(options);
        project.Build(options);

        Assert.Equal(["model.sample.a success 1", "model.sample.bad error ", "model.sample.bad error "],
            NodeLog.Read(project.Target).Select(entry => $"{entry.UniqueId} {entry.Status} {entry.Rows}").Order(StringComparer.Ordinal));
    }

    private static string Log(SampleProject project) => Path.Combine(project.Target, RunLog.FileName);

    private sealed record Line(int Writer, int Number, string Text);
}
