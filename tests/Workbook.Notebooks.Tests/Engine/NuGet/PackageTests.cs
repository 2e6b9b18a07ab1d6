using System.Runtime.InteropServices;
using Workbook.Notebooks.Engine;
using Workbook.Notebooks.Engine.NuGet;

namespace Workbook.Notebooks.Tests.Engine.NuGet;

/// <summary>Left and Right both stand on Base, in two versions of it.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly TestNotebook _notebook = new();
    private readonly PackageFeed _feed;

    public PackageTests() => _feed = new PackageFeed(_notebook.Folder)
        .Add("Base", "1.0", "namespace Base; public class Thing { public static int Made; public int Number = ++Made; public string Said => \"one\"; }")
        .Add("Base", "2.0", "namespace Base; public class Thing { public static int Made; public int Number = ++Made; public string Said => \"two\"; public string More => \"more\"; }")
        .Add("Left", "1.0", "namespace Left; public static class Maker { public static Base.Thing Make() => new(); }", ["Base 1.0"])
        .Add("Right", "1.0", "namespace Right; public static class Reader { public static string Read(Base.Thing thing) => thing.Number + thing.More; public static string Say(Base.Thing thing) => thing.Said; }", ["Base 2.0"]);

    public void Dispose() => _notebook.Dispose();

    private string Notes => string.Join('\n', _notebook.Displayed.Select(bundle => bundle.Text("text/plain")));

    [Fact]
    public void Packages_that_share_one_get_one_version_of_it_loaded_once()
    {
        Assert.Equal("1more", _notebook.Value("#r \"nuget: Left, 1.0.0\"\n#r \"nuget: Right, 1.0.0\"\nRight.Reader.Read(Left.Maker.Make())"));
        Assert.Equal("Left 1.0.0\nRight 1.0.0", Notes);
        Assert.Equal("2", _notebook.Value("new Base.Thing(); Base.Thing.Made"));
        Assert.Equal("1", _notebook.Value("AppDomain.CurrentDomain.GetAssemblies().Count(one => one.GetName().Name == \"Base\" && System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(one) == System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(typeof(Base.Thing).Assembly))"));
        Assert.Equal("2.0.0.0", _notebook.Value("typeof(Base.Thing).Assembly.GetName().Version.ToString()"));
    }

    [Fact]
    public void A_later_cell_keeps_what_is_loaded_and_says_so()
    {
        Assert.Equal("1", _notebook.Value("#r \"nuget: Left, 1.0.0\"\nLeft.Maker.Make().Number"));
        Assert.Equal("one", _notebook.Value("#r \"nuget: Right, 1.0.0\"\nRight.Reader.Say(Left.Maker.Make())"));
        Assert.Equal("Right 1.0.0\nBase 1.0.0 stays, though Right 1.0.0 asks for 2.0.0.\nA notebook has one version of each package. If something fails, restart the kernel and ask for all of them in one cell.", Notes);
    }

    [Fact]
    public void Another_version_of_a_loaded_package_needs_a_new_kernel()
    {
        _notebook.Run("#r \"nuget: Base, 1.0.0\"");
        var error = _notebook.Try("#r \"nuget: Base, 2.0.0\"\nvar never = 1;").Error!;
        Assert.Equal("Base 1.0.0 is loaded and stays; the cell asks for 2.0.0. A notebook has one version of each package: restart the kernel and ask for 2.0.0 in the first cell that names it or needs it.", error.Message);
        Assert.Equal("one", _notebook.Value("#r \"nuget: Base\"\nnew Base.Thing().Said"));
        Assert.Equal("", Notes);
    }

    [Fact]
    public void An_older_version_than_the_loaded_one_is_served_by_it()
    {
        _notebook.Run("#r \"nuget: base\"");
        Assert.Equal("Base 2.0.0", Notes);
        _notebook.Run("#r \"nuget: Base, 1.0.0\"");
        Assert.Equal("Base 2.0.0 is loaded and stays; the cell asks for 1.0.0 or newer.", Notes);
        Assert.Contains("Base 2.0.0 is loaded and stays; the cell asks for [1.0.0].", _notebook.Try("#r \"nuget: Base, [1.0.0]\"").Error!.Message);
    }

    [Fact]
    public void In_one_cell_a_version_gives_way_to_what_another_package_needs()
    {
        Assert.Equal("two", _notebook.Value("#r \"nuget: Base, 1.0.0\"\n#r \"nuget: Right, 1.0.0\"\nnew Base.Thing().Said"));
        Assert.Equal("Base 2.0.0\nRight 1.0.0", Notes);
        Assert.Contains("The cell asks for Left 1.0.0 and for left 2.0.0.", _notebook.Try("#r \"nuget: left, 2.0.0\"\n#r \"nuget: Left, 1.0.0\"").Error!.Message);
    }

    [Fact]
    public void Native_libraries_of_a_package_are_found()
    {
        var name = "System.IO.Compression.Native" + (OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so");
        var native = Directory.EnumerateFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*" + name).First();
        var (system, prefix) = OperatingSystem.IsWindows() ? ("win", "") : OperatingSystem.IsMacOS() ? ("osx", "lib") : ("linux", "lib");
        _feed.Add("Checksums", "1.0", """
            public static unsafe class Checksum
            {
                [System.Runtime.InteropServices.DllImport("checksums")] private static extern uint CompressionNative_Crc32(uint crc, byte* buffer, int length);
                public static uint Of(byte[] bytes) { fixed (byte* at = bytes) return CompressionNative_Crc32(0, at, bytes.Length); }
            }
            """, files: new Dictionary<string, string>
        {
            [$"runtimes/{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}/native/{prefix}checksums{Path.GetExtension(name)}"] = native,
            ["analyzers/dotnet/cs/Nonsense.dll"] = native,
            ["lib/net10.0/de/Checksums.resources.dll"] = native,
        });
        Assert.Equal("cbf43926", _notebook.Value("#r \"nuget: Checksums\"\nChecksum.Of(\"123456789\"u8.ToArray()).ToString(\"x8\")"));
    }

    [Fact]
    public void A_package_may_stand_on_another_part_of_dotnet()
    {
        const string Web = "Microsoft.AspNetCore.App";
        var shared = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", Web);
        var installed = Directory.Exists(shared) ? Directory.EnumerateDirectories(shared, $"{Environment.Version.Major}.*").FirstOrDefault() : null;
        Assert.SkipWhen(installed is null, $"{Web} isn't installed here.");
        _feed.Add("Web", "1.0", "public static class Site { public static Microsoft.AspNetCore.Http.PathString Home() => new(\"/home\"); }", framework: (Web, installed!));
        Assert.Equal("/home", _notebook.Value("#r \"nuget: Web\"\nvar home = Site.Home();\nhome.Value"));
        Assert.Equal("true", _notebook.Value("home.StartsWithSegments(\"/home\")"));
        _feed.Add("Far", "1.0", "public static class Far;", framework: ("Workbook.Far.App", installed!));
        Assert.StartsWith("The package Far 1.0.0 stands on Workbook.Far.App 10, which isn't installed here", _notebook.Try("#r \"nuget: Far\"").Error!.Message);
    }

    [Fact]
    public void What_the_kernel_has_itself_stays_the_kernels()
    {
        Assert.Equal(typeof(YamlDotNet.Serialization.Deserializer).Assembly.Location, _notebook.Value("#r \"nuget: YamlDotNet, 16.0.0\"\ntypeof(YamlDotNet.Serialization.Deserializer).Assembly.Location"));
        Assert.Equal("", Notes);
        _notebook.Run("#r \"nuget: yamldotnet, 99.0.0\"\n#r \"nuget: Microsoft.DotNet.Interactive, 1.0.0-beta.26120.1\"");
        Assert.Matches(@"^YamlDotNet [\d.]+ is the kernel's own and stays, though the cell asks for 99\.0\.0: a process has one version of it\.$", Notes);
        Assert.Equal("True", _notebook.Value("#r \"nuget: DuckDB.NET.Data.Full\"\n(Workspace.Connection is DuckDB.NET.Data.DuckDBConnection).ToString()"));
    }

    [Fact]
    public void A_package_or_version_that_isnt_there_is_told_with_the_remedy()
    {
        Assert.Equal("There is no package 'Nowhere' in feed. Check its name; another feed is named before it: #i \"nuget:<address or folder>\".", _notebook.Try("#r \"nuget: Nowhere, 1.0.0\"").Error!.Message);
        Assert.Equal("The package 'Base' has no version 7.0.0; the nearest is 2.0.0. Change the version in the #r line.", _notebook.Try("#r \"nuget: Base, 7.0.0\"").Error!.Message);
        Assert.Equal("3", _notebook.Value("1 + 2"));
    }

    [Fact]
    public void A_feed_that_cant_be_reached_is_told_with_the_remedy()
    {
        File.WriteAllText(Path.Combine(_notebook.Folder, "nuget.config"), "<configuration><packageSources><clear /><add key=\"far\" value=\"http://127.0.0.1:9/index.json\" allowInsecureConnections=\"true\" /></packageSources></configuration>");
        var error = _notebook.Try("#r \"nuget: Workbook.Tests.NowhereAtAll, 1.0.0\"").Error!;
        Assert.StartsWith("Workbook.Tests.NowhereAtAll 1.0.0 could not be fetched, since the feed can't be reached: ", error.Message);
        Assert.EndsWith("Connect to it, or name a folder that has the packages: #i \"nuget:<folder>\".", error.Message);
    }

    [Theory]
    [InlineData("1.0.0", "1.0", 0)]
    [InlineData("1.10.0", "1.9.9", 1)]
    [InlineData("1.0.0-beta", "1.0.0", -1)]
    [InlineData("1.0.0-beta.2", "1.0.0-beta.11", -1)]
    [InlineData("1.0.0-alpha", "1.0.0-alpha.1", -1)]
    [InlineData("1.0.0-1", "1.0.0-alpha", -1)]
    [InlineData("1.0.0+one", "1.0.0+two", 0)]
    [InlineData("2.0.0.1", "2.0.0", 1)]
    public void Versions_have_NuGets_order(string left, string right, int order)
    {
        Assert.Equal(order, Math.Sign(PackageVersion.Compare(left, right)));
        Assert.Equal(-order, Math.Sign(PackageVersion.Compare(right, left)));
    }

    [Theory]
    [InlineData("", "0.1", true)]
    [InlineData("1.*", "9.0", true)]
    [InlineData("1.2", "1.2.0", true)]
    [InlineData("1.2", "1.1.9", false)]
    [InlineData("[1.2]", "1.2.0", true)]
    [InlineData("[1.2]", "1.2.1", false)]
    [InlineData("[8.0.0, 9.0.0)", "8.5.0", true)]
    [InlineData("[8.0.0, 9.0.0)", "9.0.0", false)]
    [InlineData("(1.0, )", "1.0.0", false)]
    [InlineData("(, 2.0]", "2.0.0", true)]
    public void Ranges_are_NuGets(string range, string version, bool isAllowed) => Assert.Equal(isAllowed, PackageRange.Parse(range).Allows(version));
}
