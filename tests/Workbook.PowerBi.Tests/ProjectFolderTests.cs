namespace Workbook.PowerBi.Tests;

public sealed class ProjectFolderTests(RetailModel retail)
{
    [Fact]
    public void Same_lake_and_options_give_the_same_bytes()
    {
        var again = retail.Create();

        Assert.Equal(retail.Project.Files, again.Files);
        Assert.All(again.Files.Values, text => Assert.False(text.Contains('\r') || !text.EndsWith('\n')));
    }

    [Fact]
    public void Folder_of_something_else_is_not_written_over()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("README.md"), "# Mine\n");

        var fault = Assert.Throws<WorkbookException>(() => retail.Project.Write(folder.Path));

        Assert.Equal($"Can't write a Power BI project to '{folder.Path}': the folder isn't empty, and Retail.pbip with a README.md of the workbook's isn't in it. Name an empty folder or a new one (--out), or empty this one yourself.", fault.Message);
        Assert.Equal(["README.md"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Writing_again_takes_out_what_is_no_more_and_leaves_what_Desktop_keeps()
    {
        using var folder = new TemporaryFolder();
        retail.Project.Write(folder.Path);
        File.WriteAllText(folder.File("Retail.SemanticModel/definition/tables/Gone.tmdl"), "table Gone\n");
        Directory.CreateDirectory(folder.File("Retail.SemanticModel/.pbi"));
        File.WriteAllText(folder.File("Retail.SemanticModel/.pbi/localSettings.json"), "{}");

        retail.Project.Write(folder.Path);

        Assert.False(File.Exists(folder.File("Retail.SemanticModel/definition/tables/Gone.tmdl")));
        Assert.True(File.Exists(folder.File("Retail.SemanticModel/.pbi/localSettings.json")));
        Assert.Equal(retail.Project.Files.Count + 1, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Name_that_no_file_can_have_is_refused()
    {
        var fault = Assert.Throws<WorkbookException>(() => retail.Create(new PowerBiOptions { Name = "a/b" }));

        Assert.StartsWith("A project can't be named 'a/b'", fault.Message);
    }

    [Fact]
    public void Readme_says_where_gold_is_looked_for_and_what_was_not_checked()
    {
        var readme = retail.Project.Files["README.md"];

        Assert.Contains(@"now `C:\lake\gold`", readme);
        Assert.Contains($"measures of which {retail.Catalog.Metrics.Count} are the metrics", readme);
        Assert.Contains("no DAX or M has been run", readme);
    }
}
