namespace Workbook.Interactive.Tests.Tool;

/// <summary>A folder as a clone looks to a notebook in it: raw files and a lake to come, models, and the packed package's feed.</summary>
public sealed class NotebookWorld : IDisposable
{
    public NotebookWorld()
    {
        Directory.CreateDirectory(At("data_raw"));
        Directory.CreateDirectory(Notebooks);
        foreach (var models in (string[])["dbt", "acme"])
            Copy(Path.Combine(InteractiveTool.Repository, "lib", models), At("lib", models));
        Copy(Path.Combine(InteractiveTool.Repository, ".config"), At(".config"));
        File.WriteAllText(At("NuGet.config"), $"""
            <configuration>
              <packageSources>
                <add key="workbook" value="{PackedPackage.Folder}" />
              </packageSources>
            </configuration>
            """);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("workbook-interactive-tests-").FullName;

    public string Notebooks => At("notebooks");

    public string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
