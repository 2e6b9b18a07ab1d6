using Workbook.Models.Running;

namespace Workbook.Models.Tests.Running;

public sealed class RetryTests
{
    [Fact]
    public void Only_what_failed_or_was_skipped_runs_again()
    {
        using var project = SampleProject.Of(
            ("models/good.sql", "select 1 as x"),
            ("models/bad.sql", "select * from {{ ref('good') }} where nothing"),
            ("models/child.sql", "select * from {{ ref('bad') }}"));
        project.Build();
        project.Write("models/bad.sql", "select * from {{ ref('good') }}");

        var summary = RunRetry.Run(project.Read())!;

        Assert.Equal("bad:Success child:Success", summary.Statuses());
        Assert.Null(RunRetry.Run(project.Read()));
    }

    [Fact]
    public void Run_that_was_stopped_goes_on_with_its_own_clock()
    {
        using var project = SampleProject.Of(
            ("profiles.yml", "sample:\n  target: dev\n  outputs:\n    dev: {type: duckdb, path: sample.duckdb, threads: 1}\n"),
            ("models/a.sql", "{{ config(materialized='table') }} select '{{ run_started_at }}' as at"),
            ("models/b.sql", "{{ config(materialized='table') }} select '{{ run_started_at }}' as at from {{ ref('a') }}"));
        using var stop = new CancellationTokenSource();
        ModelRunner.Run(project.Read(), new ModelRunOptions(), progress: new StopAfter("a", stop), cancel: stop.Token);

        var summary = RunRetry.Run(project.Read())!;

        Assert.Equal("b:Success", summary.Statuses());
        Assert.True(project.Ask<bool>("SELECT a.at = b.at FROM a, b"));
    }

    [Fact]
    public void Hook_after_the_commit_that_did_not_run_is_made_up_for()
    {
        using var project = SampleProject.Of(
            ("models/a.sql", "{{ config(materialized='table', post_hook={'sql': 'insert into no_such_table select 1', 'transaction': false}) }} select 1 as x"));
        Assert.Equal("a:Error", project.Build(new ModelRunOptions { ReuseUnchanged = true }).Statuses());
        using (var connection = project.Open())
            Database.SqlExtensions.Execute(connection, "CREATE TABLE no_such_table (x INTEGER)");

        Assert.Equal("a:Success", project.Build(new ModelRunOptions { ReuseUnchanged = true }).Statuses());
        Assert.Equal("a:Reused", project.Build(new ModelRunOptions { ReuseUnchanged = true }).Statuses());
        Assert.Equal(1, project.Ask<long>("SELECT count(*) FROM no_such_table"));
    }

    [Fact]
    public void Without_a_run_there_is_nothing_to_retry()
    {
        using var project = SampleProject.Of(("models/a.sql", "select 1 as x"));

        var fault = Assert.Throws<WorkbookException>(() => RunRetry.Run(project.Read()));

        Assert.Contains("There is no run to retry", fault.Message);
    }

    private sealed class StopAfter(string name, CancellationTokenSource stop) : IProgress<ModelProgress>
    {
        public void Report(ModelProgress value)
        {
            if (value is ModelProgress.Finished { Result.Node.Name: var finished } && finished == name)
                stop.Cancel();
        }
    }
}
