using Workbook.Course;

namespace Workbook.Notebooks.Tests.Engine;

/// <summary>The engine runs notebooks without a course, and what a library brings is all that cells get from it.</summary>
public sealed class CellLibraryTests
{
    [Fact]
    public void Without_a_course_cells_have_the_engine_alone()
    {
        using var notebook = new TestNotebook(withCourse: false);
        Assert.Equal("3", notebook.Value("Workspace.Scalar<int>(\"SELECT 1 + 2\")"));
        notebook.Run("#!sql --name numbers\nFROM range(5)");
        Assert.Equal("10", notebook.Value("numbers.Sum(\"range\")"));
        Assert.Contains("'Check' does not exist", notebook.Try("Check(\"bronze.balance\")").Error!.Message);
        Assert.Contains("'Retail' does not exist", notebook.Try("using Workbook.Retail;").Error!.Message);
        Assert.Empty(notebook.Session.Complete("Check(\"bronze.", 14, "csharp").Items);
    }

    [Fact]
    public void With_it_they_have_its_names_and_functions()
    {
        using var notebook = new TestNotebook();
        Assert.Equal("11", notebook.Value("RetailSources.All.Count"));
        Assert.Contains("bronze.balance", notebook.Session.Complete("Check(\"bronze.", 14, "csharp").Items.Select(item => item.Text));
        Assert.Equal(["exercise", "task"], ((string[])["exercise", "sql", "task"]).Where(syntax => CourseCells.Library.Arguments(syntax) is not null));
    }

    [Fact]
    public void Every_name_of_the_library_is_there()
    {
        var types = CourseCells.Library.Assemblies.SelectMany(assembly => assembly.GetExportedTypes()).Select(type => type.Namespace).ToHashSet();
        Assert.Empty(CourseCells.Library.Namespaces.Except(types!));
    }
}
