using System.Globalization;
using System.Security.Cryptography;
using Workbook.Database;
using Workbook.Retail.Generation;
using Workbook.Tests.Database;

namespace Workbook.Retail.Tests.Generation;

public sealed class DataGeneratorTests
{
    [Fact]
    public void Same_seed_gives_the_same_bytes_whatever_the_number_of_threads()
    {
        using var one = new TempFolder();
        using var two = new TempFolder();
        DataGenerator.Generate(Options(one) with { Threads = 1 });
        DataGenerator.Generate(Options(two) with { Threads = 4 });
        Assert.Equal(Hash(one.Path), Hash(two.Path));
    }

    [Fact]
    public void Same_seed_gives_the_same_bytes_whatever_the_culture()
    {
        using var one = new TempFolder();
        using var two = new TempFolder();
        DataGenerator.Generate(Options(one));
        var former = CultureInfo.CurrentCulture;
        // Not from the system's list, which is left out: a culture with other marks.
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator, other.NumberFormat.NegativeSign) = (",", ".", "~");
        (other.DateTimeFormat.TimeSeparator, other.DateTimeFormat.DateSeparator) = (".", "-");
        try
        {
            CultureInfo.CurrentCulture = other;
            DataGenerator.Generate(Options(two));
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }

        Assert.Equal(Hash(one.Path), Hash(two.Path));
    }

    [Fact]
    public void Another_seed_gives_another_world()
    {
        using var one = new TempFolder();
        using var two = new TempFolder();
        DataGenerator.Generate(Options(one));
        DataGenerator.Generate(Options(two) with { Seed = 43 });
        Assert.NotEqual(Hash(one.Path), Hash(two.Path));
    }

    [Fact]
    public void A_later_window_adds_to_the_world_and_changes_none_of_its_orders()
    {
        using var folder = new TempFolder();
        DataGenerator.Generate(Options(folder));
        var before = Snapshot(folder, "orders_lines");
        DataGenerator.Generate(Options(folder) with { StartDate = new DateOnly(2024, 3, 1), Days = 2, Late = true });
        var after = Snapshot(folder, "orders_lines");
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
        Assert.Equal(
            ["order_dt=2024-02-29/part-late.csv", "order_dt=2024-03-01/part-1.csv", "order_dt=2024-03-02/part-1.csv"],
            after.Keys.Except(before.Keys).Order(StringComparer.Ordinal));
        using var connection = WorkbookDatabase.Open();
        Assert.Equal(0, connection.Scalar<long>($"""
            SELECT count(*) FROM (SELECT order_id, line_number FROM read_csv('{folder.Path}/orders_lines/*/*.csv') GROUP BY ALL HAVING count(*) > 1)
            """));
    }

    [Fact]
    public void Generating_the_same_window_again_replaces_it()
    {
        using var folder = new TempFolder();
        DataGenerator.Generate(Options(folder));
        var before = Hash(folder.Path);
        DataGenerator.Generate(Options(folder));
        Assert.Equal(before, Hash(folder.Path));
    }

    [Fact]
    public void One_table_can_be_written_by_itself_and_keeps_the_ledger_of_the_others()
    {
        using var folder = new TempFolder();
        DataGenerator.Generate(Options(folder));
        var before = File.ReadLines(Path.Combine(folder.Path, "_anomalies.jsonl")).Order().ToList();
        DataGenerator.Generate(Options(folder) with { Tables = ["sensors"] });
        Assert.Equal(before, File.ReadLines(Path.Combine(folder.Path, "_anomalies.jsonl")).Order());
    }

    [Fact]
    public void All_bad_options_are_named_at_once()
    {
        using var folder = new TempFolder();
        var fault = Assert.Throws<WorkbookException>(() => DataGenerator.Generate(
            Options(folder) with { Scale = 0, Days = 0, Tables = ["orders"], StartDate = new DateOnly(2020, 1, 1) }));
        Assert.All(["scale is 0", "days is 0", "no table 'orders'", "2020-01-01"], part => Assert.Contains(part, fault.Message));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_window_that_the_calendar_does_not_have_is_an_error()
    {
        using var folder = new TempFolder();
        var last = Options(folder) with { Tables = ["suppliers"], Days = 10, StartDate = GenerationOptions.Horizon.AddDays(-9) };
        Assert.Contains("ends after 2035-06-30", Assert.Throws<WorkbookException>(() => DataGenerator.Generate(last with { Days = 11 })).Message);
        DataGenerator.Generate(last);
    }

    [Fact]
    public void Files_of_another_origin_are_not_overwritten()
    {
        using var folder = new TempFolder();
        File.WriteAllText(Path.Combine(folder.Path, "customers.csv"), "mine");
        var fault = Assert.Throws<WorkbookException>(() => DataGenerator.Generate(Options(folder)));
        Assert.Contains("customers.csv", fault.Message);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Path, "customers.csv")));
    }

    [Fact]
    public void An_interrupted_run_is_known_as_incomplete_and_the_next_one_completes_it()
    {
        using var folder = new TempFolder();
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            DataGenerator.Generate(Options(folder), new CancelOnFirstReport(cancellation), cancellation.Token));
        Assert.False(GenerationState.Holds(Options(folder)));
        DataGenerator.Generate(Options(folder));
        Assert.True(GenerationState.Holds(Options(folder)));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    private static GenerationOptions Options(TempFolder folder) => new() { Output = folder.Path, Scale = 0.005 };

    private static Dictionary<string, string> Snapshot(TempFolder folder, string source)
    {
        var root = Path.Combine(folder.Path, source);
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText);
    }

    private static string Hash(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Path.GetRelativePath(folder, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private sealed class CancelOnFirstReport(CancellationTokenSource cancellation) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => cancellation.Cancel();
    }
}
