using System.Text.Json.Nodes;

namespace Workbook.PowerBi.Report;

internal static class VisualDocument
{
    private const string Schema = "https://developer.microsoft.com/json-schemas/fabric/item/report/definition/visualContainer/2.9.0/schema.json";

    public static JsonObject Of(Visual visual, string id, int order)
    {
        var document = new JsonObject
        {
            ["$schema"] = Schema,
            ["name"] = id,
            ["position"] = new JsonObject
            {
                ["x"] = visual.Cells.X,
                ["y"] = visual.Cells.Y,
                ["z"] = order * 1000,
                ["height"] = visual.Cells.Height,
                ["width"] = visual.Cells.Width,
                ["tabOrder"] = order * 1000,
            },
            ["visual"] = new JsonObject
            {
                ["visualType"] = visual.Type,
                ["query"] = Query(visual),
                ["objects"] = Objects(visual),
                ["visualContainerObjects"] = new JsonObject
                {
                    ["title"] = Properties(("show", "true"), ("text", Text(visual.Title))),
                    // What screen readers say.
                    ["general"] = Properties(("altText", Text(visual.Title))),
                },
                ["drillFilterOtherVisuals"] = true,
            },
        };
        if (visual.Top is { } top)
            document["filterConfig"] = new JsonObject { ["filters"] = new JsonArray(TopFilter.Of(visual, top)) };
        return document;
    }

    public static JsonObject Expression(FieldName field, string? alias = null) => new()
    {
        [field.IsMeasure ? "Measure" : "Column"] = new JsonObject
        {
            ["Expression"] = new JsonObject { ["SourceRef"] = alias is null ? new JsonObject { ["Entity"] = field.Table } : new JsonObject { ["Source"] = alias } },
            ["Property"] = field.Name,
        },
    };

    private static JsonObject Query(Visual visual)
    {
        var roles = new JsonObject();
        foreach (var role in visual.Fields.GroupBy(field => field.Role))
            roles[role.Key] = new JsonObject { ["projections"] = new JsonArray([.. role.Select(field => Projection(field.Field))]) };
        var query = new JsonObject { ["queryState"] = roles };
        if (visual.Top is not null || visual.Type is "clusteredBarChart" or "treemap")
            query["sortDefinition"] = SortedBy(visual.Fields.First(field => field.Field.IsMeasure).Field, "Descending");
        else if (visual.Type is "lineChart" or "clusteredColumnChart")
            query["sortDefinition"] = SortedBy(visual.Fields[0].Field, "Ascending");
        return query;
    }

    private static JsonObject SortedBy(FieldName field, string direction) => new()
    {
        ["sort"] = new JsonArray(new JsonObject { ["field"] = Expression(field), ["direction"] = direction }),
        ["isDefaultSort"] = false,
    };

    private static JsonObject Projection(FieldName field)
    {
        var projection = new JsonObject { ["field"] = Expression(field), ["queryRef"] = $"{field.Table}.{field.Name}", ["nativeQueryRef"] = field.Name };
        if (!field.IsMeasure)
            projection["active"] = true;
        return projection;
    }

    private static JsonObject Objects(Visual visual) => visual.Type switch
    {
        "slicer" => new JsonObject { ["data"] = Properties(("mode", "'Dropdown'")), ["header"] = Properties(("show", "false")) },
        // The title says it.
        "card" => new JsonObject { ["categoryLabels"] = Properties(("show", "false")), ["labels"] = Properties(("fontSize", "20D")) },
        // Shares: the scale ends at the whole.
        "gauge" => new JsonObject { ["axis"] = Properties(("min", "0D"), ("max", "1D")) },
        _ => [],
    };

    private static JsonArray Properties(params (string Name, string Literal)[] properties)
    {
        var values = new JsonObject();
        foreach (var (name, literal) in properties)
            values[name] = new JsonObject { ["expr"] = new JsonObject { ["Literal"] = new JsonObject { ["Value"] = literal } } };
        return [new JsonObject { ["properties"] = values }];
    }

    private static string Text(string text) => $"'{text.Replace("'", "''")}'";
}
