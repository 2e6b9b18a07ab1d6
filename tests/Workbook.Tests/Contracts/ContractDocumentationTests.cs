using Workbook.Bronze;
using Workbook.Contracts;
using YamlDotNet.RepresentationModel;

namespace Workbook.Tests.Contracts;

/// <summary>What a contract says and bronze doesn't act on is kept, and said.</summary>
public sealed class ContractDocumentationTests
{
    private static readonly string Everything = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Workbook.Tests", "Contracts", "everything.yml"));

    [Fact]
    public void A_contract_that_says_everything_comes_back_as_it_was()
    {
        var contract = ContractFile.Parse(Everything);
        var yaml = ContractFile.ToYaml(contract);
        var back = ContractFile.Parse(yaml);
        Assert.Equal(yaml, ContractFile.ToYaml(back));
        Assert.Empty(ContractDiff.Compare(contract, back).Changes);
        Assert.Equal(ContractSql.RejectionSql(contract), ContractSql.RejectionSql(back));
        Assert.Equal(ContractSql.FlagsSql(contract), ContractSql.FlagsSql(back));
        Assert.Equivalent(contract, back, strict: true);
    }

    [Fact]
    public void Nothing_of_it_is_lost()
    {
        var (before, after) = (Leaves(Everything), Leaves(ContractFile.ToYaml(ContractFile.Parse(Everything))));
        Assert.Equal([], before.Except(after));
        // A text that looks like a number stays a text.
        Assert.Contains("value: \"0042\"", ContractFile.ToYaml(ContractFile.Parse(Everything)));
    }

    [Fact]
    public void What_people_read_can_be_asked_for()
    {
        var contract = ContractFile.Parse(Everything);
        Assert.Equal(("box office", "visitors", "visits daily", "2.1.0"), (contract.Owner, contract.Domain, string.Join(' ', contract.Tags), contract.Version));
        Assert.Equal(("Number of the visit", "Counts from 1: a number is never used again.", true), (contract["visit_id"].BusinessName, contract["visit_id"].Description, contract["visit_id"].IsUnique));
    }

    [Fact]
    public void What_bronze_does_not_check_is_listed() => Assert.Equal(
        """
        status draft: it is loaded all the same
        slaProperties (freshness): freshness goes into the exported dbt sources
        relationships of the table
        quality some rows of the table
        quality sql of the table
        quality soda of the table
        visit_id: unique
        visit_id: multipleOf 1
        guests: format i16
        guests: quality nullValues
        guests: physicalType SMALLINT, it is taken as INTEGER
        kind: format hostname
        kind: quality Kinds are those of the price list.
        kind: physicalType VARCHAR(20), it is taken as VARCHAR
        guide: relationships to guides.guide_id
        guide: physicalType UUID, it is taken as VARCHAR
        booked_on: format yyyy-MM-dd
        came_at: timezone true
        came_at: defaultTimezone Etc/UTC
        answers: properties, what is inside it
        steps: items, what is inside it
        steps: logicalType array, it is taken as VARCHAR
        left_at: logicalType time, it is taken as VARCHAR
        """.ReplaceLineEndings("\n").Split('\n'), ContractFile.NotChecked(ContractFile.Parse(Everything)));

    [Fact]
    public void Days_instants_and_lengths_have_bounds()
    {
        using var lake = new Bronze.TestLake();
        lake.Put("visits.csv", "visit_id,booked_on,came_at,kind\n1,2020-01-01,2020-01-01T00:00:01Z,tour\n2,2019-12-31,2021-01-01T00:00:00Z,tour\n3,2021-01-01,2020-01-01T00:00:00Z,tour\n4,,2021-01-01T00:00:00Z,té\n5,,2021-01-01T00:00:00Z,tés\n");
        var contract = ContractFile.Parse(Small("""
            {name: visit_id, logicalType: integer}
            {name: booked_on, logicalType: date, logicalTypeOptions: {minimum: 2020-01-01}}
            {name: came_at, logicalType: timestamp, logicalTypeOptions: {exclusiveMinimum: "2020-01-01 01:00:00+01:00"}}
            {name: kind, logicalType: string, logicalTypeOptions: {minLength: 3}}
            """));
        Assert.Contains("exclusiveMinimum: \"2020-01-01T00:00:00Z\"", ContractFile.ToYaml(contract));
        lake.Ingest(contract);
        Assert.Equal(["2 booked_on.out_of_range", "3 came_at.out_of_range", "4 kind.wrong_length"],
            lake.Rejects("visits").Select(reject => reject.Split(", ")).Select(parts => $"{int.Parse(parts[0].Split(' ')[1]) - 1} {parts[1].Split(' ')[1]}"));
    }

    [Fact]
    public void Rules_that_options_have_no_words_for_are_written_as_SQL()
    {
        var contract = new SourceContract("visits", SourceFormat.Csv)
        {
            Description = "", Path = "visits.csv", Key = [], Rows = 0,
            Columns =
            [
                Column.Int32("guests").Positive().Between(0, 60).NotNegative(),
                Column.Int32("children").Between(0, 60).Between(0, 9, RuleEffect.Flag),
                Column.Int32("babies").Between(0, 60).Inside(null, 9, RuleEffect.Flag),
                Column.Text("kind").OneOf("tour").Matching("[a-z]+"),
                Column.Text("answers").Matching("\\{.*").JsonObject(),
                Column.Text("more").OneOf("tour") with { Rules = [Column.Text("more").OneOf("tour").Rules[0] with { Reason = "odd" }] },
            ],
            RowRules = [Column.Text("kind").OneOf("tour").Rules[0]],
        };
        var back = ContractFile.Parse(ContractFile.ToYaml(contract));
        Assert.Equal(ContractSql.RejectionSql(contract), ContractSql.RejectionSql(back));
        Assert.Equal(ContractSql.FlagsSql(contract), ContractSql.FlagsSql(back));
        Assert.Equal(ContractFile.ToYaml(contract), ContractFile.ToYaml(back));
    }

    [Theory]
    [InlineData("{name: a, logicalType: integer, tags: &t [*t]}", "c.yml:7: 'tags' is nested too deep.")]
    [InlineData("{name: a, logicalType: date, logicalTypeOptions: {minimum: 01/02/2020}}", "c.yml:7: 'minimum' must be a day such as 2024-01-31; found '01/02/2020'.")]
    [InlineData("{name: a, logicalType: timestamp, logicalTypeOptions: {maximum: noon}}", "c.yml:7: 'maximum' must be an instant such as 2024-01-31T23:59:59Z, with microseconds at most; found 'noon'.")]
    [InlineData("{name: a, logicalType: integer, quality: [{type: custom, engine: workbok, name: x, implementation: {holds: a > 1}}]}", "c.yml:7: the engine must be workbook for a check of bronze, or that of another tool by its name.")]
    [InlineData("{name: a, logicalType: integer, quality: [{type: library, metric: invalidValue, mustBe: 0}]}", "c.yml:7: 'invalidValue' is none of nullValues, missingValues, invalidValues, duplicateValues, rowCount.")]
    [InlineData("{name: a, logicalType: integer, quality: [{type: custom, engine: workbook, name: 'a, b', implementation: {holds: a > 1}}]}", "c.yml:7: the name is the reason code in dq_flags and reports: a word such as before_shipment, found 'a, b'.")]
    public void A_slip_is_told(string property, string fault) =>
        Assert.Equal(fault, Assert.Throws<WorkbookException>(() => ContractFile.Parse(Small(property), "c.yml")).Message);

    [Fact]
    public void Server_and_schema_have_their_own_words_only()
    {
        var yaml = Small("{name: a, logicalType: integer}");
        Assert.Contains("'pth' is nothing that a local server has", Fault(yaml.Replace("path: visits.csv", "path: visits.csv, pth: x", StringComparison.Ordinal)));
        Assert.Contains("'propertys' is nothing that a schema has", Fault(yaml.Replace("properties", "propertys", StringComparison.Ordinal)));
        Assert.Contains("the server's type must be local", Fault(yaml.Replace("type: local", "type: s3", StringComparison.Ordinal)));

        static string Fault(string yaml) => Assert.Throws<WorkbookException>(() => ContractFile.Parse(yaml)).Message;
    }

    [Fact]
    public void A_rule_that_cannot_be_run_is_found_without_a_row()
    {
        var contract = ContractFile.Parse(Small("""
            {name: a, logicalType: integer, quality: [{type: custom, engine: workbook, name: odd, implementation: {holds: b > 1}}]}
            {name: kind, logicalType: string, logicalTypeOptions: {pattern: "[a-"}}
            {name: fine, logicalType: string, logicalTypeOptions: {pattern: "[a-z]"}}
            """));
        Assert.Collection(ContractFile.Faults(contract), fault => Assert.StartsWith("the rule a.odd can't be run: Binder Error", fault), fault => Assert.StartsWith("the rule kind.malformed can't be run: Invalid Input Error", fault));
    }

    private static string Small(string properties) => $"""
        apiVersion: v3.1.0
        kind: DataContract
        id: visits
        version: 1.0.0
        status: active
        servers: [{"{"}server: raw, type: local, path: visits.csv, format: csv{"}"}]
        schema: [{"{"}name: visits, properties: [{string.Join(", ", properties.ReplaceLineEndings("\n").Split('\n'))}]{"}"}]
        """;

    /// <summary>Each scalar with the keys that lead to it; items of a list by their place, of lists of names by their names.</summary>
    private static HashSet<string> Leaves(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. Leaves("", stream.Documents[0].RootNode)];
    }

    private static IEnumerable<string> Leaves(string path, YamlNode node) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(pair => Leaves(path.Length == 0 ? $"{pair.Key}" : $"{path}.{pair.Key}", pair.Value)),
        YamlSequenceNode list => list.SelectMany((item, index) => Leaves($"{path}[{Name(item) ?? $"{index}"}]", item)),
        _ => [$"{path} = {node}"],
    };

    /// <summary>Checks and custom properties may come in another order.</summary>
    private static string? Name(YamlNode item) => item is not YamlMappingNode map ? null
        : new[] { "property", "metric", "engine", "query", "name", "type" }.Select(key => map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? $"{value}" : null).FirstOrDefault(name => name is not null);
}
