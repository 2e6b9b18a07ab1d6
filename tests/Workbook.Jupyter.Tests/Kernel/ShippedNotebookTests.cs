using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Workbook.Browsing;
using Workbook.Notebooks.Documents;

namespace Workbook.Jupyter.Tests.Kernel;

/// <summary>
/// Shipped notebooks in the hands of Jupyter's own clients: text, tables, charts, SQL and tasks are all in the first of the
/// assessment. <c>WORKBOOK_NOTEBOOKS=all</c> takes the others, too.
/// </summary>
public sealed partial class ShippedNotebookTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbook-jupyter-");

    public ShippedNotebookTests()
    {
        KernelProcess.Workbook(_folder.FullName, "kernel", "install");
        foreach (var world in (string[])["ours", "theirs"])
        {
            // data_raw marks the root of the world that a notebook works in.
            Directory.CreateDirectory(At(world, "data_raw"));
            Directory.CreateDirectory(At(world, "notebooks"));
            foreach (var file in Chosen())
                File.Copy(file, At(world, "notebooks", Path.GetFileName(file)));
        }
    }

    private static IEnumerable<string> Chosen()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository(), "notebooks", "assessment"), "*.ipynb").Order(StringComparer.Ordinal);
        return Environment.GetEnvironmentVariable("WORKBOOK_NOTEBOOKS") == "all" ? files : files.Take(4);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Nbclient_and_the_runner_give_the_same_outputs()
    {
        Assert.SkipUnless(Python("-c", "import nbclient").Exit == 0, "Python's package nbclient isn't installed here.");
        KernelProcess.Workbook(_folder.FullName, "notebook", "run", At("ours", "notebooks"), "--out", At("ours", "out"));
        File.WriteAllText(At("execute.py"), """
            import sys, nbclient, nbformat, os
            for name in sorted(os.listdir(sys.argv[1])):
                path = os.path.join(sys.argv[1], name)
                notebook = nbformat.read(path, 4)
                nbclient.NotebookClient(notebook, timeout=300, kernel_name="workbook", resources={"metadata": {"path": sys.argv[1]}}).execute()
                nbformat.write(notebook, path)
            """);
        var (exit, _, error) = Python(At("execute.py"), At("theirs", "notebooks"));
        Assert.True(exit == 0, error);
        foreach (var file in Directory.EnumerateFiles(At("theirs", "notebooks"), "*.ipynb"))
            Assert.Equal(Outputs(At("ours", "out", Path.GetFileName(file))), Outputs(file));
    }

    [Fact]
    public async Task Run_all_in_a_browser_draws_tables_and_a_chart()
    {
        Assert.SkipUnless(Python("-c", "import notebook").Exit == 0, "Python's package notebook isn't installed here.");
        await using var page = await BrowserPage.Open(null, 1200, 2400, network: true);
        var url = $"http://127.0.0.1:{FreePort()}/";
        using var server = Process.Start(Server(new Uri(url).Port))!;
        _ = server.StandardOutput.ReadToEndAsync();
        _ = server.StandardError.ReadToEndAsync();
        try
        {
            await Listening(url, server);
            await page.Tab.GotoAsync($"{url}notebooks/00_overview.ipynb");
            await page.Wait("window.Jupyter && Jupyter.notebook && Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()", 60);
            await page.Evaluate("document.querySelector('#run_all_cells a, #run_all_cells').click()");
            await page.Wait("Jupyter.notebook.get_cells().filter(cell => cell.cell_type == 'code').every(cell => cell.input_prompt_number > 0)", 120);
            await page.Wait("document.querySelectorAll('.output .js-plotly-plot svg .trace').length > 0");
            Assert.InRange(await page.Evaluate<int>("document.querySelectorAll('.output table.wb-table').length"), 3, int.MaxValue);
            Assert.Equal(0, await page.Evaluate<int>("document.querySelectorAll('.output_error').length"));
            Assert.InRange((await page.Tab.ScreenshotAsync()).Length, 20_000, int.MaxValue);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            server.WaitForExit();
        }
    }

    /// <summary>What each code cell showed: kinds and texts, times masked.</summary>
    private static List<string> Outputs(string path) => [.. NotebookDocument.Read(path).Cells.Where(cell => cell.Kind == CellKind.Code).SelectMany(cell =>
        cell.Outputs.Select(output => $"{cell.Id} {output!["output_type"]} {string.Join(',', (output["data"]?.AsObject() ?? []).Select(form => form.Key).Order())} "
            + Clock().Replace((output["data"]?["text/plain"] ?? output["text"])?.ToJsonString() ?? "", "N")))];

    private ProcessStartInfo Server(int port) => KernelProcess.Info(At("theirs", "notebooks"), "/usr/bin/python3",
        "-m", "notebook", "--no-browser", "--allow-root", "--ip=127.0.0.1", $"--port={port}", "--port-retries=0", "--NotebookApp.token=", "--NotebookApp.password=")
        .With("JUPYTER_DATA_DIR", _folder.FullName);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Listening(string url, Process server)
    {
        using var http = new HttpClient();
        for (var tries = 0; tries < 150; tries++)
        {
            Assert.False(server.HasExited, "The notebook server ended before it listened.");
            try
            {
                await http.GetStringAsync(url + "api");
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(200);
            }
        }

        Assert.Fail("The notebook server did not listen within 30 s.");
    }

    private (int Exit, string Out, string Error) Python(params string[] arguments) =>
        File.Exists("/usr/bin/python3") ? KernelProcess.Run(KernelProcess.Info(_folder.FullName, "/usr/bin/python3", arguments).With("JUPYTER_DATA_DIR", _folder.FullName)) : (1, "", "");

    private string At(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Workbook.sln")))
            folder = folder.Parent;
        return folder.FullName;
    }

    [GeneratedRegex(@"[\d,.]+ ms|(?<=\b(?:Milliseconds|Seconds|Slow|Fast|Factor): )[\d.]+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+")]
    private static partial Regex Clock();
}

internal static class ProcessStartInfoExtensions
{
    public static ProcessStartInfo With(this ProcessStartInfo info, string variable, string value)
    {
        info.Environment[variable] = value;
        return info;
    }
}
