using Workbook.Lake;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Orchestration;
using Workbook.Operations.Tests;
using Workbook.Retail;
using Workbook.Retail.Generation;

[assembly: AssemblyFixture(typeof(BuiltLake))]

namespace Workbook.Operations.Tests;

/// <summary>A small lake that the pipeline built, for tests to read; those that change it take a copy.</summary>
public sealed class BuiltLake : IDisposable
{
    private readonly TempFolder _folder = new();

    public BuiltLake()
    {
        Pipeline = PipelineOf(_folder.Path);
        Run = PipelineRunner.Run(Pipeline.Graph, Lake, new PipelineOptions { Watermark = Pipeline.Watermark });
    }

    public LakeFolder Lake => _folder.Lake;

    public LakehousePipeline Pipeline { get; }

    public PipelineRun Run { get; }

    public static LakehousePipeline PipelineOf(string folder) => RetailPipeline.Create(
        new GenerationOptions { Scale = 0.002, Output = Path.Combine(folder, "raw") },
        new LakeFolder(Path.Combine(folder, "lake")), prune: true);

    /// <summary>Raw files and lake, in a folder of their own.</summary>
    internal TempFolder Copy(params string[] without)
    {
        var copy = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(_folder.Path, file);
            if (without.Any(left => relative.StartsWith(Path.Combine("lake", left), StringComparison.Ordinal)))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy.Path, relative))!);
            File.Copy(file, Path.Combine(copy.Path, relative));
        }

        return copy;
    }

    public void Dispose() => _folder.Dispose();
}
