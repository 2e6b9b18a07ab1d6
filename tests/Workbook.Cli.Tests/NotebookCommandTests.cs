using System.Text;
using Workbook.Notebooks.Documents;

namespace Workbook.Cli.Tests;

public sealed class NotebookCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_new_notebook_is_clean_and_passes_lint_and_is_not_written_over_another()
    {
        var path = In("deep/first_look.ipynb");
        Assert.StartsWith($"Wrote {path}.", Cli.Run("notebook", "new", path).Succeeded().Out);
        Assert.StartsWith("# first look\n", NotebookDocument.Read(path).Cells[0].Source);
        Assert.Equal("", Cli.Run("notebook", "lint", "--strict", path).Succeeded().Out);
        Assert.Equal("", Cli.Run("notebook", "clean", "--check", _folder).Succeeded().Out);
        var again = Cli.Run("notebook", "new", path);
        Assert.Equal((1, $"'{path}' is there already, and nothing was written. Choose another name, or delete it first.\n"), (again.Exit, again.Error));
        Assert.Contains("ends in .ipynb or .dib", Cli.Run("notebook", "new", In("x.txt")).Error);
    }

    [Fact]
    public void Clean_takes_results_out_of_all_notebooks_of_a_folder_and_then_finds_nothing()
    {
        var (dirty, clean) = (New("a.ipynb"), New("sub/b.ipynb"));
        Directory.CreateDirectory(In(".ipynb_checkpoints"));
        File.WriteAllText(In(".ipynb_checkpoints/c.ipynb"), "no notebook");
        var (source, other) = (File.ReadAllBytes(dirty), File.ReadAllBytes(clean));
        Execute(dirty);
        var check = Cli.Run("notebook", "clean", "--check", _folder);
        Assert.Equal((1, $"{dirty} isn't clean\n"), (check.Exit, check.Out));
        Assert.NotEqual(source, File.ReadAllBytes(dirty));
        Assert.Equal($"{dirty} cleaned\n", Cli.Run("notebook", "clean", _folder).Succeeded().Out);
        Assert.Equal(source, File.ReadAllBytes(dirty));
        Assert.Equal(other, File.ReadAllBytes(clean));
        Assert.Equal("Nothing to clean.\n", Cli.Run("notebook", "clean", _folder).Succeeded().Error);
    }

    [Fact]
    public void Lint_fails_on_errors_and_on_warnings_only_when_strict()
    {
        var path = New("a.ipynb");
        Execute(path);
        var result = Cli.Run("notebook", "lint", path);
        Assert.Equal((1, "1 notebook: 2 errors, 0 warnings.\n"), (result.Exit, result.Error));
        Assert.Contains($"{path}, cell 2 (", result.Out);

        var document = NotebookDocument.New();
        document.Cells.AddRange([NotebookCell.Code("1"), NotebookCell.Code("2"), NotebookCell.Code("3")]);
        document.Write(path);
        Assert.Equal("1 notebook: 0 errors, 1 warning.\n", Cli.Run("notebook", "lint", path).Succeeded().Error);
        Assert.Equal(1, Cli.Run("notebook", "lint", "--strict", path).Exit);
    }

    [Fact]
    public void Diff_shows_changes_and_tells_them_by_exit_code_when_asked()
    {
        var (former, now) = (New("a.ipynb"), New("b.ipynb"));
        Execute(now);
        Assert.Equal(("", "No differences (outputs weren't compared; --outputs does).\n"), Texts(Cli.Run("notebook", "diff", "--exit-code", former, now).Succeeded()));
        Assert.Contains("+ ", Cli.Run("notebook", "diff", "--outputs", former, now).Succeeded().Out);
        Assert.Equal(1, Cli.Run("notebook", "diff", "--outputs", "--exit-code", former, now).Exit);

        static (string, string) Texts(CliResult result) => (result.Out, result.Error);
    }

    [Fact]
    public void Convert_goes_to_dib_and_back_without_a_difference_and_to_html()
    {
        var path = New("a.ipynb");
        Assert.Equal($"Wrote {In("a.dib")}\n", Cli.Run("notebook", "convert", path, "--to", "dib").Succeeded().Out);
        Cli.Run("notebook", "convert", In("a.dib"), "--out", In("b.ipynb")).Succeeded();
        Assert.Equal(File.ReadAllText(path), File.ReadAllText(In("b.ipynb")));
        Cli.Run("notebook", "convert", In("a.dib"), "--out", In("page.html")).Succeeded();
        Cli.Run("notebook", "convert", path, "--out", In("page.html")).Succeeded();
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(In("page.html")));
    }

    [Fact]
    public void Convert_writes_over_a_notebook_only_by_force_and_never_over_itself()
    {
        var path = New("a.ipynb");
        File.WriteAllText(In("a.dib"), "mine");
        Assert.Contains("is there already, and nothing was written. Give --force", Cli.Run("notebook", "convert", path, "--to", "dib").Error);
        Assert.Equal("mine", File.ReadAllText(In("a.dib")));
        Cli.Run("notebook", "convert", path, "--to", "dib", "--force").Succeeded();
        Assert.Contains("is ipynb already", Cli.Run("notebook", "convert", path, "--to", "ipynb", "--force").Error);
        Assert.Contains("ends in no format that can be written", Cli.Run("notebook", "convert", path, "--out", In("x.pdf")).Error);
        Assert.Equal((2, "Name the format with --to, or the file with --out.\nSee 'workbook notebook convert --help'.\n"), Usage(Cli.Run("notebook", "convert", path)));

        static (int, string) Usage(CliResult result) => (result.Exit, result.Error);
    }

    [Fact]
    public void Damaged_and_missing_notebooks_are_told_as_such()
    {
        File.WriteAllText(In("x.ipynb"), "{\"cells\": [");
        var result = Cli.Run("notebook", "clean", In("x.ipynb"));
        Assert.Equal(1, result.Exit);
        Assert.StartsWith($"'{In("x.ipynb")}' is damaged at line 1, character 12: expected JSON but the file ends there", result.Error);
        Assert.Contains("error json: Line 1, character 12", Cli.Run("notebook", "lint", In("x.ipynb")).Out);
        Assert.StartsWith($"The notebook '{In("no.ipynb")}' can't be read:", Cli.Run("notebook", "lint", In("no.ipynb")).Error);
        Directory.CreateDirectory(In("empty"));
        Assert.Contains("has no .ipynb files", Cli.Run("notebook", "clean", In("empty")).Error);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private string New(string name)
    {
        Cli.Run("notebook", "new", In(name), "--title", "A").Succeeded();
        return In(name);
    }

    private static void Execute(string path)
    {
        var document = NotebookDocument.Read(path);
        document.Cells[1].Outputs.Add(new System.Text.Json.Nodes.JsonObject { ["name"] = "stdout", ["output_type"] = "stream", ["text"] = Encoding.UTF8.EncodingName });
        document.Cells[1].ExecutionCount = 1;
        document.Write(path);
    }
}
