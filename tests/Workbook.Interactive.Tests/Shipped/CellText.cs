using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbook.Interactive.Tests.Tool;
using Workbook.Notebooks.Documents;

namespace Workbook.Interactive.Tests.Shipped;

/// <summary>What a cell showed, as text that two runs have in common: kinds of output and their plain texts, without times and places.</summary>
internal static partial class CellText
{
    public static string Of(NotebookCell cell, string folder)
    {
        var outputs = cell.Outputs.Select(output => output!.AsObject()).ToList();
        var shown = outputs.Where(output => output["data"] is not null).Select(output => output["data"]!.AsObject().ToDictionary(form => form.Key, form => Joined(form.Value)));
        if (cell.Source.Contains("#r \"nuget:"))
            shown = shown.Where(forms => !(forms.Count == 1 && PackageName().IsMatch(forms.GetValueOrDefault("text/plain", ""))));
        return Of(shown, Stream(outputs, "stdout"), Stream(outputs, "stderr"), folder);
    }

    public static string Of(CellRun run, string folder) => Of(run.Shown.Where(forms => !IsOfPackages(forms)), run.Out, run.Error, folder);

    /// <summary>.NET Interactive lists the packages that it loaded; our kernel has a line for each.</summary>
    private static bool IsOfPackages(Dictionary<string, string> forms) => forms.GetValueOrDefault("text/html", "").Contains("<strong>Installed Packages</strong>");

    private static string Of(IEnumerable<Dictionary<string, string>> shown, string output, string error, string folder)
    {
        var lines = shown.Select(forms => $"[{string.Join(", ", forms.Keys.Order())}] {forms.GetValueOrDefault("text/plain")}").Append($"stdout {output}").Append($"stderr {error}");
        return Moment().Replace(string.Join('\n', lines).Replace(folder, "FOLDER"), "N");
    }

    private static string Stream(List<JsonObject> outputs, string name) => string.Concat(outputs.Where(output => (string?)output["name"] == name).Select(output => Joined(output["text"])));

    private static string Joined(JsonNode? text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : text is JsonValue ? text.ToString() : "";

    [GeneratedRegex(@"^[A-Za-z][\w.]* \d+(\.\d+)+\S*$")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"[\d,.]+ ms|(?<=\b(?:Milliseconds|Seconds|Slow|Fast|Factor): )[\d.]+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")]
    private static partial Regex Moment();
}
