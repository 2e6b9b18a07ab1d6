using System.Xml.Linq;

namespace Workbook.Cli.Tests;

/// <summary><c>notebook run</c> with folders.</summary>
public sealed class NotebookFolderRunTests : NotebookRuns
{
    [Fact]
    public void A_folder_stands_for_all_notebooks_below_it_and_their_copies_keep_its_folders()
    {
        Put("course/a", "1");
        Put("course/b/a", "2");
        Put("course/.ipynb_checkpoints/a-checkpoint", "throw new Exception(\"a checkpoint\");");
        var result = RunPaths(Path.Combine(Folder, "course"));
        Assert.True(result.Exit == 0, result.Error);
        Assert.Equal(["1", "2"], ((string[])["a", "b/a"]).Select(name => (string?)CodeCells(name)[0].Outputs[0]!["data"]!["text/plain"]![0]));
        Assert.Contains("| b/a.ipynb | passed |", result.Out);
        Assert.Equal(["a", "b.a"], XDocument.Load(Path.Combine(Out, "junit.xml")).Descendants("testcase").Select(test => (string?)test.Attribute("classname")));

        // What this run and an earlier one executed is not run again, wherever it lies.
        Directory.Move(Out, Path.Combine(Folder, "course", "earlier"));
        var again = Cli.RunProcess("", "notebook", "run", Path.Combine(Folder, "course"), "--out", Path.Combine(Folder, "course", "out"));
        Assert.Equal(2, again.Succeeded().Out.Split("passed").Length - 1);
        Assert.Equal(2, Cli.RunProcess("", "notebook", "run", Path.Combine(Folder, "course"), "--out", Path.Combine(Folder, "course", "out")).Succeeded().Out.Split("passed").Length - 1);
    }

    [Fact]
    public void Notebooks_of_one_name_do_not_take_each_others_place()
    {
        Put("one/a", "1");
        Put("two/a", "2");
        File.WriteAllText(Path.Combine(Folder, "two", "a.dib"), "#!csharp\n3\n");
        var result = RunPaths(Path.Combine(Folder, "one", "a.ipynb"), Path.Combine(Folder, "two"), Path.Combine(Folder, "one", "a.ipynb"));
        Assert.True(result.Exit == 0, result.Error);
        Assert.Equal(["1", "2", "3"], ((string[])["one/a", "two/a", "two/a.dib"]).Select(name => (string?)CodeCells(name)[0].Outputs[0]!["data"]!["text/plain"]![0]));
        Assert.Equal(3, result.Out.Split("passed").Length - 1);
    }

    [Fact]
    public void A_copy_never_takes_its_sources_place()
    {
        Put("a", "1");
        var result = Cli.Run("notebook", "run", Path.Combine(Folder, "a.ipynb"), "--out", Folder);
        Assert.Equal(1, result.Exit);
        Assert.Contains("a.ipynb would take its place. Sources stay as they are: name another folder (--out).", result.Error);
        Assert.True(File.Exists(Path.Combine(Folder, "a.ipynb")));
    }

    [Fact]
    public void A_folder_without_notebooks_is_told() =>
        Assert.Contains($"There is no notebook in {Folder}", Cli.Run("notebook", "run", Folder, "--out", Out).Error);
}
