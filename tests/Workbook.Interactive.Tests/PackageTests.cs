using System.IO.Compression;
using System.Xml.Linq;
using Workbook.Interactive.Tests.Tool;

namespace Workbook.Interactive.Tests;

/// <summary>What <c>dotnet pack</c> makes, and what the command line makes of it.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-interactive-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_holds_our_assemblies_and_the_script_and_names_the_packages_that_they_need()
    {
        using var package = ZipFile.OpenRead(PackedPackage.File);
        string[] own = [.. new[] { "", ".Acme", ".Dashboard", ".Interactive", ".Models", ".Notebooks", ".Operations", ".PowerBi" }.Select(name => $"lib/net10.0/Workbook{name}.dll")];
        Assert.Superset(own.ToHashSet(), package.Entries.Select(entry => entry.FullName).ToHashSet());
        Assert.Contains(package.Entries, entry => entry.FullName == "interactive-extensions/dotnet/extension.dib");
        using var stream = package.Entries.Single(entry => entry.Name == "Workbook.Interactive.nuspec").Open();
        var needed = XDocument.Load(stream).Descendants().Where(element => element.Name.LocalName == "dependency").ToDictionary(element => (string)element.Attribute("id")!, element => (string)element.Attribute("version")!);
        Assert.Contains("DuckDB.NET.Data.Full", needed.Keys);
        Assert.Contains("YamlDotNet", needed.Keys);
        Assert.DoesNotContain(needed.Keys, name => name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || name.StartsWith("Microsoft.DotNet.Interactive", StringComparison.Ordinal));
        Assert.All(needed.Values, version => Assert.Matches(@"^\d+\.\d+\.\d+", version));
    }

    [Fact]
    public void Other_content_is_another_version_and_takes_the_former_ones_place()
    {
        var packed = Pack();
        Assert.Equal(packed, Pack());
        var script = Path.Combine(_folder, "extension.dib");
        File.WriteAllText(script, "#!csharp\n\n1\n");
        var other = Pack($"-p:ExtensionScript={script}");
        Assert.NotEqual(packed, other);
        Assert.Equal(packed, Pack());

        string Pack(params string[] more)
        {
            PackedPackage.Pack(_folder, more);
            return Path.GetFileName(Assert.Single(Directory.EnumerateFiles(_folder, "*.nupkg")));
        }
    }

    [Fact]
    public void Install_packs_and_makes_the_tools_kernels_known()
    {
        _ = PackedPackage.Folder;
        var info = WorkbookProcess.Info("kernel", "install", "--interactive");
        info.Environment["JUPYTER_DATA_DIR"] = _folder;
        var result = WorkbookProcess.Finish(info).Succeeded();
        Assert.Matches(@"Packed \S+Workbook\.Interactive\.1\.0\.\d+\.nupkg", result.Out);
        Assert.Contains("dotnet\",\n    \"interactive", File.ReadAllText(Path.Combine(_folder, "kernels", ".net-csharp", "kernel.json")).ReplaceLineEndings("\n"));
    }
}
