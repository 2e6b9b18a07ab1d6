using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Workbook.Packages.Tests;

/// <summary>What each package of the library says of itself and has in it.</summary>
public sealed partial class PackageContentTests(PackedFolder packed)
{
    public static TheoryData<string> Libraries => [.. SourceCopy.Projects.Where(name => name != "Workbook.Cli")];

    [Theory, MemberData(nameof(Libraries))]
    public void A_package_says_what_it_is_and_has_its_documents(string project)
    {
        packed.SkipUnlessPacked();
        using var package = packed.Open(IdOf(project));
        var names = package.Entries.Select(entry => entry.FullName).ToHashSet();
        Assert.Superset(new[] { "README.md", "icon.png", $"lib/net10.0/{project}.dll", $"lib/net10.0/{project}.xml" }.ToHashSet(), names);

        var about = Metadata(package);
        Assert.Equal((IdOf(project), PackedFolder.Version, "README.md", "icon.png", "MIT"), (about["id"], about["version"], about["readme"], about["icon"], about["license"]));
        Assert.DoesNotContain("Package Description", about["description"]);
    }

    [Fact]
    public void Each_project_of_the_library_says_in_a_sentence_of_its_own_what_it_is()
    {
        packed.SkipUnlessPacked();
        var descriptions = Libraries.Select(row => Metadata(packed.Open(IdOf(row.Data)))["description"]).ToList();
        Assert.Equal(descriptions.Distinct(), descriptions);
    }

    [Theory, MemberData(nameof(Libraries))]
    public void Symbols_belong_to_the_assembly_and_name_no_folder_of_the_machine(string project)
    {
        packed.SkipUnlessPacked();
        using var package = packed.Open(IdOf(project));
        using var symbols = packed.Open(IdOf(project), "snupkg");
        var assembly = AssemblyFile.Read(package, $"lib/net10.0/{project}.dll");
        var pdb = SymbolFile.Read(symbols, $"lib/net10.0/{project}.pdb");
        Assert.True(assembly.IsReproducible);
        Assert.Equal(assembly.SymbolId, pdb.Id);
        Assert.NotEmpty(pdb.Documents);
        Assert.All(pdb.Documents, document => Assert.StartsWith("/_/lib/", document));
    }

    [Theory, InlineData("Workbook.Retail", "lib/dbt"), InlineData("Workbook.Acme", "lib/acme")]
    public void A_company_brings_its_dbt_project_whole(string project, string folder)
    {
        packed.SkipUnlessPacked();
        using var package = packed.Open(project);
        var ours = Directory.EnumerateFiles(Path.Combine(packed.Sources, folder), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(packed.Sources, file).Replace('\\', '/')).Where(file => !NotShipped().IsMatch(file));
        var shipped = package.Entries.Where(entry => entry.FullName.StartsWith("shipped/", StringComparison.Ordinal)).Select(entry => Uri.UnescapeDataString(entry.FullName)["shipped/".Length..]);
        Assert.Equal(ours.Order(StringComparer.Ordinal), shipped.Order(StringComparer.Ordinal));
        Assert.NotNull(package.GetEntry($"buildTransitive/{project}.targets"));
    }

    internal static string IdOf(string project) => project == "Workbook" ? "Workbook.Engine" : project;

    private static Dictionary<string, string> Metadata(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!.Elements().Single().Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);
    }

    /// <summary>What runs leave behind, and what only git reads.</summary>
    [GeneratedRegex(@"/(target|logs)/|/\.[^/]+$")]
    private static partial Regex NotShipped();
}
