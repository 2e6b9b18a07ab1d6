using System.Text.Json.Nodes;

namespace Workbook.Jupyter.Kernel;

/// <summary>What a front end asks first. Answered before anything slow is loaded.</summary>
internal static class KernelInfo
{
    private static readonly string Version = typeof(KernelInfo).Assembly.GetName().Version!.ToString(3);

    public static JsonObject Reply() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = MessageWriter.ProtocolVersion,
        ["implementation"] = "workbook",
        ["implementation_version"] = Version,
        ["banner"] = $"Workbook {Version}: C# and SQL on DuckDB",
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["help_links"] = new JsonArray(
            Link("C# language", "https://learn.microsoft.com/dotnet/csharp/"), Link("DuckDB SQL", "https://duckdb.org/docs/stable/sql/introduction")),
        ["debugger"] = false,
    };

    private static JsonObject Link(string text, string url) => new() { ["text"] = text, ["url"] = url };
}
