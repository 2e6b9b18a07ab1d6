using System.Diagnostics;
using System.Globalization;
using Workbook.Contracts;
using static System.FormattableString;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>
/// Mutated files of all five formats: none stops a run, every row of each is accounted for, and each accepted value is what an
/// independent reader finds in the same file. 200 files; as many as you like with <c>WORKBOOK_FUZZ_FILES=10000</c>, others with
/// <c>WORKBOOK_FUZZ_SEED</c>, and from a number on with <c>WORKBOOK_FUZZ_FIRST</c>.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private static readonly int Files = Setting("WORKBOOK_FUZZ_FILES", 200);

    [Fact]
    public void Mutated_files_are_loaded_as_an_independent_reader_reads_them_or_are_refused_with_a_reason()
    {
        var clock = Stopwatch.StartNew();
        using var run = new FuzzRun(Setting("WORKBOOK_FUZZ_SEED", 1));
        run.Run(Setting("WORKBOOK_FUZZ_FIRST", 0), Files);
        var figures = string.Join('\n', run.Tallies.Select(tally => $"{tally.Key,-9} {tally.Value}")) + Invariant($"\n{clock.Elapsed.TotalSeconds:F0} seconds");
        output.WriteLine(figures);
        Assert.True(run.Faults.Count == 0, $"{string.Join('\n', run.Faults)}\n{figures}");
        if (Files < 100)
            return;

        // A fuzz whose files are all refused, or all as they were, shows nothing.
        foreach (var (format, tally) in run.Tallies)
        {
            Assert.True(tally.Loaded * 4 >= tally.Files, $"{format}: {tally}");
            Assert.True(tally.Unread * 5 <= tally.Loaded, $"{format}: {tally}");
            Assert.True(tally.Changed * 2 >= tally.Files, $"{format}: {tally}");
        }
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : usual;
}
