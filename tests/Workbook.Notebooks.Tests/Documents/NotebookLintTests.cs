using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Documents.Lint;

namespace Workbook.Notebooks.Tests.Documents;

public sealed class NotebookLintTests
{
    [Fact]
    public void A_good_notebook_has_no_findings() => Assert.Empty(Check(Good()));

    [Fact]
    public void Outputs_and_counts_are_errors()
    {
        var document = Good();
        document.Cells[1].Outputs.Add("x");
        document.Cells[1].ExecutionCount = 7;
        Assert.Equal(["outputs", "execution-count"], Check(document).Select(finding => finding.Rule));
        Assert.All(Check(document), finding => Assert.Equal((2, document.Cells[1].Id, LintSeverity.Error), (finding.Cell, finding.CellId, finding.Severity)));
        Assert.Equal($"a.ipynb, cell 2 ({document.Cells[1].Id}): error execution-count: a source notebook holds no execution counts, and this cell has 7. Run 'workbook notebook clean'.", Check(document)[1].ToString());
    }

    [Theory]
    [InlineData(null, "id-missing"), InlineData("a b", "id-invalid"), InlineData("same", "id-duplicate"), InlineData("other", null)]
    public void Ids_are_there_valid_and_unique(string? id, string? rule)
    {
        var document = Good();
        (document.Cells[0].Id, document.Cells[1].Id) = ("same", id);
        AssertRule(document, rule);
    }

    [Theory]
    [InlineData("// BEGIN SOLUTION\nx\n// END SOLUTION", null)]
    [InlineData("// BEGIN SOLUTION\nx\n// END SOLUTION\n-- BEGIN SOLUTION\n-- END SOLUTION", null)]
    [InlineData("// BEGIN SOLUTION\nx", "marker-unbalanced")]
    [InlineData("x\n// END SOLUTION", "marker-unbalanced")]
    [InlineData("// BEGIN SOLUTION\n// BEGIN SOLUTION\n// END SOLUTION", "marker-nested")]
    [InlineData("// BEGIN SOLUTION\n// END HIDDEN TESTS\n// END SOLUTION", "marker-unbalanced")]
    [InlineData("// BEGIN HIDDEN TESTS\nx\n// END HIDDEN TESTS", null)]
    [InlineData("// BEGIN HIDDEN TESTS\n// BEGIN SOLUTION\n// END SOLUTION\n// END HIDDEN TESTS", "marker-nested")]
    public void Markers_are_balanced_and_not_nested(string source, string? rule)
    {
        var document = Good();
        document.Cells[1].Source = source;
        document.Cells[1].Metadata["nbgrader"] = Grading(("grade", true), ("solution", true), ("points", 1));
        if (rule is null)
            Assert.Empty(Check(document));
        else
            Assert.Contains(rule, Check(document).Select(finding => finding.Rule));
    }

    [Theory]
    [InlineData("grade", true, null)]
    [InlineData("schema_version", 2, "grading-schema")]
    [InlineData("schema_version", null, "grading-schema")]
    [InlineData("locked", "yes", "grading-schema")]
    [InlineData("task", null, "grading-schema")]
    [InlineData("task", true, "grading-schema")]
    [InlineData("cell_type", "markdown", "grading-schema")]
    [InlineData("cell_type", "code", null)]
    [InlineData("grade_id", "a b", "grading-id")]
    [InlineData("grade_id", null, "grading-id")]
    [InlineData("points", null, "grading-points")]
    [InlineData("points", -1, "grading-points")]
    [InlineData("points", "1", "grading-points")]
    [InlineData("points", 0, null)]
    [InlineData("points", 2.5, null)]
    [InlineData("grade", false, "grading-points")]
    public void Grading_metadata_follows_schema_version_3(string field, object? value, string? rule)
    {
        var document = Good();
        var grading = Grading(("grade", true), ("points", 1));
        if (value is null)
            grading.Remove(field);
        else
            grading[field] = Json(value);
        document.Cells[1].Metadata["nbgrader"] = grading;
        AssertRule(document, rule);
    }

    [Fact]
    public void A_grade_id_names_one_cell_and_markers_need_what_grades_them()
    {
        var document = Good();
        document.Cells[1].Metadata["nbgrader"] = Grading(("grade", true), ("points", 1));
        document.Cells[3].Metadata["nbgrader"] = Grading(("solution", true));
        AssertRule(document, "grading-id");
        document.Cells[3].Metadata["nbgrader"] = Grading(("solution", true), ("grade_id", "other"));
        AssertRule(document, null);
        document.Cells[1].Source = "// BEGIN SOLUTION\n// END SOLUTION";
        AssertRule(document, "grading-marker");
        document.Cells[1].Source = "// BEGIN HIDDEN TESTS\n// END HIDDEN TESTS";
        AssertRule(document, null);
        document.Cells[1].Metadata.Remove("nbgrader");
        AssertRule(document, "grading-missing");
    }

    [Fact]
    public void A_text_that_is_graded_is_a_solution()
    {
        var document = Good();
        document.Cells[0].Metadata["nbgrader"] = Grading(("grade", true), ("points", 1));
        AssertRule(document, "grading-schema");
        document.Cells[0].Metadata["nbgrader"]!["solution"] = true;
        AssertRule(document, null);
    }

    [Theory]
    [InlineData(40, null), InlineData(41, "cell-length")]
    public void No_cell_is_longer_than_40_lines(int lines, string? rule)
    {
        var document = NotebookWith([lines, .. Enumerable.Repeat(1, 12)]);
        AssertRule(document, rule);
    }

    [Fact]
    public void The_line_that_chooses_the_kernel_and_blank_ends_do_not_count()
    {
        var document = NotebookWith([1, 1]);
        document.Cells[1].Source = "#!sql\n\n" + Lines(40) + "\n\n";
        AssertRule(document, null);
    }

    [Theory]
    [InlineData(21, 10, null), InlineData(21, 9, "cell-long"), InlineData(20, 5, null)]
    public void Nine_cells_in_ten_have_at_most_20_lines(int lines, int cells, string? rule) => AssertRule(NotebookWith([lines, .. Enumerable.Repeat(1, cells - 1)]), rule);

    [Theory]
    [InlineData(5, null), InlineData(6, "cell-median")]
    public void The_median_cell_has_at_most_5_lines(int lines, string? rule) => AssertRule(NotebookWith([1, 1, lines, 9, 9]), rule);

    [Theory]
    [InlineData(6, 1, null), InlineData(7, 1, "charts"), InlineData(4, 0, "charts"), InlineData(3, 0, null), InlineData(12, 2, null), InlineData(13, 2, "charts")]
    public void About_one_cell_in_four_draws_a_chart(int cells, int charts, string? rule)
    {
        var document = NotebookWith([.. Enumerable.Repeat(1, cells)]);
        var drawn = 0;
        foreach (var cell in document.Cells.Where(cell => cell.Kind == CellKind.Code))
            cell.Source = drawn++ < charts ? "Chart.Bar(x)" : "NotAChart.Bar(x)";
        AssertRule(document, rule);
    }

    [Fact]
    public void Text_stands_between_code_cells()
    {
        var document = NotebookWith([1, 1, 1, 1, 1, 1, 1]);
        document.Cells.RemoveAt(2);
        AssertRule(document, null);
        document.Cells.RemoveAt(5);
        AssertRule(document, "prose-share");
        document.Cells[2].Metadata["nbgrader"] = Grading(("grade", true), ("points", 1));
        AssertRule(document, null);
    }

    [Fact]
    public void Three_code_cells_in_a_row_are_told_where_they_are()
    {
        var document = NotebookWith([.. Enumerable.Repeat(1, 12)]);
        document.Cells.RemoveAt(2);
        document.Cells[3].Source = "";
        var finding = Assert.Single(Check(document));
        Assert.Equal(("prose", 5, LintSeverity.Warning), (finding.Rule, finding.Cell, finding.Severity));
    }

    [Fact]
    public void A_damaged_file_is_a_finding()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "{\n \"cells\": [");
        var finding = Assert.Single(NotebookLint.Check(path));
        File.Delete(path);
        Assert.Equal(("json", LintSeverity.Error), (finding.Rule, finding.Severity));
        Assert.StartsWith($"{path}: error json: Line 2, character 12: expected JSON but the file ends there", finding.ToString());
    }

    private static NotebookDocument Good() => NotebookWith([1, 3, 5, 2]);

    /// <summary>Text before each code cell; one in three draws a chart.</summary>
    private static NotebookDocument NotebookWith(int[] lines) => Fixture.Of([.. lines.SelectMany((count, index) => (NotebookCell[])
        [NotebookCell.Markdown($"Claim {index}"), NotebookCell.Code(Lines(count) + (index % 3 == 0 ? " Chart.Bar(x)" : ""))])]);

    private static string Lines(int count) => string.Join('\n', Enumerable.Range(0, count).Select(number => $"x{number};"));

    private static JsonObject Grading(params (string Name, object Value)[] fields)
    {
        var json = new JsonObject { ["schema_version"] = 3, ["grade"] = false, ["locked"] = false, ["solution"] = false, ["task"] = false, ["grade_id"] = "orders" };
        foreach (var (name, value) in fields)
            json[name] = Json(value);
        return json;
    }

    private static JsonNode? Json(object value) => JsonNode.Parse(JsonSerializer.Serialize(value));

    private static IReadOnlyList<LintFinding> Check(NotebookDocument document) => NotebookLint.Check(document, "a.ipynb");

    private static void AssertRule(NotebookDocument document, string? rule) => Assert.Equal(rule is null ? [] : [rule], Check(document).Select(finding => finding.Rule).Distinct());
}
