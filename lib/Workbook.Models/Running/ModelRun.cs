using DuckDB.NET.Data;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Jinja;
using Workbook.Models.Materializations;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Builds a model as its configuration says.</summary>
internal static class ModelRun
{
    public static NodeOutcome Execute(NodeRun run, SqlNode model, Action<DuckDBConnection> record)
    {
        var config = model.Config;
        var fullRefresh = config.FullRefresh ?? run.Options.FullRefresh;
        var external = config.Materialized == "external" ? External(run.Project, model) : null;
        var isIncremental = ModelMaterialization.IsIncremental(ModelMaterialization.Existing(run.Connection, model.Relation!), config.Materialized!, fullRefresh, external);
        var compiled = run.CompileToFile(model, isIncremental);
        var outcome = ModelMaterialization.Build(run.Connection, new ModelBuild
        {
            Target = model.Relation!,
            Sql = compiled.Sql,
            Materialized = config.Materialized!,
            FullRefresh = fullRefresh,
            Incremental = Incremental(config),
            External = external,
            Contract = config.ContractEnforced ? Contract(model) : null,
            PreHooks = Hooks(compiled.Context, config, "pre-hook"),
            PostHooks = Hooks(compiled.Context, config, "post-hook"),
            Recorded = record,
        });
        return new NodeOutcome(NodeStatus.Success, outcome.Message, null, outcome.Rows);
    }

    public static IReadOnlyList<ModelHook> Hooks(NodeContext context, NodeConfig config, string kind) =>
    [
        .. config.Hooks(kind).Select(hook => new ModelHook(() => context.Render(JinjaTemplate.Parse(hook.Template, context.Node.File)), hook.InTransaction)),
    ];

    private static IncrementalOptions Incremental(NodeConfig config) => new()
    {
        Strategy = config.Text("incremental_strategy"),
        UniqueKey = config.Texts("unique_key"),
        OnSchemaChange = config.Text("on_schema_change"),
        Predicates = config.Texts("incremental_predicates").Concat(config.Texts("predicates")).ToList(),
        MergeUpdateColumns = config.Values["merge_update_columns"] is null ? null : config.Texts("merge_update_columns"),
        MergeExcludeColumns = config.Values["merge_exclude_columns"] is null ? null : config.Texts("merge_exclude_columns"),
    };

    private static ExternalOptions External(ModelProject project, SqlNode model)
    {
        var config = model.Config;
        var options = (config.Values["options"] as JinjaDict ?? []).ToDictionary(entry => JinjaText.Str(entry.Key), entry => JinjaText.Str(entry.Value), StringComparer.OrdinalIgnoreCase);
        var format = config.Text("format") ?? options.GetValueOrDefault("format") ?? "parquet";
        options.Remove("format");
        var partitions = options.Remove("partition_by", out var text) ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [.. config.Texts("partition_by")];
        var root = project.Profile.Values["external_root"] as string ?? ".";
        var location = config.Text("location") ?? $"{root}/{model.Relation!.Name}{(partitions.Length > 0 ? "" : $".{format}")}";
        return new ExternalOptions
        {
            Location = Path.GetFullPath(location, project.Root.Folder),
            Format = format,
            PartitionBy = partitions,
            Options = options,
            IncrementalMode = config.Text("incremental_strategy"),
        };
    }

    private static ModelContract Contract(SqlNode model)
    {
        if (model.Columns.FirstOrDefault(column => column.DataType is null) is { } untyped)
            throw new WorkbookException($"{model.UniqueId} has an enforced contract, but {model.PatchFile ?? "no property file"} gives its column '{untyped.Name}' no data_type. Add it.");
        if (model.Columns.Count == 0)
            throw new WorkbookException($"{model.UniqueId} has an enforced contract, but no columns are described for it. List them with name and data_type.");
        var whole = (model.Config.Values["constraints"] as List<object?> ?? []).OfType<JinjaDict>()
            .Select(constraint => new ContractConstraint(JinjaText.Str(constraint["type"]), constraint["expression"] as string,
                constraint["columns"] is List<object?> columns ? [.. columns.Select(JinjaText.Str)] : null));
        return new ModelContract(
            [.. model.Columns.Select(column => new ContractColumn(column.Name, column.DataType!, [.. column.Constraints.Select(constraint => new ContractConstraint(constraint.Type, constraint.Expression))]))],
            [.. whole]);
    }
}
