using DuckDB.NET.Data;
using Workbook.Bronze;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Models.Project;
using Workbook.Models.Running;
using Workbook.Retail.Generation;

namespace Workbook.Retail.Tests;

/// <summary>A small lake of the retailer in a temporary folder, with bronze in it.</summary>
internal sealed class RetailLake : IDisposable
{
    private RetailLake(string path) => Folder = new LakeFolder(path);

    public LakeFolder Folder { get; }

    public string Raw => Path.Combine(Path.GetDirectoryName(Folder.Path)!, "raw");

    public static RetailLake Generate(double scale)
    {
        var lake = new RetailLake(Path.Combine(Directory.CreateTempSubdirectory("workbook-retail-").FullName, "lake"));
        DataGenerator.Generate(new GenerationOptions { Scale = scale, Output = lake.Raw });
        lake.Ingest();
        return lake;
    }

    /// <summary>Brings bronze up to the raw files.</summary>
    public void Ingest() => BronzeIngestion.Run(new IngestionOptions { Sources = RetailSources.All, Raw = Raw, Lake = Folder.Path });

    /// <summary>Another lake with the same files.</summary>
    public RetailLake Copy()
    {
        var copy = new RetailLake(Path.Combine(Directory.CreateTempSubdirectory("workbook-retail-").FullName, "lake"));
        foreach (var file in Directory.EnumerateFiles(Folder.Path, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy.Folder.Path, Path.GetRelativePath(Folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    public RunSummary Build(ModelRunOptions options) => ModelRunner.Run(
        RetailProject.Find(AppContext.BaseDirectory).ModelsIn(Folder),
        options with { TargetPath = Folder.Artifacts });

    /// <summary>Models, snapshots and seeds without tests; a failure fails the test with its message.</summary>
    public void BuildModels(bool fullRefresh = false)
    {
        var summary = Build(new ModelRunOptions { ResourceTypes = ["model", "seed", "snapshot"], FullRefresh = fullRefresh });
        var failures = string.Join('\n', summary.Results.Where(result => result.IsFailure).Select(result => $"{result.Node.Name}: {result.Message}"));
        Assert.True(failures.Length == 0, failures);
    }

    /// <summary>What the tests say that compare a layer's keys with the layer before: nothing of those that pass.</summary>
    public IReadOnlyList<string> KeysApart()
    {
        string[] tests = ["assert_silver_has_the_keys_of_bronze", "assert_snapshots_have_the_keys_of_bronze", "assert_gold_has_the_keys_of_silver"];
        var results = Build(new ModelRunOptions { Command = "test", Select = tests }).Results;
        Assert.Equal(tests.Order(), results.Select(result => result.Node.Name).Order());
        return [.. results.Where(result => result.Status != NodeStatus.Pass).Select(result => $"{result.Node.Name}: {result.Status} {result.Failures}")];
    }

    public DuckDBConnection Open() => WorkbookDatabase.Open(new DatabaseOptions { Path = Folder.Warehouse });

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(Folder.Path)!, recursive: true);
}
