using System.ComponentModel;

namespace Workbook.Packages.Tests;

/// <summary>The engine, packed once more elsewhere; then from a clone that knows where it came from.</summary>
public sealed class ReproducibleTests(PackedFolder packed) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-packages-again-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Equal_sources_are_equal_assemblies_in_any_folder_and_a_clones_symbols_say_where_the_sources_are()
    {
        packed.SkipUnlessPacked();
        SourceCopy.Make(Path.Combine(_folder, "again"), ["Workbook"]);
        Assert.Equal(Assembly(packed.Packages).Content, Assembly(Pack()).Content);
        Assert.Null(Symbols().SourceLink);

        if (!Git("init", "-q"))
            return;
        Git("remote", "add", "origin", "https://github.com/example/workbook.git");
        Git("add", "NuGet.config");
        Git("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "a");
        Pack();
        Assert.Contains("https://raw.githubusercontent.com/example/workbook/", Symbols().SourceLink);
        Assert.All(Symbols().Documents, document => Assert.StartsWith("/_/lib/", document));
    }

    private string Output => Path.Combine(_folder, "packed");

    private string Pack()
    {
        PackedFolder.Pack(Path.Combine(_folder, "again"), Output).Succeeded();
        return Output;
    }

    private static AssemblyFile Assembly(string packages)
    {
        using var package = System.IO.Compression.ZipFile.OpenRead(Path.Combine(packages, $"Workbook.Engine.{PackedFolder.Version}.nupkg"));
        return AssemblyFile.Read(package, "lib/net10.0/Workbook.dll");
    }

    private SymbolFile Symbols()
    {
        using var package = System.IO.Compression.ZipFile.OpenRead(Path.Combine(Output, $"Workbook.Engine.{PackedFolder.Version}.snupkg"));
        return SymbolFile.Read(package, "lib/net10.0/Workbook.pdb");
    }

    /// <returns>False where there is no git.</returns>
    private bool Git(params string[] arguments)
    {
        try
        {
            Dotnet.Start("git", Path.Combine(_folder, "again"), null, arguments).Succeeded();
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
