using System.Text.Json.Nodes;
using Json.Schema;
using Workbook.Contracts;
using YamlDotNet.Serialization;

namespace Workbook.Retail.Tests;

/// <summary>The contracts against the standard's own JSON schema, from the shared data beside the repository.</summary>
public sealed class ContractSchemaTests
{
    public static TheoryData<string> Sources => [.. RetailSources.All.Select(source => source.Name)];

    [Theory]
    [MemberData(nameof(Sources))]
    public void A_contract_keeps_to_the_standards_schema(string source)
    {
        var result = Evaluate(ContractFile.ToYaml(RetailSources.Named(source)));
        Assert.True(result.IsValid, string.Join('\n', result.Details.Where(detail => detail.HasErrors).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))));
    }

    /// <summary>As it was written, and as the writer writes it.</summary>
    [Fact]
    public void So_does_one_that_says_all_that_the_standard_knows()
    {
        var everything = File.ReadAllText(Path.Combine(Repository, "tests", "Workbook.Tests", "Contracts", "everything.yml"));
        foreach (var yaml in new[] { everything, ContractFile.ToYaml(ContractFile.Parse(everything)) })
        {
            var result = Evaluate(yaml);
            Assert.True(result.IsValid, string.Join('\n', result.Details.Where(detail => detail.HasErrors).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))));
        }
    }

    [Fact]
    public void A_slip_does_not_keep_to_it() =>
        Assert.False(Evaluate(ContractFile.ToYaml(Sales.Shipments).Replace("required: true", "requierd: true", StringComparison.Ordinal)).IsValid);

    private static EvaluationResults Evaluate(string yaml)
    {
        var schema = Path.Combine(Repository, "..", "shared", "data", "schemas", "odcs", "odcs-v3.1.0.json");
        Assert.SkipWhen(!File.Exists(schema), "The standard's schema (shared/data/schemas/odcs) is not beside this repository.");
        var value = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml);
        var json = new SerializerBuilder().JsonCompatible().Build().Serialize(value);
        return JsonSchema.FromFile(schema).Evaluate(JsonNode.Parse(json), new EvaluationOptions { OutputFormat = OutputFormat.List });
    }

    private static string Repository { get; } = Find();

    private static string Find([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
