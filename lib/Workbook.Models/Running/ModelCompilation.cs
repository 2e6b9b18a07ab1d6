using Workbook.Models.Artifacts;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Materializations;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Compiles without building: the SQL that would run now goes to <c>target/compiled</c>.</summary>
public static class ModelCompilation
{
    /// <returns>What was compiled, with its SQL.</returns>
    /// <exception cref="WorkbookException">Something doesn't compile; the message says the file and the line.</exception>
    public static IReadOnlyList<(SqlNode Node, string Sql)> Run(ModelProject project, ModelRunOptions options, TimeProvider? time = null, IProgress<ModelProgress>? progress = null, CancellationToken cancel = default)
    {
        var folder = new RunFolder(Path.GetFullPath(options.TargetPath ?? project.Root.TargetPath, project.Root.Folder));
        var invocation = new Invocation(Guid.NewGuid().ToString(), (time ?? TimeProvider.System).GetUtcNow().UtcDateTime, "compile", options.FullRefresh, text => progress?.Report(new ModelProgress.Logged(text)));
        using var database = RunDatabase.Open(project, 1);
        var compiler = new ModelCompiler(project, invocation, database.Main);
        var compiled = new List<(SqlNode, string)>();
        foreach (var node in ModelRunner.Select(project, options with { Command = "compile" }).OfType<SqlNode>())
        {
            cancel.ThrowIfCancellationRequested();
            var isIncremental = node.Relation is { } relation && node.Config.Materialized is { } materialized
                && ModelMaterialization.IsIncremental(ModelMaterialization.Existing(database.Main, relation), materialized, options.FullRefresh);
            var sql = compiler.Compile(node, isIncremental).Sql;
            folder.WriteCompiled(node, sql);
            compiled.Add((node, sql));
        }
        ManifestArtifact.Write(folder.Manifest, project, invocation);
        return compiled;
    }
}
