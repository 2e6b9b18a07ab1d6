using System.Diagnostics;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Does one node: compiles it, builds or tests it, and says what came of it. Faults become results.</summary>
internal sealed partial class NodeExecutor(
    ModelProject project, ModelRunOptions options, Invocation invocation, RunFolder folder, BuildRecords records, Fingerprints fingerprints,
    ExistingRelations existing, TimeProvider time)
{
    private const int ConflictAttempts = 5;

    public NodeResult Execute(DuckDBConnection connection, DbtResource node)
    {
        var startedAt = time.GetUtcNow().UtcDateTime;
        var watch = Stopwatch.StartNew();
        var run = new NodeRun(project, options, invocation, folder, connection);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var outcome = Reused(run, node) ?? Once(run, node);
                return Result(outcome) with { StartedAt = startedAt };
            }
            catch (Exception fault) when (fault is WorkbookException or DuckDBException or IOException or UnauthorizedAccessException)
            {
                if (attempt < options.Retries || attempt < ConflictAttempts && IsConflict(fault))
                {
                    Thread.Sleep(50 << attempt);
                    continue;
                }
                return Result(new NodeOutcome(NodeStatus.Error, Explained(run, node, fault), null, null)) with { StartedAt = startedAt };
            }
        }

        NodeResult Result(NodeOutcome outcome) => new(node, outcome.Status, outcome.Message, outcome.Failures, outcome.Rows, watch.Elapsed)
        {
            CompiledSql = run.CompiledSql,
            CompileTime = run.CompileTime,
        };
    }

    private NodeOutcome Once(NodeRun run, DbtResource node)
    {
        // Hooks after the commit are part of the work: until they are done the record says that something is open.
        var record = new BuildRecord(node.UniqueId, Guid.NewGuid().ToString("N"), run.Fingerprint, invocation.Id,
            node.Config.Hooks("post-hook").Any(hook => !hook.InTransaction) ? BuildRecord.Open : BuildRecord.Done, null, "OK");
        void Record(DuckDBConnection connection) => records.Write(connection, record, time.GetUtcNow().UtcDateTime);
        var outcome = node switch
        {
            UnitTest test => UnitTestRun.Execute(run, test),
            SqlNode { Type: ResourceType.Model } model => ModelRun.Execute(run, model, Record),
            SqlNode { Type: ResourceType.Seed } seed => SeedRun.Execute(run, seed, Record),
            SqlNode { Type: ResourceType.Snapshot } snapshot => SnapshotRun.Execute(run, snapshot, Record),
            SqlNode test => TestRun.Execute(run, test),
            _ => throw new InvalidOperationException(node.UniqueId),
        };
        if (node.Type is ResourceType.Test or ResourceType.UnitTest)
        {
            record = record with { Status = outcome.Status.ToString(), Failures = outcome.Failures, Message = outcome.Message };
            Record(run.Connection);
        }
        else if (record.Status == BuildRecord.Open || ReadsItself(node))
        {
            // Code that asks what is there already says something else from now on; that is what the next run compares with.
            var fingerprint = ReadsItself(node) && record.Fingerprint is not null ? fingerprints.Of(node, run.CompileAnew((SqlNode)node).Sql) : record.Fingerprint;
            record = record with { Status = BuildRecord.Done, Fingerprint = fingerprint };
            records.WriteAlone(run.Connection, record, time.GetUtcNow().UtcDateTime);
        }
        records.Remember(record);
        return outcome;
    }

    /// <summary>What came of it the last time, if nothing has changed since and it is still there.</summary>
    private NodeOutcome? Reused(NodeRun run, DbtResource node)
    {
        run.Fingerprint = fingerprints.Of(node, CodeOf(run, node));
        if (!options.ReuseUnchanged || options.FullRefresh || run.Fingerprint is null)
            return null;
        if (records.Find(node.UniqueId) is not { } record || record.Fingerprint != run.Fingerprint)
            return null;
        if (node is SqlNode { Relation: { } relation } && !existing.Contains(relation))
            return null;
        return record.Status switch
        {
            BuildRecord.Done or nameof(NodeStatus.Pass) => new NodeOutcome(NodeStatus.Reused, "unchanged", record.Failures, null),
            nameof(NodeStatus.Warn) => new NodeOutcome(NodeStatus.Warn, record.Message, record.Failures, null),
            _ => null,
        };
    }

    /// <summary>As for a full build: whether rows are only added isn't part of what a node is.</summary>
    private string CodeOf(NodeRun run, DbtResource node) => node switch
    {
        UnitTest test => UnitTestRun.Identity(test) + run.Compile((SqlNode)project.Resource(test.DependsOn.Single()), isIncremental: false).Sql,
        SqlNode { Type: not ResourceType.Seed } code => run.Compile(code, isIncremental: false).Sql,
        _ => "",
    };

    private static bool ReadsItself(DbtResource node) => node.Config.Materialized is "incremental" or "snapshot";

    private static bool IsConflict(Exception fault) => fault is DuckDBException && fault.Message.Contains("onflict", StringComparison.Ordinal);

    private static string Explained(NodeRun run, DbtResource node, Exception fault)
    {
        if (fault is not DuckDBException || node is not SqlNode code || run.CompiledSql is null)
            return fault.Message;
        var line = Line().Match(fault.Message) is { Success: true } match ? $":{match.Groups[1].Value}" : "";
        return $"{RunFolder.Shown(run.Project, run.Folder.Compiled(code))}{line}: {fault.Message}\nIts source is {code.File}.";
    }

    [GeneratedRegex(@"\bLINE (\d+):")]
    private static partial Regex Line();
}
