using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Retail;

namespace Workbook.Tests.Contracts;

public sealed class ContractFileTests
{
    public static TheoryData<string> Sources => [.. RetailSources.All.Select(source => source.Name)];

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_contract_comes_back_as_it_was(string name)
    {
        var source = RetailSources.Named(name);
        var yaml = ContractFile.ToYaml(source);
        var back = ContractFile.Parse(yaml);
        Assert.Equal(yaml, ContractFile.ToYaml(back));
        Assert.Equal(ContractSql.RejectionSql(source), ContractSql.RejectionSql(back));
        Assert.Equal(ContractSql.FlagsSql(source), ContractSql.FlagsSql(back));
        Assert.Equal(source.Columns.Concat(source.LaterColumns).Concat(source.PathColumns).Select(column => (column.Name, column.Type, column.Nullable)), back.Columns.Concat(back.LaterColumns).Concat(back.PathColumns).Select(column => (column.Name, column.Type, column.Nullable)));
        Assert.Equal((source.Path, source.Format, source.Disposition, source.UnknownColumns, source.Rows, source.EventTime, source.CatchAll), (back.Path, back.Format, back.Disposition, back.UnknownColumns, back.Rows, back.EventTime, back.CatchAll));
        Assert.Equal(source.Key, back.Key);
        Assert.Equal(source.Partitions, back.Partitions);
        Assert.Equal(source.Anomalies, back.Anomalies);
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void The_retailers_files_are_as_the_writer_writes_them(string name) =>
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "lib", "Workbook.Retail", "Contracts", $"{name}.yml")).ReplaceLineEndings("\n"), ContractFile.ToYaml(RetailSources.Named(name)));

    [Fact]
    public void All_faults_are_told_with_their_lines()
    {
        var yaml = """
            apiVersion: v3.1.0
            kind: DataContract
            id: visits
            version: 1.0.0
            status: active
            servers:
              - server: raw
                type: local
                path: visits/*.csv
                format: cvs
            schema:
              - name: visits
                properties:
                  - name: visit_id
                    logicalType: integer
                    requierd: true
                  - name: guests
                    physicalType: MONEY
                  - name: guests
                    logicalType: string
                    logicalTypeOptions:
                      pattern: a*
                      minimum: 3
                customProperties:
                  - property: eventTime
                    value: came_at
                  - property: writedisposition
                    value: append
            """;
        Assert.Equal(
            """
            visits.yml:10: 'cvs' is none of csv, jsonl, xlsx, parquet, delta.
            visits.yml:12: eventTime names the column 'came_at', which isn't among the properties: visit_id, guests.
            visits.yml:16: 'requierd' is nothing that a property has.
            visits.yml:18: the type of 'guests', MONEY, is none that bronze keeps
            visits.yml:19: the column 'guests' is there twice.
            visits.yml:23: 'minimum' is nothing that a text's options has. It can have pattern, minLength, maxLength, format.
            visits.yml:27: the custom property 'writedisposition' must be written 'writeDisposition'.
            """.Split('\n'),
            Assert.Throws<WorkbookException>(() => ContractFile.Parse(yaml, "visits.yml")).Message.Split('\n').Select(line =>
                line.Contains("requierd", StringComparison.Ordinal) ? line[..(line.IndexOf("has.", StringComparison.Ordinal) + 4)] : line.Contains("MONEY", StringComparison.Ordinal) ? line[..line.IndexOf(':', 14)] : line));
    }

    [Theory]
    [InlineData(";", "visit_id;who\n1;\"a;b\"\n2;c,d\n")]
    [InlineData("\\t", "visit_id\twho\n1\ta;b\n2\tc,d\n")]
    public void Fields_may_be_separated_by_something_else_than_commas(string separator, string csv)
    {
        using var lake = new Bronze.TestLake();
        lake.Put("visits.csv", csv);
        var contract = ContractFile.Parse($$"""
            apiVersion: v3.1.0
            kind: DataContract
            id: visits
            version: 1.0.0
            status: active
            servers: [{server: raw, type: local, path: visits.csv, format: csv, customProperties: [{property: separator, value: "{{separator}}"}]}]
            schema: [{name: visits, properties: [{name: visit_id, logicalType: integer}, {name: who, logicalType: string}]}]
            """);
        Assert.Equal(ContractFile.ToYaml(contract), ContractFile.ToYaml(ContractFile.Parse(ContractFile.ToYaml(contract))));
        lake.Ingest(contract);
        Assert.Equal("a;b c,d", lake.Scalar<string>($"SELECT string_agg(who, ' ' ORDER BY visit_id) FROM {lake.Table("visits").ScanSql()}"));
        lake.Put("visits.csv", csv.Replace(separator == ";" ? ";" : "\t", "|", StringComparison.Ordinal));
        Assert.Contains("has its columns separated by vertical bars", Assert.Single(lake.Ingest(contract).Refused).Reason);
    }

    [Fact]
    public void A_small_contract_needs_little()
    {
        using var lake = new Bronze.TestLake();
        lake.Put("visits/a.csv", "visit_id,guests,kind\n1,2,tour\n2,0,tour\n3,4,party\n");
        var contract = ContractFile.Parse("""
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
                  - name: kind
                    logicalType: string
                    quality: [{type: library, metric: invalidValues, arguments: {validValues: [tour, school]}, mustBe: 0, severity: warning}]
            """);
        Assert.Equal(ContractFile.ToYaml(contract), ContractFile.ToYaml(ContractFile.Parse(ContractFile.ToYaml(contract))));
        var visits = Assert.Single(lake.Ingest(contract).Sources);
        Assert.Equal((2, 1), (visits.RowsAccepted, visits.Rejected["guests.not_positive"]));
        Assert.Equal(["{'dq_flags': NULL}", "{'dq_flags': kind.not_allowed}"], lake.Rows($"SELECT dq_flags FROM {lake.Table("visits").ScanSql()}").Order());
    }
}
