using Workbook.Bronze;
using Workbook.Contracts;
using static System.FormattableString;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>Makes mutated files by their numbers, loads them in batches, and compares what came of each with an independent reading.</summary>
internal sealed class FuzzRun : IDisposable
{
    public const int BatchFiles = 200;

    private const int EnoughFaults = 60;

    private static readonly (SourceFormat Format, string Extension)[] Texts =
        [(SourceFormat.Csv, "csv"), (SourceFormat.JsonLines, "jsonl"), (SourceFormat.Xlsx, "xlsx"), (SourceFormat.Parquet, "parquet")];

    private readonly int _seed;
    private readonly ParquetMutants _parquet;
    private readonly DeltaMutants _delta;

    public FuzzRun(int seed)
    {
        _seed = seed;
        var contract = FuzzContract.Of("base", SourceFormat.Parquet, "", 0);
        _parquet = new ParquetMutants(contract, seed);
        _delta = new DeltaMutants(contract, seed, _parquet);
    }

    public Dictionary<SourceFormat, FuzzTally> Tallies { get; } = Enum.GetValues<SourceFormat>().ToDictionary(format => format, _ => new FuzzTally());

    public List<string> Faults { get; } = [];

    public void Run(int first, int count)
    {
        foreach (var batch in Enumerable.Range(first, count).GroupBy(number => number / BatchFiles))
        {
            Check(batch.Key, [.. batch.Select(number => Make(number, batch.Key))]);
            if (Faults.Count >= EnoughFaults)
                return;
        }
    }

    public void Dispose() => _parquet.Dispose();

    private static SourceFormat FormatOf(int number) => (number % 20) switch { < 5 => SourceFormat.Csv, < 10 => SourceFormat.JsonLines, < 14 => SourceFormat.Xlsx, < 18 => SourceFormat.Parquet, _ => SourceFormat.Delta };

    private static SourceContract ContractOf(int number, int variant) => FormatOf(number) is SourceFormat.Delta
        ? FuzzContract.Of(Invariant($"d{number:D6}"), SourceFormat.Delta, Invariant($"delta/d{number:D6}"), variant)
        : FuzzContract.Of(Extension(number), FormatOf(number), $"{Extension(number)}/*.{Extension(number)}", variant);

    private static string Extension(int number) => Texts.First(text => text.Format == FormatOf(number)).Extension;

    private static string PathOf(int number) => FormatOf(number) is SourceFormat.Delta ? Invariant($"delta/d{number:D6}") : Invariant($"{Extension(number)}/f{number:D6}.{Extension(number)}");

    private Mutant Make(int number, int variant)
    {
        var random = new Random(unchecked((_seed * 1_000_003) + number));
        var contract = ContractOf(number, variant);
        return FormatOf(number) switch
        {
            SourceFormat.Csv => CsvMutants.Make(number, random, contract),
            SourceFormat.JsonLines => JsonMutants.Make(number, random, contract),
            SourceFormat.Xlsx => XlsxMutants.Make(number, random, contract),
            SourceFormat.Parquet => _parquet.Make(number, random),
            _ => _delta.Make(number, random),
        };
    }

    /// <summary>Where a run stops, the batch is halved until the culprit is found.</summary>
    private void Check(int variant, Mutant[] mutants)
    {
        using var lake = new TestLake();
        foreach (var mutant in mutants)
            foreach (var (name, content) in mutant.Files)
                lake.Put(name.Length == 0 ? PathOf(mutant.Number) : $"{PathOf(mutant.Number)}/{name}", content);
        var contracts = mutants.Select(mutant => ContractOf(mutant.Number, variant)).DistinctBy(contract => contract.Name).ToList();
        IngestionSummary summary;
        try
        {
            summary = BronzeIngestion.Run(lake.Options with { Sources = contracts, Threads = 2 });
        }
        // A lone file without a source's files is no fault of the ingestion.
        catch (Exception stop) when (!stop.Message.Contains("holds no file of any source", StringComparison.Ordinal))
        {
            if (mutants.Length == 1)
                Fault(mutants[0], $"stopped the run: {stop.GetType().Name}: {stop.Message}\n{stop.InnerException?.StackTrace}");
            else
                foreach (var half in mutants.Chunk((mutants.Length + 1) / 2))
                    Check(variant, half);
            return;
        }
        catch (WorkbookException)
        {
            Tallies[SourceFormat.Delta].Files++;
            Tallies[SourceFormat.Delta].Refused++;
            return;
        }

        foreach (var group in mutants.GroupBy(mutant => ContractOf(mutant.Number, variant).Name))
        {
            var contract = contracts.First(one => one.Name == group.Key);
            var bronze = BronzeRows.Of(lake, contract);
            foreach (var mutant in group)
            {
                var check = new FuzzCheck(summary, bronze, contract, PathOf(mutant.Number), mutant, Tallies[contract.Format]);
                foreach (var fault in check.Faults().Take(3))
                    Fault(mutant, fault);
            }
        }
    }

    private void Fault(Mutant mutant, string fault)
    {
        var kept = Path.Combine(Path.GetTempPath(), "workbook-fuzz", Invariant($"seed{_seed}"), PathOf(mutant.Number));
        foreach (var (name, content) in mutant.Files)
        {
            var path = name.Length == 0 ? kept : Path.Combine(kept, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }

        Faults.Add($"{PathOf(mutant.Number)}: {fault}\n  again: WORKBOOK_FUZZ_SEED={_seed} WORKBOOK_FUZZ_FIRST={mutant.Number} WORKBOOK_FUZZ_FILES=1; kept as {kept}\n  mutations: {string.Join("; ", mutant.Mutations)}");
    }
}
