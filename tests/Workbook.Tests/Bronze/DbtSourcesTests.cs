using Workbook.Bronze;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze;

public sealed class DbtSourcesTests
{
    [Fact]
    public void A_contract_becomes_a_table_with_tests()
    {
        var contract = new SourceContract("visits", SourceFormat.Delta)
        {
            Description = "One row a visit.", Path = "visits", Key = ["visit_id"], Rows = 0, Owner = "box office",
            Columns =
            [
                Column.Int64("visit_id").Required() with { Description = "Counts from 1." },
                Column.Text("kind").OneOf("tour", "no") with { IsUnique = true },
                Column.Text("how many") with { Rules = [Column.Text("how many").OneOf("1").Rules[0] with { Effect = RuleEffect.Flag }] },
            ],
        };
        var yaml = DbtSources.ToYaml([contract], "raw", "read_parquet('x/{name}.parquet')");
        Assert.StartsWith("""
            version: 2
            sources:
            - name: raw
              config:
                meta:
                  external_location: "read_parquet('x/{name}.parquet')"
              tables:
              - name: visits
                description: One row a visit.
                config:
                  meta:
                    owner: box office
                    contract_version: "1.0.0"
                columns:
                - name: visit_id
                  description: Counts from 1.
                  data_type: BIGINT
                  data_tests:
                  - not_null
                  - unique
                - name: kind
                  data_type: VARCHAR
                  data_tests:
                  - unique
                  - accepted_values:
                      values:
                      - tour
                      - "no"
                - name: how many
                  data_type: VARCHAR
                  quote: true
                  data_tests:
                  - accepted_values:
                      values:
                      - "1"
                      config:
                        severity: warn
                - name: is_deleted
            """.ReplaceLineEndings("\n"), yaml);
        Assert.EndsWith("- name: ingestion_ts\n      description: \"When bronze took it, UTC.\"\n      data_type: TIMESTAMPTZ\n", yaml);
    }

    [Fact]
    public void The_freshness_that_was_agreed_on_is_asked_of_the_load()
    {
        var contract = ContractFile.Parse("""
            apiVersion: v3.1.0
            kind: DataContract
            id: visits
            version: 1.0.0
            status: active
            servers: [{server: raw, type: local, path: visits.csv, format: csv}]
            schema: [{name: visits, properties: [{name: visit_id, logicalType: integer}]}]
            slaProperties: [{property: retention, value: 3, unit: y}, {property: freshness, value: 36, unit: h}]
            """);
        Assert.Contains("      loaded_at_field: ingestion_ts\n      freshness:\n        error_after:\n          count: 36\n          period: hour\n", DbtSources.ToYaml([contract]));
    }

    [Fact]
    public void A_key_of_several_columns_is_told_and_a_name_stands_once()
    {
        var contract = new SourceContract("visits", SourceFormat.Csv) { Description = "", Path = "visits.csv", Key = ["day", "place"], Rows = 0, Columns = [Column.Date("day"), Column.Text("place")] };
        var yaml = DbtSources.ToYaml([contract]);
        Assert.Contains("        key:\n        - day\n        - place\n", yaml);
        Assert.DoesNotContain("unique", yaml);
        Assert.Contains("Two of the contracts are for 'visits'", Assert.Throws<WorkbookException>(() => DbtSources.ToYaml([contract, contract])).Message);
    }
}
