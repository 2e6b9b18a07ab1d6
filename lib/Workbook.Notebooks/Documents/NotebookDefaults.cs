using System.Text.Json.Nodes;

namespace Workbook.Notebooks.Documents;

internal static class NotebookDefaults
{
    /// <summary>Of a new notebook: the workbook's kernel, in the words of Jupyter and of Polyglot Notebooks.</summary>
    public static JsonObject Metadata() => new()
    {
        ["kernelspec"] = new JsonObject { ["display_name"] = "Workbook (C# + SQL)", ["language"] = "C#", ["name"] = "workbook" },
        ["language_info"] = new JsonObject { ["name"] = "polyglot-notebook" },
        ["polyglot_notebook"] = new JsonObject
        {
            ["kernelInfo"] = new JsonObject
            {
                ["defaultKernelName"] = "csharp",
                ["items"] = new JsonArray(
                    Item("csharp", "csharp", "C#", "c#"), Item("html", "HTML"), Item("javascript", "JavaScript", "js"), Item("markdown", "Markdown", "md"),
                    Item("mermaid", "Mermaid"), Item("sql", "SQL"), Item("value", "")),
            },
        },
    };

    private static JsonObject Item(string name, string language, params string[] aliases)
    {
        var item = new JsonObject { ["aliases"] = new JsonArray([.. aliases.Select(alias => (JsonNode)alias)]) };
        if (language.Length > 0)
            item["languageName"] = language;
        item["name"] = name;
        return item;
    }
}
