using System.Diagnostics;
using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Tests.Documents;

/// <summary>Jupyter's own checker, where it is installed.</summary>
public sealed class NbformatTests
{
    private const string Script = """
        import sys, warnings
        warnings.simplefilter("error")
        import nbformat
        for path in sys.argv[1:]:
            notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
            nbformat.validate(notebook)
            if path.endswith("same.ipynb"):
                with open(path, encoding="utf-8") as file:
                    assert nbformat.writes(notebook) + "\n" == file.read(), "written differently"
        """;

    [Fact]
    public void What_is_written_is_valid_and_a_new_notebook_is_written_as_nbformat_writes()
    {
        var folder = Directory.CreateTempSubdirectory("workbook-notebooks-").FullName;
        try
        {
            DibFormat.Parse(Fixture.Text("polyglot.dib")).Write(Path.Combine(folder, "dib same.ipynb"));
            Fixture.Of(NotebookCell.Markdown(""), NotebookCell.Raw("ö🦆\n"), NotebookCell.Code("\"\\\t\u0001\u007f\n\n1", "sql"), NotebookCell.Code("")).Write(Path.Combine(folder, "same.ipynb"));
            for (var minor = 0; minor < 5; minor++)
            {
                var document = NotebookDocument.Parse(SampleFiles.All[$"nbformat 4.{minor}"]);
                document.Cells.Add(NotebookCell.Code("1", "sql"));
                document.Write(Path.Combine(folder, $"added{minor}.ipynb"));
                document.Upgrade();
                document.Write(Path.Combine(folder, $"upgraded{minor}.ipynb"));
            }
            var (exit, error) = Python(["-c", Script, .. Directory.GetFiles(folder)]);
            Assert.True(exit == 0, error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (int Exit, string Error) Python(params string[] arguments)
    {
        const string Program = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Program) && Start(["-c", "import nbformat"]).Exit == 0, "Python's nbformat isn't installed.");
        return Start(arguments);

        static (int Exit, string Error) Start(string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, error);
        }
    }
}
