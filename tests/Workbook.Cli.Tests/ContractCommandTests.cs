namespace Workbook.Cli.Tests;

/// <summary>A source of anybody's, by a contract of its own.</summary>
public sealed class ContractCommandTests : IDisposable
{
    private const string Contract = """
        apiVersion: v3.1.0
        kind: DataContract
        id: visits
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

    public ContractCommandTests()
    {
        Directory.CreateDirectory(Path.Combine(_lake.Folder, "raw", "visits"));
        File.WriteAllText(Path.Combine(_lake.Folder, "raw", "visits", "a.csv"), "visit_id,guests\n1,2\n2,0\n");
        File.WriteAllText(ContractFile, Contract);
    }

    private string ContractFile => Path.Combine(_lake.Folder, "visits.yml");

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void It_is_ingested_asked_and_replayed()
    {
        Assert.Contains("guests.not_positive 1", Ingest(ContractFile).Succeeded().Out);
        Assert.Contains("visits | guests.not_positive", Cli.Run("rejects", "--lake", _lake.Path).Succeeded().Out);
        Cli.Run("replay", "--lake", _lake.Path, "--source", "visits", "--without-rule", "guests.not_positive").Succeeded();
        Assert.Contains("| 2 ", Cli.Run("sql", "--lake", _lake.Path, "SELECT count(*) AS n FROM bronze.visits").Succeeded().Out.Replace("  ", " ", StringComparison.Ordinal));
        Assert.Contains("Nothing was rejected", Cli.Run("rejects", "--lake", _lake.Path).Succeeded().Out);
    }

    [Fact]
    public void A_folder_of_contracts_is_all_of_them()
    {
        Directory.CreateDirectory(Path.Combine(_lake.Folder, "contracts"));
        File.WriteAllText(Path.Combine(_lake.Folder, "contracts", "visits.yml"), Contract);
        File.WriteAllText(Path.Combine(_lake.Folder, "contracts", "stays.yml"), Contract.Replace("visits", "stays", StringComparison.Ordinal));
        var result = Ingest(Path.Combine(_lake.Folder, "contracts")).Succeeded();
        Assert.Contains("stays: no file stays/*.csv", result.Error);
        Assert.Contains("| visits ", result.Out);
    }

    [Fact]
    public void A_contract_at_fault_is_told_with_its_line()
    {
        File.WriteAllText(ContractFile, Contract.Replace("required", "requierd", StringComparison.Ordinal));
        var result = Ingest(ContractFile);
        Assert.Equal(1, result.Exit);
        Assert.Contains($"{ContractFile}:10: 'requierd' is nothing that a property has.", result.Error);
        Assert.Contains("There is no contract", Ingest("none.yml").Error);
        Assert.Contains("--contract can't go with it", Cli.Run("ingest", "--contract", ContractFile, "--tables", "orders_lines").Error);
    }

    [Fact]
    public void Any_file_is_ingested_and_its_contract_kept()
    {
        var file = Path.Combine(_lake.Folder, "stays_2024-01.csv");
        File.WriteAllText(file, "stay id;nights\n1;2\n2;n/a\n");
        var first = Cli.Run("ingest", file, "--lake", _lake.Path).Succeeded();
        Assert.Contains("stay_id | BIGINT | key | 'stay id' in the file; none missing; all different", Squeezed(first.Out));
        Assert.Contains("nights | BIGINT | | 1 missing; n/a for no value", Squeezed(first.Out));
        Assert.Contains("The fields are separated by ';'.", first.Error);
        Assert.Contains("stays.yml: change it there", first.Error);
        Assert.Contains("By the contract that the lake keeps", Cli.Run("ingest", file, "--lake", _lake.Path).Succeeded().Error);
        Assert.Contains("--prune belongs to a raw folder", Cli.Run("ingest", file, "--prune").Error);
        Assert.Contains("--name is for files", Cli.Run("ingest", "--name", "x").Error);
    }

    [Fact]
    public void A_contract_is_read_off_files_and_used()
    {
        var (file, yaml) = (Path.Combine(_lake.Folder, "raw", "visits", "a.csv"), Path.Combine(_lake.Folder, "inferred.yml"));
        Assert.Contains($"workbook ingest {file} --contract {yaml}", Cli.Run("contract", "infer", file, "--name", "visits", "--out", yaml).Succeeded().Out);
        Assert.Equal(File.ReadAllText(yaml), Cli.Run("contract", "infer", file, "--name", "visits").Succeeded().Out);
        Assert.Contains("| visits | 1 | 0 | 2 | 2 | 0 |", Squeezed(Cli.Run("ingest", file, "--contract", yaml, "--lake", _lake.Path).Succeeded().Out));
    }

    private static string Squeezed(string text) => System.Text.RegularExpressions.Regex.Replace(text, " +", " ");

    private CliResult Ingest(string contract) => Cli.Run("ingest", "--contract", contract, "--raw", Path.Combine(_lake.Folder, "raw"), "--lake", _lake.Path);
}
