using Workbook.Bronze;
using YamlDotNet.RepresentationModel;

namespace Workbook.Retail.Tests;

/// <summary>The sources of the retailer's dbt project against the contracts: the same tables, the same columns in the same order.</summary>
public sealed class DbtSourcesAgreeTests
{
    private static readonly string Models = Path.Combine(Folder(), "..", "..", "lib", "dbt", "models");

    [Fact]
    public void They_name_the_contracts_tables_and_columns_and_no_others() =>
        Assert.Equal(Tables(DbtSources.ToYaml(RetailSources.All)), Tables(File.ReadAllText(Path.Combine(Models, "sources.yml"))));

    /// <summary>A line for each table of bronze: its name, and its columns.</summary>
    private static List<string> Tables(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var bronze = List(stream.Documents[0].RootNode, "sources").Single(source => $"{source["name"]}" == "bronze");
        return [.. List(bronze, "tables").Select(table => $"{table["name"]}: {string.Join(", ", List(table, "columns").Select(column => $"{column["name"]}"))}").Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<YamlMappingNode> List(YamlNode node, string key) => ((YamlSequenceNode)node[key]).Cast<YamlMappingNode>();

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
