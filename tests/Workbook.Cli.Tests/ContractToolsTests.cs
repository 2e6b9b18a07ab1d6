using System.Text.Json.Nodes;

namespace Workbook.Cli.Tests;

/// <summary>Contracts checked, compared and exported.</summary>
public sealed class ContractToolsTests : IDisposable
{
    private const string Contract = """
        apiVersion: v3.1.0
        kind: DataContract
        id: visits
        name: visits
        version: 1.0.0
        status: active
        servers: [{server: raw, type: local, path: visits/*.csv, format: csv}]
        schema:
          - name: visits
            properties:
              - {name: visit_id, logicalType: integer, primaryKey: true, required: true}
              - {name: guests, physicalType: INTEGER, logicalTypeOptions: {exclusiveMinimum: 0}}
        """;

    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Files_are_checked_wherever_they_lie_and_nothing_is_written()
    {
        var contract = Write("visits.yml", Contract);
        var (good, bad, other) = (Write("in/good.csv", "visit_id,guests\n1,2\n"), Write("in/bad.csv", "visit_id,guests\n1,2\n2,0\n,3\n4,-1\n5,0\n6,0\n"), Write("in/other.csv", "id,guests\n1,2\n"));
        var before = Files();

        var result = Cli.Run("contract", "check", good, bad, other, "--contract", contract);

        Assert.Equal(1, result.Exit);
        Assert.Equal("""
            +--------------------------------------------------------------------------+
            | File     | Rows | Accepted | Rejected | Rule                | Lines      |
            |----------+------+----------+----------+---------------------+------------|
            | bad.csv  |    6 |        1 |        4 | guests.not_positive | 3, 5, 6, … |
            |          |      |          |        1 | visit_id.required   | 4          |
            | good.csv |    1 |        1 |        0 |                     |            |
            +--------------------------------------------------------------------------+

            Of 7 rows in 2 files 2 would be accepted and 5 rejected; 1 file would be refused. Nothing was written.

            """.ReplaceLineEndings("\n"), result.Out);
        Assert.Contains("Would be refused: other.csv", result.Error);
        Assert.Equal(before, Files());
        Assert.Equal(0, Cli.Run("contract", "check", good, "--contract", contract).Succeeded().Exit);
        var json = JsonNode.Parse(Cli.Run("contract", "check", bad, "--contract", contract, "--format", "json").Out)!;
        Assert.Equal("2,0", (string?)json["files"]![0]!["rejected"]![0]!["first"]![0]!["text"]);
    }

    [Fact]
    public void A_raw_folder_is_checked_as_the_contract_finds_it()
    {
        var contract = Write("visits.yml", Contract);
        Write("raw/visits/a.csv", "visit_id,guests\n1,2\n");
        Assert.Contains("visits/a.csv", Cli.Run("contract", "check", Path.Combine(_lake.Folder, "raw"), "--contract", contract).Succeeded().Out);
        Write("raw/visits/a.txt", "");
        Assert.Contains("visits/a.txt lies among the files", Cli.Run("contract", "check", Path.Combine(_lake.Folder, "raw"), "--contract", contract).Error);
        Assert.Contains("There is no file or folder", Cli.Run("contract", "check", "none.csv", "--contract", contract).Error);
    }

    [Fact]
    public void Folders_that_hold_values_are_read_above_the_files()
    {
        var contract = Write("visits.yml", Contract.Replace("visits/*.csv", "visits/day=*/*.csv", StringComparison.Ordinal) + "\n      - {name: day, logicalType: date, customProperties: [{property: fromPath, value: true}]}");
        var files = new[] { Write("in/day=2024-01-01/a.csv", "visit_id,guests\n1,2\n"), Write("in/day=2024-01-02/a.csv", "visit_id,guests\n1,2\n") };
        var result = Cli.Run("contract", "check", files[0], files[1], "--contract", contract).Succeeded();
        Assert.Contains("| day=2024-01-02/a.csv |", result.Out);
    }

    [Fact]
    public void A_Delta_table_is_checked_by_its_folder()
    {
        _lake.AddTable("stays", "SELECT 1 AS visit_id, 2 AS guests UNION ALL SELECT 2, 0");
        var contract = Write("visits.yml", Contract.Replace("path: visits/*.csv, format: csv", "path: visits, format: delta", StringComparison.Ordinal));
        Assert.Contains("| guests.not_positive |", Cli.Run("contract", "check", _lake.Table("stays"), "--contract", contract).Out);
    }

    [Fact]
    public void A_contract_is_checked_by_itself()
    {
        var contract = Write("visits.yml", Contract);
        Assert.Equal($"{contract}: bronze can keep to it.\n  not checked by bronze: the key (visit_id): a row may come twice\n", Cli.Run("contract", "check", "--contract", contract).Succeeded().Out);

        Write("visits.yml", Contract.Replace("required", "requierd", StringComparison.Ordinal).Replace("INTEGER", "MONEY", StringComparison.Ordinal));
        var result = Cli.Run("contract", "check", "--contract", contract);
        Assert.Equal(1, result.Exit);
        Assert.Contains($"{contract}:11: 'requierd' is nothing that a property has.", result.Error);
        Assert.Contains($"{contract}:12: the type of 'guests', MONEY", result.Error);

        Write("visits.yml", Contract.Replace("exclusiveMinimum: 0}", "exclusiveMinimum: 0}, quality: [{type: custom, engine: workbook, name: few, implementation: {holds: gusts < 9}}]", StringComparison.Ordinal));
        result = Cli.Run("contract", "check", "--contract", contract);
        Assert.Equal(1, result.Exit);
        Assert.Contains($"{contract}: the rule guests.few can't be run: ", result.Error);
        Assert.Contains("Correct 'gusts < 9'", result.Error);
    }

    [Fact]
    public void All_contracts_of_a_folder_are_checked()
    {
        Write("contracts/a.yml", "no contract");
        Write("contracts/b.yml", Contract);
        var result = Cli.Run("contract", "check", "--contract", Path.Combine(_lake.Folder, "contracts"));
        Assert.Equal(1, result.Exit);
        Assert.Contains("a.yml:1: expected a data contract", result.Error);
        Assert.Contains("b.yml: bronze can keep to it.", result.Out);
    }

    [Fact]
    public void A_change_says_whom_it_breaks_in_lines_of_eighty()
    {
        var old = Write("old.yml", Contract);
        var now = Write("new.yml", Contract.Replace("INTEGER", "BIGINT", StringComparison.Ordinal)
            .Replace("exclusiveMinimum: 0}", "exclusiveMinimum: 0, maximum: 60}, quality: [{type: custom, engine: workbook, name: few, implementation: {holds: guests < 9 OR guests > 30 OR visit_id < 1000000}}]", StringComparison.Ordinal));

        var result = Cli.Run("contract", "diff", old, now);

        Assert.Equal(1, result.Exit);
        Assert.Equal("""
            +---------------------------------------------------------------------------+
            | Change                                               | Breaks     | Asks  |
            |------------------------------------------------------+------------+-------|
            | guests: range tightened, at least 1 → from 1 to 60   | deliverers | major |
            | guests: rule few added: guests < 9 OR guests > 30 OR | deliverers | major |
            |   visit_id < 1000000                                 |            |       |
            | guests: type widened, INTEGER → BIGINT               | nobody     | minor |
            +---------------------------------------------------------------------------+

            visits: 3 changes, 2 of them breaking. After 1.0.0 comes at least 2.0.0; it has 1.0.0.

            """.ReplaceLineEndings("\n"), result.Out);
        Assert.Equal($"{now} has the version 1.0.0 and needs at least 2.0.0. Raise it.\n", result.Error);
        File.WriteAllText(now, File.ReadAllText(now).Replace("version: 1.0.0", "version: 2.0.0", StringComparison.Ordinal));
        var json = JsonNode.Parse(Cli.Run("contract", "diff", old, now, "--format", "json").Succeeded().Out)!;
        Assert.Equal(("deliverers", "major", "2.0.0"), ((string?)json["breaks"], (string?)json["asks"], (string?)json["least_version"]));
        Write("new.yml", Contract.Replace("physicalType: INTEGER", $"physicalType: INTEGER, quality: [{"{"}type: custom, engine: workbook, name: few, implementation: {"{"}holds: \"{string.Concat(Enumerable.Repeat("guests <> 7 AND ", 9))}guests <> {new string('8', 70)}\"{"}"}{"}"}]", StringComparison.Ordinal));
        Assert.All(Cli.Run("contract", "diff", old, now).Out.Split('\n').Where(line => line.StartsWith('|')), line => Assert.InRange(line.Length, 80, 80));
        Assert.Equal("visits: nothing changed.\n", Cli.Run("contract", "diff", old, old).Succeeded().Out);
    }

    /// <summary>The tests that the export writes run, and see what bronze doesn't check.</summary>
    [Fact]
    public void Exported_sources_are_read_and_tested_by_dbt()
    {
        var contract = Write("visits.yml", Contract);
        Write("raw/visits/a.csv", "visit_id,guests\n1,2\n1,3\n");
        Cli.Run("ingest", "--contract", contract, "--raw", Path.Combine(_lake.Folder, "raw"), "--lake", _lake.Path).Succeeded();
        var project = Path.Combine(_lake.Folder, "models");
        Write("models/dbt_project.yml", "name: museum\nprofile: museum\n");
        Write("models/profiles.yml", $"museum:\n  target: dev\n  outputs:\n    dev: {"{"}type: duckdb, path: '{Path.Combine(_lake.Folder, "museum.duckdb")}'{"}"}\n");

        Cli.Run("contract", "export", "--dbt", contract, "--name", "box_office", "--location", $"read_parquet('{_lake.Path}/bronze/parquet/{"{name}"}/**/*.parquet')", "--out", Path.Combine(project, "models", "sources.yml")).Succeeded();

        var tested = Cli.Run("dbt", "test", "--project-dir", project);
        Assert.Equal(1, tested.Exit);
        Assert.Contains("source_not_null_box_office_visits_visit_id", tested.Out);
        Assert.Contains("FAIL test source_unique_box_office_visits_visit_id", tested.Out);
        Assert.Contains("Say what to write: --dbt", Cli.Run("contract", "export", contract).Error);
        Assert.StartsWith("version: 2\nsources:\n- name: bronze\n  tables:\n  - name: visits\n", Cli.Run("contract", "export", contract, "--dbt").Succeeded().Out);
    }

    private string Write(string relative, string content)
    {
        var path = Path.Combine(_lake.Folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    private List<string> Files() => [.. Directory.EnumerateFileSystemEntries(_lake.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
