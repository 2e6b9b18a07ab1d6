using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents.Json;

namespace Workbook.Notebooks.Documents.Lint;

/// <summary>Cell metadata of nbgrader, schema version 3, by which nbgrader and the workbook's own grader find what to grade.</summary>
internal static class GradingRules
{
    public static void Check(LintReport report)
    {
        var seen = new Dictionary<string, int>();
        foreach (var (cell, number) in report.Cells)
        {
            if (cell.Metadata["nbgrader"] is { } metadata)
                Check(report, cell, metadata, seen, number);
            else if (MarkerRules.Has(cell, MarkerRules.HiddenTests) || MarkerRules.Has(cell, MarkerRules.Solution))
                report.Error(cell, "grading-missing", "a cell with markers needs \"nbgrader\" metadata: schema_version 3, grade, locked, solution, task, grade_id, and points where it is graded.");
        }
    }

    private static void Check(LintReport report, NotebookCell cell, JsonNode metadata, Dictionary<string, int> seen, int number)
    {
        void Fault(string rule, string message) => report.Error(cell, rule, message);

        if (metadata is not JsonObject fields)
        {
            Fault("grading-schema", "expected \"nbgrader\" to be an object. Give it schema_version, grade, locked, solution, task and grade_id.");
            return;
        }
        if (fields.Number("schema_version") != 3)
            Fault("grading-schema", $"expected schema_version 3 but found {fields["schema_version"]?.ToJsonString() ?? "none"}. Set it to 3.");
        var flags = new Dictionary<string, bool>();
        foreach (var name in (ReadOnlySpan<string>)["grade", "locked", "solution", "task"])
        {
            if (fields[name]?.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
                flags[name] = fields[name]!.GetValue<bool>();
            else
                Fault("grading-schema", $"expected {name} to be true or false but found {fields[name]?.ToJsonString() ?? "none"}. Set it.");
        }
        bool Is(string name) => flags.GetValueOrDefault(name);

        if (fields.Text("grade_id") is not { } id || !SourceRules.Id().IsMatch(id))
            Fault("grading-id", $"expected grade_id to be a name of letters, digits, '-' and '_' but found {fields["grade_id"]?.ToJsonString() ?? "none"}. Name it for what it grades.");
        else if (!seen.TryAdd(id, number))
            Fault("grading-id", $"cell {seen[id]} has the grade_id '{id}', too. Change one of them: results are kept by it.");

        var isGraded = Is("grade") || Is("task");
        if (isGraded && Points(fields) is not >= 0)
            Fault("grading-points", $"a graded cell needs points, 0 or more, but found {fields["points"]?.ToJsonString() ?? "none"}. Set them.");
        if (!isGraded && fields["points"] is not null && Points(fields) != 0)
            Fault("grading-points", $"only a graded cell has points, and this has {fields["points"]!.ToJsonString()}. Set grade to true, or delete them.");
        var kind = cell.Kind.ToString().ToLowerInvariant();
        if (fields.Text("cell_type") is { } type && type != kind)
            Fault("grading-schema", $"its nbgrader metadata says cell_type '{type}', and it is a {kind} cell. Set one right.");
        if (cell.Kind == CellKind.Markdown && Is("grade") && !Is("solution"))
            Fault("grading-schema", "a graded markdown cell is answered in text, so solution must be true, too.");
        if (Is("task") && (Is("grade") || Is("solution")))
            Fault("grading-schema", "a task cell is neither grade nor solution. Set those to false.");
        if (MarkerRules.Has(cell, MarkerRules.Solution) && !Is("solution"))
            Fault("grading-marker", "it has 'BEGIN SOLUTION', so solution must be true: else the solution would stay in the candidate's copy.");
        if (MarkerRules.Has(cell, MarkerRules.HiddenTests) && !Is("grade"))
            Fault("grading-marker", "it has 'BEGIN HIDDEN TESTS', so grade must be true: else nothing is graded by them.");
    }

    private static double? Points(JsonObject fields) => fields["points"]?.GetValueKind() == JsonValueKind.Number ? fields["points"]!.GetValue<double>() : null;
}
