using System.Text.RegularExpressions;
using Workbook.PowerBi.Model;
using Workbook.PowerBi.Tmdl;

namespace Workbook.PowerBi.Checks;

internal static class ModelChecks
{
    public static void Find(ProjectFiles files, ModelIndex index, List<string> faults)
    {
        CheckReferences(files, index, faults);
        CheckNames(files, index, faults);
        foreach (var (file, table) in index.Tables.Values)
            CheckTable(file, table, index, faults);
        CheckRelationships(index, faults);
        CheckRoles(index, faults);
    }

    private static void CheckReferences(ProjectFiles files, ModelIndex index, List<string> faults)
    {
        var file = $"{files.Model}/definition/model.tmdl";
        if (!files.Tmdl.TryGetValue(file, out var nodes))
        {
            faults.Add($"{file}: it is missing.");
            return;
        }
        foreach (var (kind, known) in new[] { ("table", index.Tables), ("role", index.Roles) })
        {
            var named = nodes.Where(node => node.Keyword == $"ref {kind}").Select(node => node.Name!).ToList();
            faults.AddRange(named.Where(name => !known.ContainsKey(name)).Select(name => $"{file}: it refers to the {kind} '{name}', which no file defines."));
            faults.AddRange(known.Keys.Where(name => !named.Contains(name)).Select(name => $"{known[name].File}: {file} doesn't refer to the {kind} '{name}'."));
        }
    }

    private static void CheckNames(ProjectFiles files, ModelIndex index, List<string> faults)
    {
        faults.AddRange(index.Measures.GroupBy(measure => measure.Measure.Name!, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => $"{same.Last().File}: the measure '{same.Key}' is defined {same.Count()} times."));
        foreach (var (file, table) in index.Tables.Values)
            faults.AddRange(table.Objects("column").Concat(table.Objects("measure")).GroupBy(own => own.Name!, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
                .Select(same => $"{file}: '{table.Name}' has '{same.Key}' {same.Count()} times."));
        faults.AddRange(files.Tmdl.SelectMany(document => document.Value.SelectMany(Within).Select(node => (File: document.Key, Tag: node.Text("lineageTag"))))
            .Where(tagged => tagged.Tag is not null).GroupBy(tagged => tagged.Tag).Where(same => same.Count() > 1)
            .Select(same => $"{same.Last().File}: the lineageTag {same.Key} is there {same.Count()} times."));
    }

    private static void CheckTable(string file, TmdlNode table, ModelIndex index, List<string> faults)
    {
        var source = table.Objects("partition").FirstOrDefault()?.Children.FirstOrDefault(child => child.Keyword == "source")?.Expression ?? "";
        if (source.Length == 0)
            faults.Add($"{file}: '{table.Name}' has no partition with a source.");
        foreach (var column in table.Objects("column"))
        {
            if (column.Text("sortByColumn") is { } sort && index.Column(table.Name!, TmdlName.Read(sort).Name) is null)
                faults.Add($"{file}: '{column.Name}' is sorted by {sort}, which '{table.Name}' doesn't have.");
            if (column.Text("sourceColumn") is not { } own || !Regex.IsMatch(source, $@"\b{Regex.Escape(own)}\b"))
                faults.Add($"{file}: '{column.Name}' comes from the column '{column.Text("sourceColumn")}', which the table's query doesn't yield.");
        }
        if (table.Text("dataCategory") == "Time" && table.Objects("column").Count(column => column.Has("isKey") && column.Text("dataType") == "dateTime") != 1)
            faults.Add($"{file}: the date table '{table.Name}' must have one key, a date.");
        if (source.Contains("Gold", StringComparison.Ordinal) && !index.Expressions.Contains(GoldQueries.FolderParameter))
            faults.Add($"{file}: '{table.Name}' reads gold, but the parameter {GoldQueries.FolderParameter} isn't defined.");
    }

    private static void CheckRelationships(ModelIndex index, List<string> faults)
    {
        var relationships = new List<ModelRelationship>();
        foreach (var (file, node) in index.Relationships)
        {
            TmdlNode? End(string property, out (string Table, string Column) named)
            {
                named = default;
                try
                {
                    named = TmdlName.ReadColumn(node.Text(property) ?? "");
                }
                catch (FormatException fault)
                {
                    faults.Add($"{file}: {property} of {node.Name}: {fault.Message}.");
                    return null;
                }
                var column = index.Column(named.Table, named.Column);
                if (column is null) faults.Add($"{file}: {property} is {node.Text(property)}, which isn't there.");
                return column;
            }

            var (from, to) = (End("fromColumn", out var fromName), End("toColumn", out var toName));
            if (from is null || to is null) continue;
            if (from.Text("dataType") != to.Text("dataType"))
                faults.Add($"{file}: {node.Text("fromColumn")} is {from.Text("dataType")}, but {node.Text("toColumn")} is {to.Text("dataType")}.");
            relationships.Add(new ModelRelationship(fromName.Table, fromName.Column, toName.Table, toName.Column, node.Text("isActive") != "false"));
        }
        if (Ambiguity.Find(relationships) is var (start, end))
            faults.Add($"relationships: active ones lead from '{start}' to '{end}' in two ways. Make one of them inactive.");
        faults.AddRange(relationships.GroupBy(edge => edge with { IsActive = true }).Where(same => same.Count() > 1).Select(same => $"relationships: '{same.Key.FromTable}' and '{same.Key.ToTable}' are related twice by the same columns."));
    }

    private static void CheckRoles(ModelIndex index, List<string> faults)
    {
        foreach (var (file, role) in index.Roles.Values)
            faults.AddRange(role.Objects("tablePermission").Where(permission => !index.Tables.ContainsKey(permission.Name!))
                .Select(permission => $"{file}: the role '{role.Name}' filters the table '{permission.Name}', which isn't there."));
    }

    private static IEnumerable<TmdlNode> Within(TmdlNode node) => node.Children.SelectMany(Within).Prepend(node);
}
