using System.ComponentModel;
using System.Diagnostics;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbook.Notebooks.Engine.NuGet;

/// <summary>
/// Asks the SDK's NuGet for packages and all that they need, as one graph. What it found is kept for each set of packages, so
/// that the next session on this machine neither waits nor needs a network; a version that was left open is looked up again
/// after a day.
/// </summary>
/// <param name="Sources">Feeds to ask besides the configured ones: addresses or folders.</param>
/// <param name="Folder">Where the notebook works; a <c>nuget.config</c> there or above says which feeds are asked.</param>
internal sealed record PackageRestore(IReadOnlyList<PackageRequest> Packages, IReadOnlyList<string> Sources, string Folder)
{
    private static readonly TimeSpan OpenVersionsStay = TimeSpan.FromDays(1);

    // Without the user's own build files: they are about projects, and this is none.
    private static readonly string[] Arguments =
        ["restore", "-v:q", "-nologo", "-p:ImportDirectoryBuildProps=false", "-p:ImportDirectoryBuildTargets=false", "-p:ImportDirectoryPackagesProps=false"];

    /// <exception cref="WorkbookException">A package or version isn't there, the feeds can't be reached, or there is no SDK.</exception>
    public IReadOnlyList<RestoredPackage> Run(CancellationToken cancellation)
    {
        var config = ConfigFolder();
        var project = Project(config);
        var kept = Path.Combine(Home(), $"{Key(project, config)}.json");
        var known = File.Exists(kept) ? RestoredPackage.Read(JsonNode.Parse(File.ReadAllText(kept))!) : null;
        if (known is not null && known.All(package => package.IsThere) && (!IsOpen || DateTime.UtcNow - File.GetLastWriteTimeUtc(kept) < OpenVersionsStay))
            return known;
        // A folder of its own: another session may restore the same packages right now.
        var work = Directory.CreateDirectory(Path.Combine(Home(), $"restore-{Guid.NewGuid():N}")).FullName;
        try
        {
            File.WriteAllText(Path.Combine(work, "notebook.csproj"), project);
            var said = Restore(work, cancellation);
            var assets = Path.Combine(work, "obj", "project.assets.json");
            var found = File.Exists(assets) ? JsonNode.Parse(File.ReadAllText(assets))! : null;
            if (RestoreFault.Of(found, said, this) is { } fault)
                return fault.IsAboutNetwork && known is not null && known.All(package => package.IsThere) ? known : throw new WorkbookException(fault.Message);
            File.Move(assets, kept, overwrite: true);
            ForgetOld();
            return RestoredPackage.Read(found!);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static void ForgetOld()
    {
        foreach (var file in Directory.EnumerateFiles(Home(), "*.json").Where(file => DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > TimeSpan.FromDays(90)))
            File.Delete(file);
    }

    private bool IsOpen => Packages.Any(package => package.Version.Length == 0 || package.Version.Contains('*'));

    private string Project(string? config)
    {
        static string Text(string text) => SecurityElement.Escape(text);
        var references = Packages.Select(package => $"    <PackageReference Include=\"{Text(package.Id)}\" Version=\"{Text(package.Version.Length == 0 ? "*" : package.Version)}\" />\n");
        // Not looked for: packages of this program, up to its versions of them, and the older engine.
        var pruned = HostPackages.All.Select(package => (package.Id, package.Version)).Concat(HostPackages.Replaced.Select(id => (Id: id, Version: "9999.0.0")))
            .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase).Select(package => $"    <PrunePackageReference Include=\"{package.Id}\" Version=\"{package.Version}\" />\n");
        // An older version that is loaded already stays (NU1605); whoever asked is told. The rest is news for builds.
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <EnableDefaultItems>false</EnableDefaultItems>
                <NuGetAudit>false</NuGetAudit>
                <RestoreIgnoreFailedSources>true</RestoreIgnoreFailedSources>
                <NoWarn>NU1510;NU1603;NU1605;NU1608;NU1701</NoWarn>
                <RestoreAdditionalProjectSources>{Text(string.Join(';', Sources))}</RestoreAdditionalProjectSources>
                {(config is null ? "" : $"<RestoreRootConfigDirectory>{Text(config)}</RestoreRootConfigDirectory>")}
              </PropertyGroup>
              <ItemGroup>
            {string.Concat(references)}{string.Concat(pruned)}  </ItemGroup>
            </Project>
            """;
    }

    private static string Restore(string folder, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet", Arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // One who waits for a cell wants to know soon that the feed isn't there.
        foreach (var (name, value) in ((string, string)[])[("DOTNET_CLI_UI_LANGUAGE", "en"), ("DOTNET_NOLOGO", "1"), ("MSBUILDDISABLENODEREUSE", "1"), ("NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT", "3")])
            start.Environment[name] = value;
        try
        {
            using var restore = Process.Start(start)!;
            using var stop = cancellation.Register(() => restore.Kill(entireProcessTree: true));
            var errors = restore.StandardError.ReadToEndAsync(CancellationToken.None);
            var said = restore.StandardOutput.ReadToEnd();
            restore.WaitForExit();
            cancellation.ThrowIfCancellationRequested();
            return restore.ExitCode == 0 ? "" : said + errors.Result;
        }
        catch (Win32Exception fault)
        {
            throw new WorkbookException("Packages are fetched by the .NET SDK, and there is no 'dotnet' on the PATH. Install the .NET 10 SDK, or leave out the #r \"nuget:…\" lines.", fault);
        }
    }

    private string? ConfigFolder()
    {
        for (var folder = new DirectoryInfo(Folder); folder is not null; folder = folder.Parent)
        {
            if (ConfigOf(folder.FullName) is not null)
                return folder.FullName;
        }

        return null;
    }

    private static string? ConfigOf(string folder) =>
        ((string[])["nuget.config", "NuGet.config", "NuGet.Config"]).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string Key(string project, string? config) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project + (config is null ? "" : File.ReadAllText(ConfigOf(config)!)))))[..24];

    private static readonly Lazy<string> Homeless = new(() => Directory.CreateTempSubdirectory("workbook-packages-").FullName);

    private static string Home()
    {
        var data = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        // Without a home it is a folder that nobody else could have filled: programs are loaded from it.
        return data.Length > 0 ? Directory.CreateDirectory(Path.Combine(data, "workbook", "packages")).FullName : Homeless.Value;
    }
}
