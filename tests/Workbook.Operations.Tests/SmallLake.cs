using Workbook.Bronze;
using Workbook.Lake;
using Workbook.Models;
using Workbook.Operations.Increments;
using Workbook.Retail;
using Workbook.Retail.Generation;

namespace Workbook.Operations.Tests;

/// <summary>
/// The retailer at scale 0.002, built once for all tests; each test works on a copy of its own, gone after it. A copy lies
/// in another folder, which the models' compiled SQL names: the first build there builds all.
/// </summary>
internal sealed class SmallLake : IDisposable
{
    private static readonly Lazy<string> Origin = new(Build);

    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-operations-").FullName;

    private SmallLake()
    {
        LakeCopy.Make(Path.Combine(Origin.Value, "raw"), Raw);
        LakeCopy.Make(Path.Combine(Origin.Value, "lake"), Folder.Path);
    }

    public static LakehouseProject Project { get; } = RetailProject.Find(AppContext.BaseDirectory);

    public string Raw => Path.Combine(_folder, "raw");

    public LakeFolder Folder => new(Path.Combine(_folder, "lake"));

    public IncrementTarget Target => new(Raw, Folder, Project);

    public IngestionOptions Ingestion => new() { Raw = Raw, Lake = Folder.Path, Sources = Project.Sources };

    public static SmallLake Copy() => new();

    /// <summary>A path in the test's folder, beside raw and lake.</summary>
    public string Beside(string name) => Path.Combine(_folder, name);

    public LakeDigest Digest() => LakeDigest.Of(Folder, Project);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Build()
    {
        var folder = Directory.CreateTempSubdirectory("workbook-operations-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var target = new IncrementTarget(Path.Combine(folder, "raw"), new LakeFolder(Path.Combine(folder, "lake")), Project);
        DataGenerator.Generate(new GenerationOptions { Scale = 0.002, Output = target.Raw });
        BronzeIngestion.Run(new IngestionOptions { Sources = Project.Sources, Raw = target.Raw, Lake = target.Lake.Path });
        var built = Increment.Build(target, default);
        Assert.Equal("", string.Join('\n', built.Results.Where(result => result.IsFailure).Select(result => result.Message)));
        return folder;
    }
}
