using System.Text.Json.Nodes;

namespace Workbook.Jupyter.Kernel;

/// <summary>The language of a cell, as VS Code and JupyterLab send the cell's metadata along; other front ends send none.</summary>
internal static class RequestedLanguage
{
    /// <summary>The most telling first.</summary>
    private static readonly (string Section, string Name)[] Places =
        [("polyglot_notebook", "kernelName"), ("dotnet_interactive", "language"), ("vscode", "languageId")];

    /// <returns>Null where the metadata says nothing.</returns>
    public static string? Of(JsonObject metadata)
    {
        foreach (var (section, name) in Places)
            if (metadata[section] is JsonObject values && values[name] is JsonValue value && value.TryGetValue<string>(out var language) && language.Length > 0)
                return language;
        return null;
    }
}
