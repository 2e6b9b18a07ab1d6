using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Workbook.Notebooks.Documents;

namespace Workbook.Cli.Tests;

/// <summary>Notebooks without a front end, through the command.</summary>
public sealed class NotebookRunTests : NotebookRuns
{
    [Fact]
    public void The_executed_notebook_has_counts_outputs_and_a_page()
    {
        Put("a", ("var x = 20;", []), ("Console.WriteLine(\"half\"); x + 1", []), ("#!sql\nSELECT $x AS x", []));
        var result = Run("a");
        Assert.True(result.Exit == 0, result.Error);
        var cells = Executed("a").Cells;
        Assert.Equal([1, 2, 3], cells.Select(cell => cell.ExecutionCount));
        Assert.Equal("half\n", (string?)cells[1].Outputs[0]!["text"]![0]);
        Assert.Equal("21", (string?)cells[1].Outputs[1]!["data"]!["text/plain"]![0]);
        Assert.Contains("20", cells[2].Outputs[0]!["data"]!["text/plain"]!.ToJsonString());
        Assert.Contains("cell 2/3 Console.WriteLine", result.Error);
        Assert.Contains("half\n", result.Error);
        Assert.Contains("| a.ipynb  | passed |", result.Out);
        Assert.Empty(NotebookDocument.Read(Path.Combine(Folder, "a.ipynb")).Cells.SelectMany(cell => cell.Outputs));
    }

    [Fact]
    public void A_failing_cell_ends_its_notebook_and_is_linked_from_a_banner()
    {
        Put("a", ("1", []), ("throw new Exception(\"broken\");", []), ("3", []));
        Put("b", ("1", []));
        var result = Run("a", "b");
        Assert.Equal(1, result.Exit);
        Assert.Contains("a.ipynb: Exception: broken", result.Error);
        var document = Executed("a");
        Assert.Contains("(#failed-cell)", document.Cells[0].Source);
        Assert.Contains("id=\"failed-cell\"", document.Cells[2].Source);
        Assert.Equal([1, 2, null], document.Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => cell.ExecutionCount));
        var junit = XDocument.Load(Path.Combine(Out, "junit.xml"));
        Assert.Equal(["1", "0"], junit.Descendants("testsuite").Select(suite => (string?)suite.Attribute("failures")));
        Assert.Equal("Exception: broken", (string?)junit.Descendants("failure").Single().Attribute("message"));
        var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "summary.json"))).RootElement;
        Assert.Equal((1, 1), (summary.GetProperty("passed").GetInt32(), summary.GetProperty("failed").GetInt32()));
    }

    [Fact]
    public void Tags_expect_a_fault_skip_a_cell_and_limit_its_time()
    {
        Put("a", ("throw new Exception(\"expected\");", ["raises-exception"]), ("Environment.Exit(1);", ["skip-execution"]), ("5", []));
        Assert.Equal(0, Run("a").Exit);
        Put("b", ("Thread.Sleep(60000);", ["timeout:0.5"]));
        var result = Run("b");
        Assert.Equal(3, result.Exit);
        Assert.Contains("did not end within 0.5 s", result.Error);
    }

    [Fact]
    public void A_cell_that_writes_all_the_time_is_heard_to_its_end()
    {
        // Half lines are sent by a timer, while the cell goes on writing to both streams.
        Put("a", ("""
            var until = DateTime.UtcNow.AddSeconds(2);
            var letters = 0;
            for (; DateTime.UtcNow < until; letters++)
            {
                (letters % 50 == 0 ? Console.Error : Console.Out).Write('.');
                Thread.SpinWait(200);
            }
            """, ["timeout:30"]), ("letters", []));
        Assert.Equal(0, Run("a").Exit);
        var cells = Executed("a").Cells;
        var written = cells[0].Outputs.SelectMany(output => output!["text"]!.AsArray()).Sum(text => ((string)text!).Length);
        Assert.Equal(((string)cells[1].Outputs[0]!["data"]!["text/plain"]![0]!).Replace(",", ""), written.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_cell_that_ends_its_process_fails_its_notebook_alone()
    {
        Put("a", ("1", []), ("Environment.Exit(9);", []), ("3", []));
        Put("b", ("1", []));
        var result = Run("a", "b", "--parallel", "2");
        Assert.Equal(4, result.Exit);
        Assert.Contains("exit code 9", result.Error);
        Assert.Matches(@"\| b\.ipynb +\| passed +\|", result.Out);
        var cells = Executed("a").Cells.Where(cell => cell.Kind == CellKind.Code).ToList();
        Assert.Equal("ProcessDied", (string?)cells[1].Outputs[0]!["ename"]);
        Assert.Single(cells[0].Outputs);
    }

    [Theory]
    [InlineData("n=7", "7 a True 0.5 2024-02-01")]
    [InlineData("name=it's", "3 it's True 0.5 2024-02-01")]
    [InlineData("flag=false", "3 a False 0.5 2024-02-01")]
    [InlineData("rate=1e-3", "3 a True 0.001 2024-02-01")]
    [InlineData("day=2025-12-31", "3 a True 0.5 2025-12-31")]
    public void Parameters_take_the_declared_type(string parameter, string shown)
    {
        PutParameters();
        var result = Run("a", "--param", parameter);
        Assert.True(result.Exit == 0, result.Error);
        var document = Executed("a");
        Assert.Equal(["injected-parameters"], document.Cells[1].Tags);
        Assert.Equal(shown, (string?)document.Cells[2].Outputs[0]!["data"]!["text/plain"]![0]);
    }

    [Fact]
    public void Parameters_in_JSON_can_be_lists_and_null_and_every_type_gets_its_literal()
    {
        Put("a",
            ("""
            int? n = 3;
            string? name = "a";
            var ids = new[] { 1 };
            var days = new List<DateOnly>();
            var since = DateTime.Parse("2024-01-01");
            var at = DateTimeOffset.UnixEpoch;
            var wait = TimeSpan.FromHours(1);
            var price = 1.5m;
            var big = 1L;
            var letter = 'x';
            var share = 2f;
            string[] names = [];
            """, ["parameters"]),
            ("""
            FormattableString.Invariant($"{n is null} {name is null} {string.Join('+', ids)} {days[1]:yyyy-MM-dd} {since:o} {at:o} {wait} {price} {big} {letter} {share} {names.Length}{names[0]}{names[1]}")
            """, []));
        var result = Run("a", "--param-json", "n=null", "--param-json", "name=null", "--param-json", "ids=[1,-2]", "--param-json", """days=["2024-01-05","2024-02-01T00:00:00"]""",
            "--param", "since=2024-01-05T10:00:00.1234567Z", "--param", "at=2024-01-05T10:00:00+02:00", "--param", "wait=1.02:03:04.5", "--param", "price=1e-3",
            "--param", "big=9007199254740993", "--param", "letter='", "--param", "share=0.1", "--param-json", "names=[\"a\\\"\",\"b\"]");
        Assert.True(result.Exit == 0, result.Error);
        Assert.Equal("True True 1+-2 2024-02-01 2024-01-05T10:00:00.1234567Z 2024-01-05T10:00:00.0000000+02:00 1.02:03:04.5000000 0.001 9007199254740993 ' 0.1 2a\"b",
            (string?)Executed("a").Cells[2].Outputs[0]!["data"]!["text/plain"]![0]);
    }

    [Theory]
    [InlineData("n=null", "The parameter 'n' expects int, found null")]
    [InlineData("n=[1]", "The parameter 'n' expects int, found [1]")]
    [InlineData("name={}", "The parameter 'name' expects string, found {}")]
    [InlineData("name=a", "--param-json expects name=JSON but was given 'name=a'")]
    public void A_wrong_parameter_in_JSON_is_told_before_anything_runs(string parameter, string said)
    {
        PutParameters();
        var result = Run("a", "--param-json", parameter);
        Assert.Equal(1, result.Exit);
        Assert.Contains(said, result.Error);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void Json_is_the_summary_and_nothing_else_is_on_standard_output()
    {
        Put("a", ("1", []), ("throw new Exception(\"broken\");", []));
        var result = Run("a", "--format", "json");
        Assert.Equal(1, result.Exit);
        Assert.Equal(File.ReadAllText(Path.Combine(Out, "summary.json")), result.Out);
        var notebook = JsonDocument.Parse(result.Out).RootElement.GetProperty("notebooks")[0];
        Assert.Equal(2, notebook.GetProperty("failed_cell").GetInt32());
    }

    [Fact]
    public void A_program_can_follow_a_run()
    {
        Put("a", ("Console.WriteLine(\"heard\");", []), ("2", []));
        var result = Run("a", "--events");
        Assert.True(result.Exit == 0, result.Error);
        var events = result.Error.Split('\n').Where(line => line.StartsWith('\u001e')).Select(line => JsonDocument.Parse(line[1..]).RootElement).ToList();
        Assert.Equal([0L, 1, 1, 2], events.Where(happened => happened.GetProperty("kind").GetString() == "progress").Select(happened => happened.GetProperty("done").GetInt64()));
        Assert.Equal("heard\n", Assert.Single(events, happened => happened.GetProperty("kind").GetString() == "output").GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("m=1", "There is no parameter 'm', did you mean 'n'?; there are n (int), name (string), flag (bool), rate (double), day (DateOnly)")]
    [InlineData("n=many", "The parameter 'n' expects int, found 'many'")]
    [InlineData("n", "--param expects name=value but was given 'n'")]
    public void A_wrong_parameter_is_told_before_anything_runs(string parameter, string said)
    {
        PutParameters();
        var result = Run("a", "--param", parameter);
        Assert.Equal(1, result.Exit);
        Assert.Contains(said, result.Error);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public void A_parameter_goes_to_the_notebooks_that_declare_it()
    {
        PutParameters();
        Put("b", ("1", []));
        Assert.Equal(0, Run("a", "b", "--param", "n=1").Exit);
    }

    [Fact]
    public void A_notebook_of_NET_Interactive_runs_unchanged()
    {
        var fixture = Path.Combine(CommandLineTests.RepositoryRoot(), "tests", "Workbook.Cli.Tests", "Fixtures", "interactive.ipynb");
        File.Copy(fixture, Path.Combine(Folder, "interactive.ipynb"));
        var result = Run("interactive");
        Assert.True(result.Exit == 0, result.Error);
        var outputs = Executed("interactive").Cells.Where(cell => cell.Kind == CellKind.Code).Select(cell => cell.Outputs.ToJsonString()).ToList();
        Assert.Contains("Wall time: ", outputs[0]);
        Assert.Contains("Apple", outputs[0]);
        Assert.Contains("\\u003Cb\\u003EPear", outputs[1]);
        Assert.Contains("3 of 3", outputs[2]);
        Assert.DoesNotContain("counting", outputs[2]);
        Assert.Contains("\"3\"", outputs[3]);
        Assert.Contains("square", outputs[4]);
        Assert.Contains("\"3\"", outputs[5]);
        Assert.Contains("text/vnd.mermaid", outputs[8]);
        Assert.Contains("by metadata", outputs[9]);
        Assert.Contains("by_metadata", outputs[10]);
    }

    [Fact]
    public void A_path_without_a_notebook_is_told() =>
        Assert.Contains("There is no notebook", Cli.Run("notebook", "run", Path.Combine(Folder, "nowhere.ipynb"), "--out", Out).Error);

    private void PutParameters() => Put("a",
        ("var n = 3;\nvar name = \"a\";\nvar flag = true;\nvar rate = 0.5;\nvar day = new DateOnly(2024, 2, 1);", ["parameters"]),
        ("$\"{n} {name} {flag} {rate} {day:yyyy-MM-dd}\"", []));
}
