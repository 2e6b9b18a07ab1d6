using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Jinja;
using Workbook.Models.Materializations;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Loads a CSV file of the project as a table. An empty field is NULL.</summary>
internal static class SeedRun
{
    public static NodeOutcome Execute(NodeRun run, SqlNode seed, Action<DuckDBConnection> record)
    {
        var context = run.Compile(seed, isIncremental: false).Context;
        var outcome = ModelMaterialization.Build(run.Connection, new ModelBuild
        {
            Target = seed.Relation!,
            Sql = $"SELECT * FROM {Reader(run.Project, seed)}",
            Materialized = "table",
            PreHooks = ModelRun.Hooks(context, seed.Config, "pre-hook"),
            PostHooks = ModelRun.Hooks(context, seed.Config, "post-hook"),
            Recorded = record,
        });
        return new NodeOutcome(NodeStatus.Success, $"INSERT {outcome.Rows}", null, outcome.Rows);
    }

    private static string Reader(ModelProject project, SqlNode seed)
    {
        var types = (seed.Config.Values["column_types"] as JinjaDict ?? []).Select(entry => $"{Sql.Literal(JinjaText.Str(entry.Key))}: {Sql.Literal(JinjaText.Str(entry.Value))}").ToList();
        var given = types.Count > 0 ? $", types = {{{string.Join(", ", types)}}}" : "";
        var delimiter = seed.Config.Text("delimiter") is { } sign ? $", delim = {Sql.Literal(sign)}" : ", delim = ','";
        return $"read_csv({LakePath.File(Path.Combine(project.Root.Folder, seed.File))}, header = true, sample_size = -1, nullstr = ''{delimiter}{given})";
    }
}
