using Workbook.Retail.Generation;
using Workbook.Tests.Database;

namespace Workbook.Tests.Generation;

/// <summary>A world at the smallest useful scale, generated once for all tests that only read it.</summary>
public sealed class GeneratedWorld : IDisposable
{
    private readonly TempFolder _folder = new();

    public GeneratedWorld() => Summary = DataGenerator.Generate(new GenerationOptions { Output = _folder.Path, Scale = 0.01, Seed = 7 });

    public GenerationSummary Summary { get; }

    public string Path => _folder.Path;

    public string PathOf(string relative) => System.IO.Path.Combine(_folder.Path, relative);

    public void Dispose() => _folder.Dispose();
}
