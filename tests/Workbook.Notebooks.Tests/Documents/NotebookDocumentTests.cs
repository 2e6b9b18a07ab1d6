using System.Text;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Tests.Documents;

public sealed class NotebookDocumentTests
{
    [Fact]
    public void A_new_notebook_is_for_the_workbook_kernel_and_names_sql_cells_both_ways()
    {
        var document = NotebookDocument.New();
        document.Cells.Add(NotebookCell.Code("SELECT 1\n", "sql"));
        Assert.Equal("""
            {
             "cells": [
              {
               "cell_type": "code",
               "execution_count": null,
               "id": "ID",
               "metadata": {
                "polyglot_notebook": {
                 "kernelName": "sql"
                }
               },
               "outputs": [],
               "source": [
                "#!sql\n",
                "SELECT 1\n"
               ]
              }
             ],
             "metadata": {
              "kernelspec": {
               "display_name": "Workbook (C# + SQL)",
               "language": "C#",
               "name": "workbook"
              },
              "language_info": {
               "name": "polyglot-notebook"
              },
            """, Text(document).Replace(document.Cells[0].Id!, "ID")[..^Text(document)[Text(document).IndexOf("\n  \"polyglot_notebook\"", StringComparison.Ordinal)..].Length]
            .Replace(document.Cells[0].Id!, "ID").TrimEnd());
        Assert.EndsWith(" \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n", Text(document));
        Assert.Equal("csharp", document.DefaultLanguage);
    }

    [Fact]
    public void A_changed_line_changes_one_line_of_the_file() =>
        AssertEdit(document => document.Cells[1].Source = "var seed = 42;\nseed + 2", "\"seed + 1\"", "\"seed + 2\"");

    [Fact]
    public void An_added_line_is_put_between_the_others() =>
        AssertEdit(document => document.Cells[1].Source = "var seed = 42;\nvar ö = 1;\nseed + 1", "    \"seed + 1\"", "    \"var ö = 1;\\n\",\n    \"seed + 1\"");

    [Fact]
    public void A_new_field_goes_to_its_place_in_the_alphabet_in_the_files_own_indent()
    {
        AssertEdit(document => document.Cells[1].Metadata.Add("zoo", new JsonObject { ["a"] = 1.5 }), "     \"parameters\"\n    ]\n", "     \"parameters\"\n    ],\n    \"zoo\": {\n     \"a\": 1.5\n    }\n");
        AssertEdit(document => document.Cells[0].Tags = ["slow"], "\"intro\",\n   \"metadata\": {}", "\"intro\",\n   \"metadata\": {\n    \"tags\": [\n     \"slow\"\n    ]\n   }");
        AssertEdit(document => document.Cells[1].Language = "sql", "   \"metadata\": {\n    \"tags\"", "   \"metadata\": {\n    \"polyglot_notebook\": {\n     \"kernelName\": \"sql\"\n    },\n    \"tags\"");
    }

    [Fact]
    public void An_executed_cell_gets_its_outputs_and_count_alone() => AssertEdit(document =>
    {
        document.Cells[1].ExecutionCount = 1;
        document.Cells[1].Outputs.Add(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = new JsonArray("hi\n") });
    }, "null,\n   \"id\": \"count-orders\",\n   \"metadata\": {\n    \"tags\": [\n     \"parameters\"\n    ]\n   },\n   \"outputs\": []",
        "1,\n   \"id\": \"count-orders\",\n   \"metadata\": {\n    \"tags\": [\n     \"parameters\"\n    ]\n   },\n   \"outputs\": [\n    {\n     \"output_type\": \"stream\",\n     \"name\": \"stdout\",\n     \"text\": [\n      \"hi\\n\"\n     ]\n    }\n   ]");

    [Fact]
    public void A_removed_cell_takes_its_lines_with_it()
    {
        var document = Parse(SampleFiles.Plain);
        document.Cells.RemoveAt(1);
        var start = SampleFiles.Plain.IndexOf(",\n  {\n   \"cell_type\": \"code\"", StringComparison.Ordinal);
        Assert.Equal(SampleFiles.Plain.Remove(start, SampleFiles.Plain.IndexOf("\n ],\n \"metadata\"", StringComparison.Ordinal) - start), Text(document));
    }

    [Fact]
    public void Files_that_escape_letters_go_on_doing_so()
    {
        var document = NotebookDocument.Parse(SampleFiles.All["escaped letters"]);
        document.Cells[0].Source += "\n// ö🦆";
        Assert.Contains(@"\u6570\n"", ""// \u00f6\ud83e\udd86""]", Text(document));
    }

    [Fact]
    public void A_source_that_is_one_text_stays_one()
    {
        var document = NotebookDocument.Parse(SampleFiles.All["source as text"]);
        document.Cells[0].Source = "x\ny";
        Assert.Contains("\"source\": \"x\\ny\"}", Text(document));
    }

    [Fact]
    public void Upgrading_gives_ids_that_stay_the_same()
    {
        var (one, two) = (NotebookDocument.Parse(SampleFiles.All["nbformat 4.2"]), NotebookDocument.Parse(SampleFiles.All["nbformat 4.2"]));
        one.Upgrade();
        two.Upgrade();
        Assert.Equal(5, Parse(Text(one)).FormatMinor);
        Assert.Equal(Text(one), Text(two));
        Assert.Equal(2, Parse(Text(one)).Cells.Select(cell => cell.Id).OfType<string>().Distinct().Count());
    }

    [Fact]
    public void A_new_cell_has_an_id_only_where_the_format_knows_ids()
    {
        var (old, current) = (NotebookDocument.Parse(SampleFiles.All["nbformat 4.4"]), Parse(SampleFiles.Plain));
        old.Cells.Add(NotebookCell.Markdown("x"));
        current.Cells.Add(NotebookCell.Markdown("x"));
        Assert.DoesNotContain("\"id\"", Text(old));
        Assert.NotNull(Parse(Text(current)).Cells[2].Id);
    }

    [Theory]
    [InlineData("""{"polyglot_notebook": {"kernelName": "sql"}, "dotnet_interactive": {"language": "csharp"}}""", "sql")]
    [InlineData("""{"dotnet_interactive": {"language": "html"}}""", "html")]
    [InlineData("""{"vscode": {"languageId": "sql"}}""", "sql")]
    [InlineData("""{"vscode": {"languageId": "polyglot-notebook"}}""", null)]
    [InlineData("""{"polyglot_notebook": 3}""", null)]
    [InlineData("{}", null)]
    public void The_language_is_read_from_whichever_metadata_has_it(string metadata, string? language) => Assert.Equal(language,
        Parse($$"""{"cells": [{"cell_type": "code", "metadata": {{metadata}}, "source": "", "outputs": [], "execution_count": null}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}""").Cells[0].Language);

    [Theory]
    [InlineData("#!sql\nSELECT 1", "sql", "SELECT 1")]
    [InlineData("#!sql --name rows\nSELECT 1", "sql", "SELECT 1")]
    [InlineData("#!C#\r\n1", "csharp", "1")]
    [InlineData("#!md", "markdown", "")]
    [InlineData("#!time\n1", null, "#!time\n1")]
    [InlineData("1\n#!sql", null, "1\n#!sql")]
    public void The_first_line_chooses_the_kernel(string source, string? chooser, string code) => Assert.Equal((chooser, code), CellLanguage.Split(source));

    [Fact]
    public void Writing_replaces_the_file_and_leaves_nothing_beside_it()
    {
        var folder = Directory.CreateTempSubdirectory("workbook-notebooks-").FullName;
        var path = Path.Combine(folder, "a.ipynb");
        File.WriteAllText(path, SampleFiles.Plain);
        NotebookDocument.Read(path).Write(path);
        Assert.Equal(SampleFiles.Plain, File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder, recursive: true);
        Assert.Contains($"'{path}' can't be read", Assert.Throws<WorkbookException>(() => NotebookDocument.Read(path)).Message);
    }

    private static void AssertEdit(Action<NotebookDocument> edit, string before, string after)
    {
        var document = Parse(SampleFiles.Plain);
        edit(document);
        Assert.Contains(before, SampleFiles.Plain);
        Assert.Equal(SampleFiles.Plain.Replace(before, after), Text(document));
    }

    private static NotebookDocument Parse(string text) => NotebookDocument.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(NotebookDocument document) => Encoding.UTF8.GetString(document.ToBytes());
}
