namespace Workbook.Interactive.Tests.Tool;

/// <summary>What <c>dotnet pack</c> makes of the assemblies that this test run was built with, once for all tests.</summary>
internal static class PackedPackage
{
    private static readonly Lazy<string> Packed = new(() =>
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "packages");
        Pack(folder);
        return folder;
    });

    public static string Folder => Packed.Value;

    public static string File => Assert.Single(Directory.EnumerateFiles(Folder, "Workbook.Interactive.*.nupkg"));

    public static void Pack(string folder, params string[] more)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        InteractiveTool.Run(["pack", "lib/Workbook.Interactive", "--no-build", "-c", configuration, "-o", folder, "-v", "q", "--nologo", .. more]);
    }
}
