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

    private CliResult Ingest(string contract) => Cli.Run("ingest", "--contract", contract, "--raw", Path.Combine(_lake.Folder, "raw"), "--lake", _lake.Path);
}
