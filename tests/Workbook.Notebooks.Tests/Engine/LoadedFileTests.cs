using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Tests.Engine;

/// <summary><c>#load</c>, and <c>#!import</c> beside it.</summary>
public sealed class LoadedFileTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Fact]
    public void A_cell_that_loads_a_file_runs_it_and_sees_what_it_declares()
    {
        Put("x.csx", "using System.Globalization;\nint Twice(int n) => 2 * n;\nConsole.WriteLine(\"loaded\");");
        Assert.Equal("42", _notebook.Value("#load \"x.csx\"\nvar n = 21;\nTwice(n)"));
        Assert.Equal("loaded\n", _notebook.Out);
        Assert.Equal("8", _notebook.Value("Twice(4)"));
        Assert.Equal("Invariant Language (Invariant Country)", _notebook.Value("CultureInfo.InvariantCulture.EnglishName"));
    }

    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("Math.Max(1, 2);", null)]
    [InlineData("var y = 3;", null)]
    [InlineData("#!/usr/bin/env dotnet-script\n// a script\n\"last\"", "last")]
    [InlineData("", null)]
    public void A_file_that_ends_in_an_expression_gives_the_cell_its_value(string text, string? shown)
    {
        Put("x.csx", text);
        Assert.Equal(shown, _notebook.Value("// helpers\n#load \"x.csx\""));
        Assert.Null(_notebook.Value("#load \"x.csx\"\nvar mine = 1;"));
    }

    [Fact]
    public void Files_load_files_beside_them_each_once()
    {
        Put("parts/a.csx", "#load \"b.csx\"\n#load \"deep/c.csx\"\nvar a = b + c;");
        Put("parts/b.csx", "#load \"deep/c.csx\"\nConsole.Write(\"b\");\nvar b = c + 1;");
        Put("parts/deep/c.csx", "#load \"../a.csx\"\nConsole.Write(\"c\");\nvar c = 1;");
        Assert.Equal("3", _notebook.Value("#load \"parts/a.csx\"\n#load \"parts/b.csx\"\na"));
        Assert.Equal("cb", _notebook.Out);
        // Run again the files are read again.
        Put("parts/deep/c.csx", "var c = 10;");
        Assert.Equal("21", _notebook.Value("#load \"parts/a.csx\"\na"));
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_with_the_places_looked_at()
    {
        var error = _notebook.Try("var x = 1;\n#!csharp\n\n#load \"nowhere.csx\"").Error!;
        Assert.StartsWith($"(4,1): #load: there is no file 'nowhere.csx' in ", error.Message);
        Assert.Contains(_notebook.Folder, error.Message);
        Put("x.csx", "\n#load \"gone.csx\"");
        error = _notebook.Try("#load \"x.csx\"").Error!;
        Assert.Matches(@"x\.csx\(2,1\): #load: there is no file 'gone\.csx' in ", error.Message);
        Assert.EndsWith("in the folder of the file that names it.", error.Message);
    }

    [Fact]
    public void Faults_in_a_file_name_the_file_and_the_line()
    {
        Put("x.csx", "var good = 1;\nfor (var i = 0; i < 3; i++) { good += undefined; }");
        var error = _notebook.Try("#load \"x.csx\"").Error!;
        Assert.Equal("CompilationError", error.Name);
        Assert.Matches(@"x\.csx\(2,39\): error CS0103:", error.Message);
        Put("x.csx", "void Fail()\n{\n    throw new InvalidOperationException(\"broken\");\n}");
        error = _notebook.Try("#load \"x.csx\"\n\nFail();").Error!;
        Assert.Equal("InvalidOperationException", error.Name);
        Assert.Contains(error.Traceback, line => line.EndsWith("x.csx", StringComparison.Ordinal) && line.Contains("line 3 of"));
        Assert.Contains(error.Traceback, line => line.Contains("line 3 of cell-"));
    }

    [Fact]
    public void A_files_own_paths_begin_beside_it()
    {
        Put("parts/x.csx", "string Here([System.Runtime.CompilerServices.CallerFilePath] string file = \"\") => file;\nvar here = Here();");
        Assert.Equal(Path.Combine(_notebook.Folder, "parts", "x.csx"), _notebook.Value("#load \"parts/x.csx\"\nhere"));
    }

    [Fact]
    public void A_loop_in_a_file_can_be_stopped()
    {
        Put("x.csx", "while (true) { }");
        using var timer = new Timer(_ => _notebook.Session.Interrupt(), null, 1_500, Timeout.Infinite);
        var result = _notebook.Try("#load \"x.csx\"");
        Assert.Equal((CellStatus.Interrupted, "The cell was interrupted."), (result.Status, result.Error!.Message));
    }

    [Theory]
    [InlineData("var text = \"\"\"\n#load \"x.csx\"\n\"\"\";\ntext", "#load \"x.csx\"")]
    [InlineData("#if NEVER\n#load \"x.csx\"\n#endif\n5", "5")]
    [InlineData("// #load \"x.csx\"\n6", "6")]
    public void What_only_looks_like_a_load_is_none(string code, string shown) => Assert.Equal(shown, _notebook.Value(code));

    [Fact]
    public void A_load_behind_code_is_an_error() =>
        Assert.Contains("error CS8098", _notebook.Try("var x = 1;\n#load \"x.csx\"").Error!.Message);

    private void Put(string name, string text)
    {
        var path = Path.Combine(_notebook.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
