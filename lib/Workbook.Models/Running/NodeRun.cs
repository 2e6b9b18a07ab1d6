using System.Diagnostics;
using DuckDB.NET.Data;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <param name="Message">In dbt's output, what stands in the brackets.</param>
internal sealed record NodeOutcome(NodeStatus Status, string Message, long? Failures, long? Rows);

/// <summary>One node's turn on one thread.</summary>
internal sealed class NodeRun(ModelProject project, ModelRunOptions options, Invocation invocation, RunFolder folder, DuckDBConnection connection)
{
    private CompiledNode? _full;

    public ModelProject Project => project;

    public ModelRunOptions Options => options;

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
