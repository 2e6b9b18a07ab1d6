namespace Workbook.Benchmarks;

/// <summary>Where the benchmark's files lie: several times the raw volume, gone afterwards.</summary>
internal sealed class BenchmarkFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("workbook-benchmark-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
