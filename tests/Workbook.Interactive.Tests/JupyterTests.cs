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
        var result = Python("""
            import json, sys, nbformat
            from nbclient import NotebookClient
            from nbclient.exceptions import CellExecutionError
            cells = json.load(sys.stdin)
            notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
            NotebookClient(notebook, timeout=300, kernel_name=".net-csharp", allow_errors=True, resources={"metadata": {"path": sys.argv[1]}}).execute()
            print(json.dumps([cell.outputs for cell in notebook.cells]))
            """, new JsonArray(InteractiveHeader.Cell().Source, "#!sql\nSELECT 1 AS n", "Chart.Bar([\"a\"], [2]).With(title: \"T\")", "display(Chart.Bar([\"a\"], [3]))", "throw new WorkbookException(\"not so\");").ToJsonString());
        var outputs = JsonNode.Parse(result.Out)!.AsArray();
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

    [Fact]
    public void An_interrupt_ends_a_query_and_not_the_kernel()
    {
        Require("jupyter_client");
        var result = Python("""
            import sys, time
            from jupyter_client.manager import start_new_kernel
            manager, client = start_new_kernel(kernel_name=".net-csharp", startup_timeout=300, cwd=sys.argv[1])
            def run(code, interrupt=False):
                id = client.execute(code)
                if interrupt:
                    time.sleep(3)
                    manager.interrupt_kernel()
                begun = time.time()
                while True:
                    reply = client.get_shell_msg(timeout=120)
                    if reply["parent_header"].get("msg_id") == id:
                        return reply["content"]["status"], time.time() - begun
            try:
                run(sys.stdin.read())
                print(*run("#!sql\nSELECT count(*) FROM range(1000000000) a, range(1000000) b", interrupt=True))
                print(*run("#!sql\nSELECT 1"))
            finally:
                manager.shutdown_kernel(now=True)
            """, InteractiveHeader.Cell().Source);
        var lines = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToList();
        Assert.Equal(["error", "ok"], lines.Select(line => line[0]));
        Assert.True(double.Parse(lines[0][1], System.Globalization.CultureInfo.InvariantCulture) < 30, result.Out);
    }

    private ProcessResult Python(string script, string input)
    {
        InteractiveTool.Run("tool", "restore");
        InteractiveTool.Run("tool", "run", "dotnet-interactive", "--", "jupyter", "install", "--path", Directory.CreateDirectory(_world.At("jupyter", "kernels")).FullName);
        var file = _world.At("script.py");
        File.WriteAllText(file, script);
        var info = InteractiveTool.Info(_world.Folder, file, _world.Notebooks);
        info.FileName = "/usr/bin/python3";
        info.Environment["JUPYTER_DATA_DIR"] = _world.At("jupyter");
        return WorkbookProcess.Finish(info, input).Succeeded();
    }

    private static void Require(string package)
    {
        var info = InteractiveTool.Info(InteractiveTool.Repository, "-c", $"import {package}");
        info.FileName = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(info.FileName) && WorkbookProcess.Finish(info).Exit == 0, $"Python's package {package} isn't installed here.");
    }
}
