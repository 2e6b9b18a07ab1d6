using System.Text.RegularExpressions;

namespace Workbook.Cli.Tests;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_tells_rows_files_and_planted_faults()
    {
        var output = Cli.Run("generate", "--out", _folder, "--scale", "0.001", "--tables", "stores,suppliers").Succeeded().Out;
        var settled = Regex.Replace(output, @"rows in [\d.,]+ s, [\d,]+ rows/s", "rows in N s, N rows/s").Replace(_folder + Path.DirectorySeparatorChar, "");
        Assert.Matches(@"^\+-+\+\n\| Source +\| +Rows \| +MB \| Files \|\n", settled);
        Assert.Matches(@"\| stores +\| +\d+ \| 0\.0 \| +1 \|\n\| suppliers +\| +\d+ \| 0\.0 \| +1 \|\n\| total +\| +\d+ \| 0\.0 \| +2 \|\n", settled);
        Assert.Matches(@"\| stores +\| impossible_latitude +\| latitude\.out_of_range +\| +\d+ \|\n", settled);
        Assert.Matches(@"\n[\d,]+ rows in N s, N rows/s\. The faults are listed in _anomalies\.jsonl\.\n$", settled);
        Assert.DoesNotContain("\x1b", output);
    }

    [Fact]
    public void The_fault_total_is_the_number_of_lines_in_the_ledger()
    {
        var output = Cli.Run("generate", "--out", _folder, "--scale", "0.001").Succeeded().Out;
        var total = Regex.Matches(output, @"\| total +\|(?: +\|)* +([\d,]+) \|\n")[^1].Groups[1].Value;
        Assert.Equal($"{File.ReadLines(Path.Combine(_folder, "_anomalies.jsonl")).Count():N0}", total);
    }

    [Fact]
    public void An_unknown_table_is_refused_by_name() =>
        Assert.Contains("there is no table 'shops'; the tables are customers, products", Cli.Run("generate", "--out", _folder, "--tables", "shops").Error);
}
