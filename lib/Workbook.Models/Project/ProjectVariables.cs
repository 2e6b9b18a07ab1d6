namespace Workbook.Models.Project;

/// <summary>Variables from the command line.</summary>
public static class ProjectVariables
{
    /// <param name="text">A YAML or JSON mapping; null for none.</param>
    /// <exception cref="WorkbookException">It is none.</exception>
    public static IReadOnlyDictionary<string, object?> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new Dictionary<string, object?>();
        return YamlMap.Parse(text, "--vars")?.ToDict().ToDictionary(entry => Jinja.JinjaText.Str(entry.Key), entry => entry.Value, StringComparer.Ordinal) ?? [];
    }
}
