using System.Text.Json.Nodes;
using Workbook.Interactive.Tests.Tool;
using Workbook.Notebooks.Documents;

namespace Workbook.Interactive.Tests;

/// <summary>.NET Interactive as Jupyter's kernel <c>.net-csharp</c>, in the hands of Jupyter's own client, where that is installed.</summary>
public sealed class JupyterTests : IDisposable
{
    private readonly NotebookWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Tables_charts_and_faults_come_as_from_our_kernel()
    {
        Require("nbclient");
        Python("""
            import json, sys, nbformat
            from nbclient import NotebookClient
            from nbclient.exceptions import CellExecutionError
            cells = json.load(sys.stdin)
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
            NotebookClient(notebook, timeout=300, kernel_name=".net-csharp", allow_errors=True, resources={"metadata": {"path": sys.argv[1]}}).execute()
            with open("outputs.json", "w") as file:
                json.dump([cell.outputs for cell in notebook.cells], file)
            """, new JsonArray(InteractiveHeader.Cell().Source, "#!sql\nSELECT 1 AS n", "Chart.Bar([\"a\"], [2]).With(title: \"T\")", "display(Chart.Bar([\"a\"], [3]))", "throw new WorkbookException(\"not so\");").ToJsonString());
        var outputs = JsonNode.Parse(File.ReadAllText(_world.At("outputs.json")))!.AsArray();
        Assert.Contains("wb-table", (string)outputs[1]![0]!["data"]!["text/html"]!);
        Assert.Equal("execute_result", (string)outputs[2]![0]!["output_type"]!);
        foreach (var chart in (JsonNode[])[outputs[2]![0]!["data"]!, outputs[3]![0]!["data"]!])
        {
            Assert.Equal("bar", (string)chart["application/vnd.plotly.v1+json"]!["data"]![0]!["type"]!);
            Assert.Contains("data-chart=", (string)chart["text/html"]!);
        }

        var fault = outputs[4]![0]!;
        Assert.Equal(("error", "not so"), ((string)fault["output_type"]!, (string)fault["evalue"]!));
        Assert.Equal(["not so"], fault["traceback"]!.AsArray().Select(line => (string)line!));
    }

    private void Python(string script, string input)
    {
        InteractiveTool.Run("tool", "restore");
        InteractiveTool.Run("tool", "run", "dotnet-interactive", "--", "jupyter", "install", "--path", Directory.CreateDirectory(_world.At("jupyter", "kernels")).FullName);
        var file = _world.At("script.py");
        File.WriteAllText(file, script);
        var info = InteractiveTool.Info(_world.Folder, file, _world.Notebooks);
        info.FileName = "/usr/bin/python3";
        info.Environment["JUPYTER_DATA_DIR"] = _world.At("jupyter");
        WorkbookProcess.Finish(info, input).Succeeded();
    }

    private static void Require(string package)
    {
        var info = InteractiveTool.Info(InteractiveTool.Repository, "-c", $"import {package}");
        info.FileName = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(info.FileName) && WorkbookProcess.Finish(info).Exit == 0, $"Python's package {package} isn't installed here.");
    }
}
