using System.Globalization;
using Workbook.Models.Project;

namespace Workbook.Models.Metrics;

/// <summary>Reads definitions from YAML; a faulty one is told and left out, so that all faults are found at once.</summary>
internal static class MetricFiles
{
    private static readonly string[] Sections = ["tables", "relationships", "dimensions", "metrics"];
    private static readonly string[] TableKeys = ["name", "relation", "grain", "date", "fiscal_year", "description"];
    private static readonly string[] RelationshipKeys = ["from", "to", "on"];
    private static readonly string[] DimensionKeys = ["name", "label", "table", "column", "grain", "description"];
    private static readonly string[] MetricKeys =
        ["name", "label", "table", "expression", "numerator", "denominator", "of", "calculation", "days", "additivity", "dimensions", "format", "unit", "owner", "description"];

    public static MetricCatalog Read(string folder, List<string> faults)
    {
        var (tables, relationships, dimensions, metrics) =
            (new List<MetricTable>(), new List<MetricRelationship>(), new List<MetricDimension>(), new List<Metric>());
        foreach (var path in Directory.EnumerateFiles(folder, "*.yml").Order(StringComparer.Ordinal))
        {
            try
            {
                if (YamlMap.Parse(File.ReadAllText(path), Path.GetFileName(path)) is not { } map) continue;
                RequireKeys(map, Sections);
                ReadAll(map, "tables", Table, tables, faults);
                ReadAll(map, "relationships", Relationship, relationships, faults);
                ReadAll(map, "dimensions", Dimension, dimensions, faults);
                ReadAll(map, "metrics", Metric, metrics, faults);
            }
            catch (ProjectException fault)
            {
                faults.Add(fault.Message);
            }
        }
        return new MetricCatalog(tables, relationships, dimensions, metrics);
    }

    private static void ReadAll<T>(YamlMap map, string section, Func<YamlMap, T> read, List<T> items, List<string> faults)
    {
        foreach (var item in map.Maps(section))
        {
            try
            {
                items.Add(read(item));
            }
            catch (ProjectException fault)
            {
                faults.Add(fault.Message);
            }
        }
    }

    private static MetricTable Table(YamlMap map)
    {
        RequireKeys(map, TableKeys);
        return new MetricTable(map.RequiredText("name"), map.RequiredText("relation"), map.RequiredText("grain"), map.Text("date"), map.Text("fiscal_year"), map.File, map.Line);
    }

    private static MetricRelationship Relationship(YamlMap map)
    {
        RequireKeys(map, RelationshipKeys);
        var columns = map.RequiredText("on").Split('=', StringSplitOptions.TrimEntries);
        return columns.Length <= 2
            ? new MetricRelationship(map.RequiredText("from"), columns[0], map.RequiredText("to"), columns[^1], map.File, map.Line)
            : throw new ProjectException(map.File, map.LineOf("on"), "'on' must be one column that both tables have, or 'column = column of the other table'.");
    }

    private static MetricDimension Dimension(YamlMap map)
    {
        RequireKeys(map, DimensionKeys);
        var name = map.RequiredText("name");
        return new MetricDimension(name, map.Text("label") ?? name, map.RequiredText("table"), map.RequiredText("column"), Choice<TimeGrain>(map, "grain"), map.File, map.Line);
    }

    private static Metric Metric(YamlMap map)
    {
        RequireKeys(map, MetricKeys);
        return new Metric
        {
            Name = map.RequiredText("name"),
            Label = map.RequiredText("label"),
            Additivity = Choice<Additivity>(map, "additivity") ?? throw new ProjectException(map.File, map.Line, "'additivity' is missing here: additive, semi_additive or non_additive."),
            Format = map.RequiredText("format"),
            Unit = map.Text("unit"),
            Owner = map.RequiredText("owner"),
            Description = map.RequiredText("description").Trim(),
            Dimensions = map.Texts("dimensions"),
            Table = map.Text("table"),
            Expression = map.Text("expression")?.Trim(),
            Numerator = map.Text("numerator"),
            Denominator = map.Text("denominator"),
            Of = map.Text("of"),
            Calculation = Choice<TimeCalculation>(map, "calculation"),
            Days = map.Text("days") is not { } days ? 0
                : int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 3660 ? count
                : throw new ProjectException(map.File, map.LineOf("days"), $"'days' must be a whole number from 1 to 3660, not '{days}'."),
            File = map.File,
            Line = map.Line,
        };
    }

    /// <summary>YearToDate is written year_to_date.</summary>
    private static T? Choice<T>(YamlMap map, string key) where T : struct, Enum
    {
        if (map.Text(key) is not { } text)
            return null;
        var choices = Enum.GetValues<T>().ToDictionary(value => string.Concat(value.ToString()
            .Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}")));
        return choices.TryGetValue(text, out var choice)
            ? choice
            : throw new ProjectException(map.File, map.LineOf(key), $"'{key}' can't be '{text}'.{NearestName.Hint(text, choices.Keys)} It is one of: {string.Join(", ", choices.Keys)}.");
    }

    private static void RequireKeys(YamlMap map, string[] known)
    {
        if (map.Keys.FirstOrDefault(key => !known.Contains(key)) is { } key)
            throw new ProjectException(map.File, map.LineOf(key), $"'{key}' is not known here.{NearestName.Hint(key, known)} Known are: {string.Join(", ", known)}.");
    }
}
