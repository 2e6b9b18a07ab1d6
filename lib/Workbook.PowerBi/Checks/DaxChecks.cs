using Workbook.PowerBi.Dax;

namespace Workbook.PowerBi.Checks;

/// <summary>That every name in an expression is there, brackets fit, functions are known, and no measure needs itself.</summary>
internal static class DaxChecks
{
    private static readonly HashSet<string> Functions =
    [
        "ALL", "ALLEXCEPT", "AVERAGE", "AVERAGEX", "BLANK", "CALCULATE", "CALCULATETABLE", "COUNT", "COUNTA", "COUNTAX", "COUNTROWS", "COUNTX", "DATE", "DATEDIFF", "DAY",
        "DISTINCTCOUNTNOBLANK", "DIVIDE", "EDATE", "EOMONTH", "FALSE", "FILTER", "IF", "ISBLANK", "ISINSCOPE", "KEEPFILTERS", "LOOKUPVALUE", "MAX", "MAXX", "MIN", "MINX",
        "MONTH", "NOT", "RELATED", "REMOVEFILTERS", "SUM", "SUMX", "SWITCH", "TRUE", "USERPRINCIPALNAME", "VALUES", "YEAR",
    ];

    public static void Find(ModelIndex index, List<string> faults)
    {
        var measures = index.Measures.Select(measure => measure.Measure.Name!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var needs = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (file, measure) in index.Measures)
        {
            var references = Check(file, $"measure '{measure.Name}'", measure.Expression ?? "", index, measures, faults);
            needs.TryAdd(measure.Name!, references.Measures);
        }
        foreach (var (file, role) in index.Roles.Values)
            foreach (var permission in role.Objects("tablePermission"))
                Check(file, $"role '{role.Name}' on '{permission.Name}'", permission.Expression ?? "", index, measures, faults);
        faults.AddRange(needs.Keys.Where(name => Reaches(name, name, needs, [])).Select(name => $"measures: '{name}' is defined by itself."));
    }

    private static DaxReferences Check(string file, string place, string expression, ModelIndex index, HashSet<string> measures, List<string> faults)
    {
        var references = DaxReferences.In(expression);
        if (expression.Length == 0)
            faults.Add($"{file}: {place} has no expression.");
        if (references.BracketFault is { } bracket)
            faults.Add($"{file}: {place}: {bracket}.");
        faults.AddRange(references.Columns.Where(column => index.Column(column.Table, column.Column) is null).Distinct()
            .Select(column => $"{file}: {place} uses {DaxText.Column(column.Table, column.Column)}, which isn't there."));
        faults.AddRange(references.Measures.Where(name => !measures.Contains(name)).Distinct().Select(name => $"{file}: {place} uses the measure {DaxText.Measure(name)}, which isn't there."));
        faults.AddRange(references.Tables.Where(name => !index.Tables.ContainsKey(name)).Distinct().Select(name => $"{file}: {place} uses the table {DaxText.Table(name)}, which isn't there."));
        faults.AddRange(references.Functions.Where(name => !Functions.Contains(name)).Distinct().Select(name => $"{file}: {place} uses {name}, which isn't among the functions that the workbook writes."));
        return references;
    }

    private static bool Reaches(string from, string target, Dictionary<string, IReadOnlyList<string>> needs, HashSet<string> seen) =>
        needs.GetValueOrDefault(from, []).Any(next => string.Equals(next, target, StringComparison.OrdinalIgnoreCase) || seen.Add(next) && Reaches(next, target, needs, seen));
}
