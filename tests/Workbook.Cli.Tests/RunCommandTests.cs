using Workbook.Retail;

namespace Workbook.Cli.Tests;

/// <summary>The main job and what follows it, as a newcomer types it.</summary>
public sealed class RunCommandTests(BuiltWorld world) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cli-tests-").FullName;

    private string Raw => Path.Combine(_folder, "raw");

    private string Lake => Path.Combine(_folder, "lake");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void From_nothing_to_a_lake_in_one_command()
    {
        var result = world.CopyTo(_folder);
        Assert.All(RetailSources.All, source => Assert.Matches($@"\| {source.Name} +\|", result.Out));
        var total = Cells(result.Out, "total");
        Assert.Equal(Number(total[1]), Number(total[2]) + Number(total[3]));
        var (found, planted) = (total[4].Split('/')[0], total[4].Split('/')[1]);
        Assert.True(Number(planted) > 0);
        Assert.Equal(Number(planted), Number(found));
        Assert.DoesNotContain("planted nothing", result.Error);

        var orders = Cli.Run("sql", "--lake", Lake, "--format", "csv", "SELECT count(*) FROM bronze.orders_header").Succeeded();
        Assert.Equal(Number(Cells(result.Out, "orders_header")[2]), Number(orders.Out.Split("\r\n")[1]));
        var sales = Cli.Run("sql", "--lake", Lake, "--format", "csv", "SELECT count(*) FROM gold.fct_sales").Succeeded();
        Assert.Equal(Number(Cells(result.Out, "orders_lines")[2]), Number(sales.Out.Split("\r\n")[1]));
        Assert.Equal("0", Cells(result.Out, "gold")[7]);
    }

    [Fact]
    public void A_second_run_says_that_all_is_there_shows_the_same_sources_and_builds_nothing()
    {
        var first = Run();
        var second = Run();
        Assert.Equal(Sources(first.Out), Sources(second.Out));
        Assert.All(new[] { "staging", "silver", "snapshots", "gold" }, layer =>
        {
            Assert.Equal(Cells(first.Out, layer)[2], Cells(second.Out, layer)[3]);
            Assert.Equal("0", Cells(second.Out, layer)[2]);
        });
        Assert.Contains("they are there already", second.Error);
        Assert.Contains("0 files loaded, ", second.Error);
    }

    private static string Sources(string output) => output[..output.IndexOf("| Layer", StringComparison.Ordinal)];

    [Fact]
    public void Another_seed_has_folders_of_its_own_and_the_former_world_stays()
    {
        var first = world.CopyTo(_folder);
        var other = Run("--seed", "7");
        var home = Path.Combine(Lake, "_worlds", "scale-0.001-seed-7");
        Assert.Contains($"{Raw} holds scale 0.001, seed 42: scale 0.001, seed 7 goes to {home}, and both stay apart. --replace", other.Error);
        Assert.Contains($"workbook sql --lake {Path.Combine(home, "lake")} ", other.Out);
        // Without a word on the world it is the one that is there.
        var again = Cli.Run("run", "--raw", Raw, "--lake", Lake).Succeeded();
        Assert.Equal(Rows(first.Out), Rows(again.Out));
        Assert.Contains("0 files loaded, ", again.Error);
        // A lake says whose it is, though its raw files are gone.
        Directory.Delete(Raw, recursive: true);
        Assert.Contains($"{Lake} holds scale 0.001, seed 42: scale 0.001, seed 7 goes to", Run("--seed", "7").Error);
    }

    [Fact]
    public void Another_seed_takes_the_place_of_the_former_world_where_that_is_asked_for()
    {
        world.CopyTo(_folder);
        var other = Run("--seed", "7", "--replace");
        Assert.Contains("seed 42: those files are replaced", other.Error);
        using var fresh = new RunCommandTests(world);
        Assert.Equal(Rows(fresh.Run("--seed", "7").Out), Rows(other.Out));
    }

    [Fact]
    public void A_refused_file_makes_the_run_incomplete_and_the_rest_is_there()
    {
        world.CopyTo(_folder);
        File.WriteAllText(Path.Combine(Raw, "stores.csv"), "no,header\n1,2\n");
        var result = Cli.Run("run", "--scale", "0.001", "--raw", Raw, "--lake", Lake);
        Assert.Equal(1, result.Exit);
        Assert.Contains("Refused: stores.csv lacks columns", result.Error);
        Assert.Contains("1 file(s) were refused", result.Error);
        Assert.Matches(@"\| sensors +\|", result.Out);
    }

    [Fact]
    public void Rejects_are_listed_with_samples_and_replayed_without_a_rule()
    {
        world.CopyTo(_folder);
        var rejects = Cli.Run("rejects", "--lake", Lake, "--tables", "sensors", "--samples", "2").Succeeded().Out;
        var line = Cells(rejects, "sensors", "temperature_c.out_of_range");
        Assert.StartsWith("sensors/store_id=", line[4]);
        var replay = Cli.Run("replay", "--lake", Lake, "--source", "sensors", "--without-rule", "temperature_c.out_of_range").Succeeded().Out;
        Assert.Equal(line[2], Cells(replay, "sensors")[2]);
        Assert.DoesNotContain("temperature_c", Cli.Run("rejects", "--lake", Lake).Succeeded().Out);
    }

    [Fact]
    public void A_dry_run_writes_nothing()
    {
        Cli.Run("generate", "--scale", "0.001", "--out", Raw).Succeeded();
        var result = Cli.Run("ingest", "--raw", Raw, "--lake", Lake, "--dry-run").Succeeded();
        Assert.Contains("a dry run, nothing was written", result.Out);
        Assert.False(Directory.Exists(Lake));
    }

    [Theory]
    [InlineData(1, "does not exist. Generate it", "ingest", "--raw", "nowhere")]
    [InlineData(1, "There is no source 'shops'; the sources are customers, ", "ingest", "--tables", "shops")]
    [InlineData(1, "There is no lake at ", "rejects")]
    [InlineData(1, "There is no lake at ", "replay")]
    [InlineData(1, "name it with --source", "replay", "--without-rule", "qty.not_positive")]
    [InlineData(1, "has no rule 'nope'; its rules are ", "replay", "--source", "sensors", "--without-rule", "nope")]
    [InlineData(2, "--samples expects at least 0", "rejects", "--samples", "-1")]
    public void What_cannot_be_done_is_said(int exit, string said, params string[] args)
    {
        var result = Cli.Run([.. args, "--lake", Lake]);
        Assert.Equal(exit, result.Exit);
        Assert.Contains(said, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    private CliResult Run(params string[] more) => Cli.Run(["run", "--scale", "0.001", "--raw", Raw, "--lake", Lake, .. more]).Succeeded();

    /// <summary>The cells of the table line that begins with these.</summary>
    private static string[] Cells(string output, params string[] first) => output.Split('\n')
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length > 2).Select(cells => cells[1..^1])
        .First(cells => cells.Take(first.Length).SequenceEqual(first));

    /// <summary>Sources with rows read, accepted, rejected, and faults.</summary>
    private static IEnumerable<string> Rows(string output) =>
        RetailSources.All.Where(source => source.Name != "returns").Select(source => string.Join(' ', Cells(output, source.Name)[..5]));

    private static long Number(string text) => long.Parse(text.Replace(",", ""));
}
