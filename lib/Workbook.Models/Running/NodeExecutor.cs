using System.Diagnostics;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Compilation;
using Workbook.Models.Jinja;
using Workbook.Models.Materializations;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Does one node: compiles it, builds or tests it, and says what came of it. Faults become results.</summary>
internal sealed partial class NodeExecutor(ModelProject project, RunOptions options, Invocation invocation, RunFolder folder, BuildRecords records, Fingerprints fingerprints, ExistingRelations existing, TimeProvider time)
{
    private const int ConflictAttempts = 5;

    public NodeResult Execute(DuckDBConnection connection, Resource node)
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

    private NodeOutcome Once(NodeRun run, Resource node)
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
    private NodeOutcome? Reused(NodeRun run, Resource node)
    {
        var sql = node switch
        {
            UnitTest test => UnitTestRun.Identity(test) + run.Compile((SqlNode)project.Resource(test.DependsOn.Single()), isIncremental: false).Sql,
            SqlNode { Type: not ResourceType.Seed } code => run.Compile(code, isIncremental: false).Sql,
            _ => "",
        };
        run.Fingerprint = fingerprints.Of(node, sql);
        if (!options.ReuseUnchanged || options.FullRefresh || run.Fingerprint is null || records.Find(node.UniqueId) is not { } record || record.Fingerprint != run.Fingerprint)
            return null;
        if (node is SqlNode { Relation: { } relation } && !existing.Contains(relation))
            return null;
        return node.Type is ResourceType.Test or ResourceType.UnitTest
            ? record.Status is nameof(NodeStatus.Pass) or nameof(NodeStatus.Warn) ? new NodeOutcome(Enum.Parse<NodeStatus>(record.Status) is NodeStatus.Warn ? NodeStatus.Warn : NodeStatus.Reused, record.Message, record.Failures, null) : null
            : record.Status == BuildRecord.Done ? new NodeOutcome(NodeStatus.Reused, "unchanged", null, null) : null;
    }

    private static bool ReadsItself(Resource node) => node.Config.Materialized is "incremental" or "snapshot";

    private static bool IsConflict(Exception fault) => fault is DuckDBException && fault.Message.Contains("onflict", StringComparison.Ordinal);

    private static string Explained(NodeRun run, Resource node, Exception fault)
    {
        if (fault is not DuckDBException || node is not SqlNode code || run.CompiledSql is null)
            return fault.Message;
        var line = Line().Match(fault.Message) is { Success: true } match ? $":{match.Groups[1].Value}" : "";
        return $"{RunFolder.Shown(run.Project, run.Folder.Compiled(code))}{line}: {fault.Message}\nIts source is {code.File}.";
    }

    [GeneratedRegex(@"\bLINE (\d+):")]
    private static partial Regex Line();
}

/// <param name="Message">In dbt's output, what stands in the brackets.</param>
internal sealed record NodeOutcome(NodeStatus Status, string Message, long? Failures, long? Rows);

/// <summary>One node's turn on one thread.</summary>
internal sealed class NodeRun(ModelProject project, RunOptions options, Invocation invocation, RunFolder folder, DuckDBConnection connection)
{
    private CompiledNode? _full;

    public ModelProject Project => project;

    public RunOptions Options => options;

    public Invocation Invocation => invocation;

    public RunFolder Folder => folder;

    public DuckDBConnection Connection => connection;

    public string? CompiledSql { get; private set; }

    public TimeSpan CompileTime { get; private set; }

    public string? Fingerprint { get; set; }

    /// <summary>The code as for a full build is compiled once: for its fingerprint, and perhaps to be run.</summary>
    public CompiledNode Compile(SqlNode node, bool isIncremental)
    {
        if (_full is not null && !isIncremental)
            return _full;
        var watch = Stopwatch.StartNew();
        var compiled = new ModelCompiler(project, invocation, connection).Compile(node, isIncremental);
        CompileTime += watch.Elapsed;
        CompiledSql = compiled.Sql;
        if (!isIncremental)
            _full = compiled;
        return compiled;
    }

    /// <summary>With the database as it is now.</summary>
    public CompiledNode CompileAnew(SqlNode node) => new ModelCompiler(project, invocation, connection).Compile(node);

    /// <summary>As <see cref="Compile"/>, and kept as a file to look into.</summary>
    public CompiledNode CompileToFile(SqlNode node, bool isIncremental)
    {
        var compiled = Compile(node, isIncremental);
        folder.WriteCompiled(node, compiled.Sql);
        return compiled;
    }
}
