using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Interactive.Tests;

/// <summary>Cells of the workbook in .NET Interactive: SQL, tasks, faults, and that engine's own magics beside them.</summary>
public sealed class CellTests(LoadedNotebook notebook) : IClassFixture<LoadedNotebook>
{
    [Fact]
    public void A_CSharp_cell_has_the_workspace_of_the_notebooks_folder_and_our_imports()
    {
        Assert.Equal(notebook.World.Folder, notebook.Value("Workspace.Root"));
        Assert.Equal("DeltaTable, Reconciler, GenerationOptions, ProgressBar", notebook.Value("$\"{nameof(DeltaTable)}, {nameof(Reconciler)}, {nameof(GenerationOptions)}, {nameof(ProgressBar)}\""));
    }

    [Fact]
    public void An_SQL_cell_takes_CSharp_variables_and_hands_its_rows_back()
    {
        notebook.Run("var least = 3;");
        var run = notebook.Run("#!sql --name numbers\nSELECT range AS n FROM range(10) WHERE range >= $least");
        Assert.StartsWith("n\n-\n3\n", run.Texts.Single());
        Assert.Equal("42", notebook.Value("numbers.Sum(row => row.Get<long>(\"n\"))"));
        Assert.Equal("7", notebook.Value("Workspace.Scalar<long>(\"SELECT count(*) FROM numbers\")"));
        // As VS Code sends it: the language by metadata, too.
        Assert.Contains("42", notebook.Run("#!sql\nSELECT sum(n)::INTEGER AS total FROM numbers", "sql").Texts.Single());
        Assert.Contains("43", notebook.Run("SELECT sum(n)::INTEGER + 1 AS total FROM numbers", "sql").Texts.Single());
    }

    [Fact]
    public void An_SQL_cell_names_a_variable_that_no_cell_has() =>
        Assert.Equal("The statement names $absent, and no C# cell has declared a variable 'absent'. Declare it in a C# cell before this one, such as: var absent = 5;", notebook.Process.Run("#!sql\nSELECT $absent").Failure);

    [Fact]
    public void A_chart_of_Plotly_NET_shows_as_ours_do_and_needs_no_network()
    {
        // The second package brings forms of its own.
        const string Line = "Plotly.NET.CSharp.Chart.Line<int, int, string>(x: new[] { 1, 2, 3 }, y: new[] { 4, 1, 5 })";
        foreach (var package in (string[])["Plotly.NET, 6.0.0", "Plotly.NET.Interactive, 6.0.0"])
        {
            var restored = notebook.Process.Run($"#r \"nuget: {package}\"\n#r \"nuget: Plotly.NET.CSharp, 0.14.0\"\n{Line}");
            Assert.SkipWhen(Regex.IsMatch(restored.Failure ?? "", "error NU1|service index"), $"The package can't be restored here: {restored.Failure}");
            foreach (var run in (Tool.CellRun[])[restored.Succeeded(), notebook.Run(Line), notebook.Run($"display({Line});")])
            {
                var forms = run.Shown[^1];
                Assert.Equal("[4,1,5]", JsonNode.Parse(forms["application/vnd.plotly.v1+json"])!["data"]![0]!["y"]!.ToJsonString());
                Assert.Contains("data-chart=", forms["text/html"]);
                Assert.DoesNotContain("https://cdn", forms["text/html"]);
                Assert.Equal("Chart", forms["text/plain"]);
            }
        }
    }

    [Fact]
    public void A_wrong_statement_is_marked_where_it_is_wrong() =>
        Assert.Equal("""
            Line 3, column 8: Binder Error: Referenced column "nope" not found in FROM clause!
            Candidate bindings: "range"
            SELECT nope
                   ^
            """, notebook.Process.Run("#!sql\nSELECT 1;\nSELECT nope\nFROM range(3)").Failure);

    [Fact]
    public void Faults_of_the_workbook_come_without_a_stack_and_others_with()
    {
        Assert.Equal("There is no task 'no.such'", notebook.Process.Run("Check(\"no.such\")").Failure!.Split(';')[0]);
        Assert.Equal("not so", notebook.Process.Run("throw new WorkbookException(\"not so\");").Failure);
        // The former fault is over, though this cell leaves the script as that one left it.
        Assert.Contains("CS0103", notebook.Process.Run("missing").Failure);
        Assert.Contains("at Submission#", notebook.Process.Run("throw new InvalidOperationException(\"odd\");").Failure);
        Assert.Contains("raw.inventory is not attempted", notebook.Process.Run("Require(\"raw.inventory\")").Failure);
    }

    [Fact]
    public void A_task_has_hints_and_a_solution_and_is_remembered()
    {
        Assert.StartsWith("Hint 1 of 3", notebook.Run("Hint(\"generation.weekdays\")").Texts.Single());
        Assert.StartsWith("The solution is shown after an attempt", notebook.Run("Solution(\"generation.weekdays\")").Texts.Single());
        Assert.Contains("Id: generation.weekdays, ", notebook.Run("ShowProgress()").Texts.Single());
        Assert.StartsWith("Progress in 'generation' was reset", notebook.Run("ResetProgress(\"generation\")").Texts.Single());
    }

    [Theory]
    [InlineData("#!share --from sql shared")]
    [InlineData("#!share shared --from sql")]
    [InlineData("#!share --name shared --from sql")]
    public void Share_hands_a_result_over_whatever_comes_first(string magic)
    {
        notebook.Run("#!sql --name shared\nSELECT 5 AS n");
        notebook.Run("#!share --from sql --as other shared");
        Assert.Equal("5", notebook.Value($"{magic}\nshared[0][\"n\"]"));
        Assert.Equal("5", notebook.Value("other[0][\"n\"]"));
    }

    [Theory]
    [InlineData("#!set --name copy --value @sql:given")]
    [InlineData("#!set --value @sql:given --name copy")]
    public void Set_hands_a_result_over_as_JSON(string magic)
    {
        notebook.Run("#!sql --name given\nSELECT 5 AS n, 'x' AS t, NULL AS u, 1.50::DECIMAL(9,2) AS d");
        Assert.Equal("""[{"n":5,"t":"x","u":null,"d":1.50}]""", notebook.Value($"{magic}\ncopy.RootElement.GetRawText()"));
        Assert.Equal("1", notebook.Value($"{magic.Replace("copy", "same")} --byref\nsame.Count"));
    }

    [Fact]
    public void SQL_takes_values_of_other_kernels()
    {
        notebook.Run("#!value --name city\nOslo");
        Assert.Contains("Oslo", notebook.Run("#!sql\nSELECT $city AS city").Texts.Single());
        Assert.Contains("Oslo!", notebook.Run("#!sql\n#!share --from value city --as town\nSELECT $town || '!' AS city").Texts.Single());
        notebook.Run("#!sql\n#!set --name three --value 3");
        Assert.Contains("3", notebook.Run("#!sql\nSELECT $three AS n").Texts.Single());
    }

    [Fact]
    public void Import_runs_a_script_and_a_notebook()
    {
        File.WriteAllText(Path.Combine(notebook.World.Notebooks, "more.csx"), "var imported = Workspace.Scalar<int>(\"SELECT 7\");");
        Assert.Equal("7", notebook.Value("#!import more.csx\nimported"));
        File.WriteAllText(Path.Combine(notebook.World.Notebooks, "more.dib"), "#!csharp\n\nvar ten = 10;\n\n#!sql --name twenty\n\nSELECT $ten + 10 AS n\n");
        notebook.Run("#!import more.dib");
        Assert.Equal("20", notebook.Value("twenty[0][\"n\"]"));
    }

    [Fact]
    public void Time_tells_how_long_a_cell_took()
    {
        var run = notebook.Run("#!time\n1 + 1");
        Assert.Equal("2", run.Texts[0]);
        Assert.Matches(@"^Wall time: [\d.]+ms$", run.Texts[1]);
    }

    [Fact]
    public void A_form_that_a_cell_registers_is_used_in_lists_too()
    {
        notebook.Run("record Fruit(string Name);\nFormatter.Register<Fruit>((fruit, writer) => writer.Write($\"<i>{fruit.Name}</i>\"), \"text/html\");");
        Assert.Equal("<i>Pear</i>", notebook.Run("new Fruit(\"Pear\")").Shown[0]["text/html"]);
        Assert.Contains("<td><i>Plum</i></td>", notebook.Run("new[] { new { Fruit = new Fruit(\"Plum\") } }").Shown[0]["text/html"]);
    }

    [Fact]
    public void A_progress_bar_is_redrawn_where_it_stands()
    {
        var run = notebook.Run("var bar = Progress(\"work\");\nbar.Report(0.5);\nbar.Report(1);");
        Assert.Equal(["work 100 %"], run.Texts);
    }

    [Fact]
    public void What_can_not_be_taken_back_or_asked_is_said()
    {
        Assert.Contains("can't take back", notebook.Run("ClearOutput(); ClearOutput();").Error);
        Assert.StartsWith("The cell asks for input, and nobody is there to answer", notebook.Process.Run("Input(\"Who?\")").Failure);
    }

    [Fact]
    public void Completion_knows_the_lakes_tables()
    {
        notebook.Run("#!sql\nCREATE OR REPLACE TABLE harvest (fruit VARCHAR, kilos INTEGER)");
        var token = notebook.Process.Send("RequestCompletions", new JsonObject { ["code"] = "SELECT * FROM har", ["targetKernelName"] = "sql", ["linePosition"] = new JsonObject { ["line"] = 0, ["character"] = 17 } });
        var found = notebook.Process.Next(happened => happened.Type == "CompletionsProduced" && happened.Token!.StartsWith(token, StringComparison.Ordinal));
        Assert.Contains("harvest", found.Event["completions"]!.AsArray().Select(item => (string?)item!["displayText"]));
    }

    [Theory]
    [InlineData("#!sql\nSELECT count(*) FROM range(1000000000) a, range(1000000) b")]
    [InlineData("Workspace.Scalar<long>(\"SELECT count(*) FROM range(1000000000) a, range(1000000) b\")")]
    [InlineData("while (true) Cancellation.ThrowIfCancellationRequested();")]
    public void A_cell_that_takes_too_long_can_be_stopped(string code)
    {
        var token = notebook.Process.Submit(code);
        Thread.Sleep(2000);
        var clock = Stopwatch.StartNew();
        notebook.Process.Send("Cancel", []);
        Assert.NotNull(notebook.Process.Finish(token).Failure);
        Assert.Contains("1", notebook.Run("#!sql\nSELECT 1 AS n").Texts.Single());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }
}
