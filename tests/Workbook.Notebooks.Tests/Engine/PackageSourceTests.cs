using System.IO.Compression;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Tests.Engine;

/// <summary><c>#i "nuget: …"</c>.</summary>
public sealed class PackageSourceTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Theory]
    [InlineData("#i \"nuget:feed\"")]
    [InlineData("#i \"nuget: feed\"")]
    [InlineData("#i \"nuget:./feed/\"  ")]
    [InlineData("#i nuget:feed")]
    [InlineData("#i nuget: \"feed\"")]
    [InlineData("  #i   \"nuget:feed\"\r")]
    public void A_feed_folder_is_found_beside_the_notebook(string line)
    {
        var feed = Directory.CreateDirectory(Path.Combine(_notebook.Folder, "feed")).FullName;
        var sources = new PackageSources();
        Assert.Equal("// one\n" + (line.EndsWith('\r') ? "\r" : "") + "\n5", sources.Take($"// one\n{line}\n5", [_notebook.Folder]));
        sources.Take(line, [_notebook.Folder]);
        Assert.Equal(feed, Path.TrimEndingDirectorySeparator(Assert.Single(sources.All)));
    }

    [Theory]
    [InlineData("#i \"nuget:https://example.org/v3/index.json\"", "https://example.org/v3/index.json")]
    [InlineData("#i nuget:https://example.org/v3/index.json", "https://example.org/v3/index.json")]
    public void An_address_is_taken_as_it_is(string line, string address)
    {
        var sources = new PackageSources();
        Assert.Empty(sources.Take(line, [_notebook.Folder]));
        Assert.Equal([address], sources.All);
    }

    [Theory]
    [InlineData("#i \"nuget:nowhere\"", "#i: there is no package feed 'nowhere' in ")]
    [InlineData("#i nuget:no/where", "Make the folder with its packages (dotnet pack --output no/where), or name the one that has them.")]
    [InlineData("#i \"feed\"", "Expected #i \"nuget: FOLDER\" or #i \"nuget: https://…\"; found #i \"feed\"")]
    [InlineData("#i", "Expected #i \"nuget: FOLDER\"")]
    public void A_feed_that_is_not_there_is_told_with_the_remedy(string line, string said) =>
        Assert.Contains(said, _notebook.Try($"{line}\n5").Error!.Message);

    [Theory]
    [InlineData("#if DEBUG\n#endif\n5")]
    [InlineData("var x = \"#i\";\n5")]
    public void What_only_looks_like_one_is_none(string code) => Assert.Equal("5", _notebook.Value(code));

    [Fact]
    public void A_package_comes_from_the_feed_that_a_cell_named_before()
    {
        // A package with a library of this test's own, under a name that no other feed has.
        var id = $"Workbook.Test{Guid.NewGuid():N}";
        var feed = Directory.CreateDirectory(Path.Combine(_notebook.Folder, "my feed")).FullName;
        using (var package = ZipFile.Open(Path.Combine(feed, $"{id}.1.0.0.nupkg"), ZipArchiveMode.Create))
        {
            Write(package, $"{id}.nuspec", writer => writer.Write($"""<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>{id}</id><version>1.0.0</version><authors>x</authors><description>x</description></metadata></package>"""));
            Write(package, "[Content_Types].xml", writer => writer.Write("""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="nuspec" ContentType="application/octet" /><Default Extension="dll" ContentType="application/octet" /></Types>"""));
            package.CreateEntryFromFile(typeof(Markdig.Markdown).Assembly.Location, $"lib/net10.0/{id}.dll");
        }

        _notebook.Run("#i \"nuget: my feed\"");
        _notebook.Run($"#r \"nuget: {id}, 1.0.0\"");
        Assert.StartsWith("There is no package 'NoSuch.Package.Anywhere' in ", _notebook.Try("#r \"nuget: NoSuch.Package.Anywhere, 9.9.9\"").Error!.Message);

        static void Write(ZipArchive package, string name, Action<StreamWriter> write)
        {
            using var writer = new StreamWriter(package.CreateEntry(name).Open());
            write(writer);
        }
    }
}
