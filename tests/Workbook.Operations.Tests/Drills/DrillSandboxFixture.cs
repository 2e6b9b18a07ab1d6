using System.Security.Cryptography;
using Workbook.Operations.Drills;

namespace Workbook.Operations.Tests.Drills;

/// <summary>One ground for all drills, and a proof at its end that the original was only read.</summary>
public sealed class DrillSandboxFixture : IDisposable
{
    private readonly SmallLake _lake = SmallLake.Copy();
    private readonly List<string> _before;

    public DrillSandboxFixture()
    {
        _before = Files();
        Ground = DrillSandbox.Prepare(_lake.Target, _lake.Beside("drills"), withTests: false);
    }

    public DrillSandbox Ground { get; }

    public void Dispose()
    {
        Ground.Dispose();
        Assert.False(Directory.Exists(_lake.Beside("drills")));
        Assert.Equal(_before, Files());
        _lake.Dispose();
    }

    private List<string> Files() =>
    [
        .. new[] { _lake.Raw, _lake.Folder.Path }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
    ];
}
