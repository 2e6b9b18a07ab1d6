namespace Workbook.Cli.Tests;

public sealed class DedupCommandTests : IDisposable
{
    private const string People =
        """
        id, first_name, last_name, birth_date, email, city, entity
        1,Robert,Allen,1971-06-24,robert.allen@smith.net,London,a
        2,Bob,Allen,1971-06-24,robert.allen@smith.net,London,a
        3,Robert,Alen,1971-06-24,,London,a
        4,Grace,Kelly,1997-04-26,grace.kelly@jones.com,Hull,b
        5,Grace,Kelly,1997-04-26,grace.kelly@jones.com,,b
        6,Logan,Murphy,1973-08-01,,Leeds,c
        7,Evie,Dean,2015-03-03,evie@harris.net,Portsmouth,d
        8,Evie,Dean,2015-03-03,evie@harris.net,Portsmouth,d
        9,Isla,Hall,1985-02-07,isla@hall.com,London,e
        """;

    private const string Model =
        """
        id: id
        method: fuzzy
        threshold: 0.8
        columns:
          first_name: name
          last_name: name
          birth_date: date
          email: email
        comparisons:
          - column: first_name
            levels: [exact, nickname]
          - column: last_name
            levels: [exact, jaro_winkler >= 0.9]
          - column: birth_date
            levels: [exact]
          - column: email
            levels: [exact]
        blocking:
          - [birth_date]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-dedup-").FullName;

    public DedupCommandTests()
    {
        File.WriteAllText(InFolder("people.csv"), People);
        File.WriteAllText(InFolder("match.yml"), Model);
    }

    [Fact]
    public void Records_become_clusters_golden_records_and_an_explanation()
    {
        var result = Cli.Run("dedup", "--input", InFolder("people.csv"), "--config", InFolder("match.yml"), "--truth", "entity", "--explain", "1,2", "--out", InFolder("out")).Succeeded();

        Assert.Contains("|       9 |   9 |              4 |        5 |          4 |               0 |", result.Out);
        Assert.Contains("| pairs of records  |    1.0000 | 1.0000 | 1.0000 |", result.Out);
        Assert.Contains("| first_name | robert                 | bob                    | nickname |  +0.13 |      0.00 |", result.Out);
        Assert.Contains("Weight 0.88, score 0.8750. They meet under birth_date.", result.Out);
        Assert.Contains("compare: ", result.Error);
        Assert.Equal(["charts.html", "clusters.parquet", "golden.parquet", "lineage.parquet", "match.yml", "merges.parquet", "pairs.parquet"], Directory.EnumerateFiles(InFolder("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void New_records_join_the_clusters_of_an_earlier_run()
    {
        Cli.Run("dedup", "--input", InFolder("people.csv"), "--config", InFolder("match.yml"), "--out", InFolder("first")).Succeeded();
        File.WriteAllText(InFolder("more.csv"), People + "\n10,Logan,Murphy,1973-08-01,,Leeds,c\n11,New,Person,2001-01-01,new@person.org,Bath,f");

        var result = Cli.Run("dedup", "--input", InFolder("more.csv"), "--config", InFolder("match.yml"), "--incremental", InFolder("first/clusters.parquet")).Succeeded();

        Assert.Contains("|      11 |   2 |              1 |        6 |          5 |               0 |", result.Out);
    }

    [Fact]
    public void A_config_is_written_from_the_names_of_the_columns_and_not_over_another()
    {
        var file = InFolder("made.yml");

        Assert.Equal($"{file}\n", Cli.Run("dedup", "--input", InFolder("people.csv"), "--write-config", file).Succeeded().Out);

        Assert.Contains("levels: [exact, swapped with last_name, nickname,", File.ReadAllText(file));
        var again = Cli.Run("dedup", "--input", InFolder("people.csv"), "--write-config", file);
        Assert.Equal((1, $"The file '{file}' exists already. Name another, or remove it first.\n"), (again.Exit, again.Error));
    }

    [Fact]
    public void Faults_are_messages()
    {
        File.WriteAllText(InFolder("bad.yml"), "id: id\nblocking: [[x]]\ncolumns: {x: nme}\n");
        Assert.Equal((1, $"There is no file '{InFolder("none.csv")}'. Correct the path.\n"), Fault("--input", InFolder("none.csv")));
        Assert.StartsWith($"{InFolder("bad.yml")}:3: 'x' can't be 'nme'. It is one of: as_is,", Fault("--input", InFolder("people.csv"), "--config", InFolder("bad.yml")).Error);
        Assert.Equal((2, "--explain expects two ids with a comma between them, such as 17,42, but was given '1'.\nSee 'workbook dedup --help'.\n"), Fault("--input", InFolder("people.csv"), "--explain", "1"));
        Assert.Equal((2, "--threshold expects a number above 0, at most 1, but was given 1.5.\nSee 'workbook dedup --help'.\n"), Fault("--input", InFolder("people.csv"), "--threshold", "1.5"));
        Assert.StartsWith("The blocking rules would compare 5 pairs, more than the limit of 1:", Fault("--input", InFolder("people.csv"), "--config", InFolder("match.yml"), "--max-pairs", "1").Error);
    }

    [Fact]
    public void Unknown_columns_ask_for_a_config()
    {
        File.WriteAllText(InFolder("things.csv"), "id,colour\n1,red\n");
        Assert.StartsWith("No match model can be made from the columns id, colour: an id, a name and two more", Fault("--input", InFolder("things.csv")).Error);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string InFolder(string name) => Path.Combine(_folder, name);

    private static (int Exit, string Error) Fault(params string[] options)
    {
        var result = Cli.Run(["dedup", .. options]);
        Assert.Equal("", result.Out);
        return (result.Exit, result.Error);
    }
}
