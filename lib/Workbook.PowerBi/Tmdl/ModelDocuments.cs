using System.Text.Json;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Tmdl;

/// <summary>The semantic model as TMDL documents, a file for each table and role.</summary>
internal static class ModelDocuments
{
    /// <summary>Paths are below <c>definition</c>, with forward slashes.</summary>
    public static IEnumerable<(string Path, IReadOnlyList<TmdlNode> Nodes)> Of(SemanticModel model)
    {
        yield return ("database.tmdl", [new TmdlNode("database") { Children = [TmdlNode.Property("compatibilityLevel", "1601")] }]);
        yield return ("model.tmdl", Model(model));
        yield return ("expressions.tmdl", [.. model.Expressions.Select(Expression)]);
        yield return ("relationships.tmdl", [.. model.Relationships.Select(Relationship)]);
        foreach (var table in model.Tables)
            yield return ($"tables/{table.Name}.tmdl", [Table(table)]);
        foreach (var role in model.Roles)
            yield return ($"roles/{role.Name}.tmdl", [Role(role)]);
    }

    private static List<TmdlNode> Model(SemanticModel model) =>
    [
        new TmdlNode("model", "Model")
        {
            Children =
            [
                TmdlNode.Property("culture", "en-US"),
                TmdlNode.Property("defaultPowerBIDataSourceVersion", "powerBI_V3"),
                TmdlNode.Flag("discourageImplicitMeasures"),
                TmdlNode.Property("sourceQueryCulture", "en-US"),
                new TmdlNode("dataAccessOptions") { Children = [TmdlNode.Flag("legacyRedirects"), TmdlNode.Flag("returnErrorValuesAsNull")] },
            ],
        },
        // No hidden date table for each date column: the calendar is the date table.
        TmdlNode.Annotation("__PBI_TimeIntelligenceEnabled", "0"),
        TmdlNode.Annotation("PBI_QueryOrder", JsonSerializer.Serialize(model.Expressions.Select(expression => expression.Name).Concat(model.Tables.Select(table => table.Name)))),
        .. model.Tables.Select(table => new TmdlNode("ref table", table.Name)),
        .. model.Roles.Select(role => new TmdlNode("ref role", role.Name)),
    ];

    private static TmdlNode Expression(ModelExpression expression) => new("expression", expression.Name)
    {
        Description = expression.Description,
        Expression = expression.Query,
        Children = [TmdlNode.Property("lineageTag", StableId.Guid("expression", expression.Name)), TmdlNode.Annotation("PBI_ResultType", expression.ResultType)],
    };

    private static TmdlNode Relationship(ModelRelationship edge) => new("relationship", StableId.Guid("relationship", edge.FromTable, edge.FromColumn, edge.ToTable, edge.ToColumn))
    {
        Children =
        [
            .. edge.IsActive ? Array.Empty<TmdlNode>() : [TmdlNode.Property("isActive", "false")],
            TmdlNode.Property("fromColumn", TmdlName.Column(edge.FromTable, edge.FromColumn)),
            TmdlNode.Property("toColumn", TmdlName.Column(edge.ToTable, edge.ToColumn)),
        ],
    };

    private static TmdlNode Table(ModelTable table)
    {
        var properties = new List<TmdlNode>();
        if (table.IsHidden) properties.Add(TmdlNode.Flag("isHidden"));
        properties.Add(TmdlNode.Property("lineageTag", StableId.Guid("table", table.Name)));
        if (table.IsDateTable) properties.Add(TmdlNode.Property("dataCategory", "Time"));
        var partition = new TmdlNode("partition", table.Name)
        {
            Expression = "m",
            Children = [TmdlNode.Property("mode", "import"), new TmdlNode("source") { Expression = table.Query }],
        };
        return new TmdlNode("table", table.Name)
        {
            Description = OneLine(table.Description),
            Children = [.. properties, .. table.Measures.Select(Measure), .. table.Columns.Select(column => Column(table, column)), partition],
        };
    }

    private static TmdlNode Measure(ModelMeasure measure)
    {
        List<TmdlNode> properties = [TmdlNode.Property("formatString", measure.Format)];
        if (measure.IsHidden) properties.Add(TmdlNode.Flag("isHidden"));
        properties.Add(TmdlNode.Property("displayFolder", measure.Folder));
        properties.Add(TmdlNode.Property("lineageTag", StableId.Guid("measure", measure.Name)));
        // Which definition it comes from: names of measures may change.
        if (measure.Metric is { } metric) properties.Add(TmdlNode.Annotation("Metric", $"{metric.Name} ({metric.File})"));
        return new TmdlNode("measure", measure.Name) { Description = OneLine(measure.Description), Expression = measure.Expression, Children = properties };
    }

    private static TmdlNode Column(ModelTable table, ModelColumn column)
    {
        List<TmdlNode> properties = [TmdlNode.Property("dataType", GoldTypes.InModel(column.Kind))];
        if (column.IsHidden) properties.Add(TmdlNode.Flag("isHidden"));
        if (column.IsKey) properties.Add(TmdlNode.Flag("isKey"));
        if (!column.IsNullable) properties.Add(TmdlNode.Property("isNullable", "false"));
        if (column.Format is { } format) properties.Add(TmdlNode.Property("formatString", format));
        properties.Add(TmdlNode.Property("lineageTag", StableId.Guid("column", table.Name, column.Name)));
        if (column.DataCategory is { } category) properties.Add(TmdlNode.Property("dataCategory", category));
        properties.Add(TmdlNode.Property("summarizeBy", "none"));
        properties.Add(TmdlNode.Property("sourceColumn", column.SourceName));
        if (column.SortBy is { } sort) properties.Add(TmdlNode.Property("sortByColumn", TmdlName.Quote(sort)));
        properties.Add(TmdlNode.Annotation("SummarizationSetBy", "User"));
        if (column.Kind == ModelDataType.Date) properties.Add(TmdlNode.Annotation("UnderlyingDateTimeDataType", "Date"));
        return new TmdlNode("column", column.Name) { Description = OneLine(column.Description), Children = properties };
    }

    private static TmdlNode Role(ModelRole role) => new("role", role.Name)
    {
        Description = role.Description,
        Children =
        [
            TmdlNode.Property("modelPermission", "read"),
            .. role.Filters.Select(filter => new TmdlNode("tablePermission", filter.Table) { Expression = filter.Filter }),
            TmdlNode.Annotation("PBI_Id", StableId.Guid("role", role.Name).Replace("-", "")),
        ],
    };

    private static string? OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is { Length: > 0 } line ? line : null;
}
