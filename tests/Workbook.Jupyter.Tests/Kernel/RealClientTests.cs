using System.Text.Json.Nodes;

namespace Workbook.Jupyter.Tests.Kernel;

/// <summary>Jupyter's own clients against the installed kernel, where Python and they are at hand.</summary>
public sealed class RealClientTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbook-jupyter-");

    public RealClientTests()
    {
        KernelProcess.Workbook(_folder.FullName, "kernel", "install");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Jupyters_own_kernel_test_passes_whole()
    {
        RequirePython("jupyter_kernel_test");
        var file = Write("kernel_test.py", """"
            import unittest
            import jupyter_kernel_test

            class WorkbookKernel(jupyter_kernel_test.KernelTests):
                kernel_name = "workbook"
                language_name = "C#"
                file_extension = ".cs"
                code_hello_world = 'Console.WriteLine("hello, world")'
                code_stderr = 'Console.Error.WriteLine("oops")'
                completion_samples = [{"text": "Console.WriteL", "matches": {"WriteLine"}}]
                complete_code_samples = ["1 + 1", "var x = 1;", "#!sql\nSELECT 1"]
                incomplete_code_samples = ["if (true) {", "foreach (var x in new[] {1}"]
                invalid_code_samples = ["var x = ;"]
                code_page_something = "Console.WriteLine?"
                code_generate_error = 'throw new Exception("boom");'
                code_execute_result = [{"code": "6*7", "result": "42"}, {"code": '"a" + "b"', "result": "ab"},
                                       {"code": "6*7", "result": "42"}, {"code": "6*7", "result": "42"}]
                code_display_data = [{"code": 'display(HTML("<b>x</b>"))', "mime": "text/html"}]
                code_history_pattern = "6?7*"
                supported_history_operations = ("tail", "range", "search")
                code_inspect_sample = "Console.WriteLine"
                code_clear_output = "ClearOutput()"

            unittest.main()
            """");
        var (exit, _, error) = Python(file);
        Assert.True(exit == 0, error);
        Assert.Contains("Ran 12 tests", error);
        Assert.DoesNotContain("skipped", error);
    }

    [Fact]
    public void Nbconvert_executes_a_notebook()
    {
        RequirePython("nbconvert");
        var file = Notebook("var rows = new[] { 1, 2, 3 };\nConsole.WriteLine(rows.Sum());", "#!sql\nSELECT 40 + 2 AS answer", "rows.Length * 14");
        var (exit, output, error) = Python("-m", "nbconvert", "--to", "notebook", "--execute", "--stdout", file);
        Assert.True(exit == 0, error);
        var cells = JsonNode.Parse(output)!["cells"]!.AsArray().Select(cell => cell!["outputs"]!.AsArray()).ToList();
        Assert.Equal("6\n", string.Concat(cells[0][0]!["text"]!.AsArray().Select(line => (string?)line)));
        Assert.Contains("answer", cells[1][0]!["data"]!.ToJsonString());
        Assert.Equal(("execute_result", "42"), ((string?)cells[2][0]!["output_type"], Text(cells[2][0]!["data"]!["text/plain"]!)));
    }

    [Fact]
    public void Nbclient_stops_at_a_cell_that_fails_and_shows_why()
    {
        RequirePython("nbclient");
        var file = Notebook("1", "throw new InvalidOperationException(\"no such thing\");", "System.IO.File.WriteAllText(\"ran.txt\", \"\")");
        var script = Write("execute.py", $"""
            import nbclient, nbformat
            nbclient.NotebookClient(nbformat.read({JsonValue.Create(file).ToJsonString()}, 4), kernel_name="workbook").execute()
            """);
        var (exit, _, error) = Python(script);
        Assert.NotEqual(0, exit);
        Assert.Contains("InvalidOperationException", error);
        Assert.Contains("no such thing", error);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "ran.txt")));
    }

    [Fact]
    public void Papermills_parameters_run_under_its_name_for_CSharp()
    {
        RequirePython("nbclient");
        KernelProcess.Workbook(_folder.FullName, "kernel", "install", "--name", ".net-csharp");
        var file = Notebook("decimal scale = 0.02m; var day = new DateOnly(2024, 1, 1);", "// Parameters\nvar scale = 0.01;\nvar day = \"2024-02-29\";\n", "decimal twice = 2 * scale;\n$\"{twice} {day:yyyy-MM-dd}\"");
        var (exit, output, error) = Python(Write("execute.py", $"""
            import nbclient, nbformat
            notebook = nbformat.read({JsonValue.Create(file).ToJsonString()}, 4)
            nbclient.NotebookClient(notebook, kernel_name=".net-csharp").execute()
            print(notebook.cells[2].outputs[0]["data"]["text/plain"])
            """));
        Assert.True(exit == 0, error);
        Assert.Equal("0.02 2024-02-29", output.Trim());
    }

    [Fact]
    public void Thirty_megabytes_of_output_reach_nbclient_cut()
    {
        RequirePython("nbclient");
        var file = Notebook("for (int i = 0; i < 300_000; i++) Console.WriteLine(new string('x', 99));", "6 * 7");
        var (exit, output, error) = Python(Write("execute.py", $"""
            import nbclient, nbformat
            notebook = nbformat.read({JsonValue.Create(file).ToJsonString()}, 4)
            nbclient.NotebookClient(notebook, kernel_name="workbook").execute()
            print(sum(len(output["text"]) for output in notebook.cells[0].outputs if output["name"] == "stdout"), notebook.cells[1].outputs[0]["data"]["text/plain"])
            """));
        Assert.True(exit == 0, error);
        Assert.Equal("1000000 42", output.Trim());
    }

    private string Notebook(params string[] cells) => Write("test.ipynb", new JsonObject
    {
        ["nbformat"] = 4, ["nbformat_minor"] = 5,
        ["metadata"] = new JsonObject { ["kernelspec"] = new JsonObject { ["name"] = "workbook", ["display_name"] = "Workbook (C# + SQL)", ["language"] = "C#" } },
        ["cells"] = new JsonArray([.. cells.Select((cell, index) => new JsonObject
        {
            ["id"] = $"cell-{index}", ["cell_type"] = "code", ["metadata"] = new JsonObject(), ["source"] = cell, ["outputs"] = new JsonArray(), ["execution_count"] = null,
        })]),
    }.ToJsonString());

    private static string Text(JsonNode text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)text!;

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>A distribution's packages belong to its own Python, which needn't be the first on the PATH.</summary>
    private (int Exit, string Out, string Error) Python(params string[] arguments) =>
        KernelProcess.Run(KernelProcess.Info(_folder.FullName, File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", arguments));

    private void RequirePython(string package)
    {
        bool isThere;
        try
        {
            isThere = Python("-c", $"import {package}").Exit == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            isThere = false;
        }
        Assert.SkipUnless(isThere, $"Python's package {package} isn't installed here.");
    }
}
