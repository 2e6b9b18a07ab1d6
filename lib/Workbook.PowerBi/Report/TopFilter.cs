using System.Text.Json.Nodes;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Report;

/// <summary>A visual's filter that keeps the members with most of its first measure.</summary>
internal static class TopFilter
{
    public static JsonObject Of(Visual visual, int count)
    {
        var (member, measure) = (visual.Fields.First(field => !field.Field.IsMeasure).Field, visual.Fields.First(field => field.Field.IsMeasure).Field);
        var select = VisualDocument.Expression(member, "m");
        select["Name"] = "member";
        var ranking = new JsonObject
        {
            ["Version"] = 2,
            ["From"] = new JsonArray(Source("m", member.Table), Source("v", measure.Table)),
            ["Select"] = new JsonArray(select),
            ["OrderBy"] = new JsonArray(new JsonObject { ["Direction"] = 2, ["Expression"] = VisualDocument.Expression(measure, "v") }),
            ["Top"] = count,
        };
        return new JsonObject
        {
            ["name"] = StableId.Short("top", visual.Title),
            ["field"] = VisualDocument.Expression(member),
            ["type"] = "TopN",
            ["filter"] = new JsonObject
            {
                ["Version"] = 2,
                ["From"] = new JsonArray(
                    new JsonObject { ["Name"] = "ranking", ["Expression"] = new JsonObject { ["Subquery"] = new JsonObject { ["Query"] = ranking } }, ["Type"] = 2 },
                    Source("m", member.Table)),
                ["Where"] = new JsonArray(new JsonObject
                {
                    ["Condition"] = new JsonObject
                    {
                        ["In"] = new JsonObject
                        {
                            ["Expressions"] = new JsonArray(VisualDocument.Expression(member, "m")),
                            ["Table"] = new JsonObject { ["SourceRef"] = new JsonObject { ["Source"] = "ranking" } },
                        },
                    },
                }),
            },
        };
    }

    private static JsonObject Source(string alias, string table) => new() { ["Name"] = alias, ["Entity"] = table, ["Type"] = 0 };
}
