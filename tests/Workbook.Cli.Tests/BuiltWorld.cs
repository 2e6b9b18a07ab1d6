[assembly: AssemblyFixture(typeof(Workbook.Cli.Tests.BuiltWorld))]

namespace Workbook.Cli.Tests;

/// <summary>What 'workbook run' made of an empty folder, once for all tests; each takes a copy.</summary>
public sealed class BuiltWorld : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-world-").FullName;
    private readonly Lazy<CliResult> _run;

    public BuiltWorld() => _run = new(() => Cli.Run("run", "--scale", "0.001", "--raw", Path.Combine(_folder, "raw"), "--lake", Path.Combine(_folder, "lake")).Succeeded());

    /// <summary>Makes <c>raw</c> and <c>lake</c> in a folder.</summary>
    /// <returns>What the run said.</returns>
    internal CliResult CopyTo(string folder)
    {
        var run = _run.Value;
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(_folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
            // What is there already is told by size and time.
            File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(file));
        }
        return run;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
