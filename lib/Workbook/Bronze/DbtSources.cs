using Workbook.Contracts;
using Workbook.Contracts.Files;
using YamlDotNet.RepresentationModel;

namespace Workbook.Bronze;

/// <summary>Contracts as dbt's sources: the bronze tables, with the tests that a contract asks for and a look at single rows can't make.</summary>
public static class DbtSources
{
    private static readonly Dictionary<string, string> Audit = new()
    {
        ["src_filename"] = "The raw file that the row came from.", ["src_line"] = "Its line there, or its row.", ["src_row_hash"] = "Hash of the row as it came.",
        ["dq_flags"] = "Rules that the row breaks and that don't reject it, by commas; null for none.", ["ingestion_ts"] = "When bronze took it, UTC.", [DeltaSource.Tombstone] = "Whether the source deleted the row.",
    };

    /// <summary>
    /// A properties file: each table with its columns, <c>not_null</c> for required ones, <c>unique</c> for a key of one column,
    /// <c>accepted_values</c>, and the freshness that was agreed on. A key of several columns is <c>meta.key</c>, since dbt's own tests have none for it.
    /// </summary>
    /// <param name="name">The source's, and so the schema's.</param>
    /// <param name="location">What reads a table, for dbt-duckdb's <c>external_location</c>; <c>{name}</c> stands for the table. Null for tables of the database.</param>
    /// <exception cref="WorkbookException">Two contracts have the same name.</exception>
    public static string ToYaml(IReadOnlyList<SourceContract> contracts, string name = "bronze", string? location = null)
    {
        if (contracts.GroupBy(contract => contract.Name).FirstOrDefault(alike => alike.Count() > 1) is { } twice)
            throw new WorkbookException($"Two of the contracts are for '{twice.Key}'. Name each table once.");
        return ContractWriter.Save(ContractWriter.Map(("version", 2), ("sources", ContractWriter.List(ContractWriter.Map(
            ("name", name),
            ("config", location is null ? null : ContractWriter.Map(("meta", ContractWriter.Map(("external_location", location))))),
            ("tables", ContractWriter.List([.. contracts.Select(Table)])))))));
    }

    private static YamlMappingNode Table(SourceContract contract)
    {
        var meta = ContractWriter.Map(
            ("owner", contract.Owner), ("domain", contract.Domain), ("contract_version", contract.Version), ("key", contract.Key.Count > 1 ? ContractWriter.List([.. contract.Key.Select(ContractWriter.Text)]) : null));
        var freshness = PromisedFreshness.Of(contract);
        var added = (contract.Format == SourceFormat.Delta ? [Contracts.Column.Boolean(DeltaSource.Tombstone)] : (Column[])[]).Concat(BronzeTable.AuditColumns);
        return ContractWriter.Map(
            ("name", contract.Name), ("description", contract.Description.Length == 0 ? null : contract.Description),
            ("config", ContractWriter.Map(("meta", meta), ("loaded_at_field", freshness is null ? null : "ingestion_ts"), ("freshness", freshness is null ? null : ContractWriter.Map(
                ("error_after", ContractWriter.Map(("count", freshness.Count), ("period", freshness.Period))))))),
            ("columns", ContractWriter.List(
            [
                .. BatchCommits.ColumnsOf(contract).Select(column => Column(column, column.Description, contract.Key.Count == 1 && contract.Key[0] == column.Name)),
                .. added.Select(column => Column(column, Audit[column.Name], isKey: false)),
            ])));
    }

    private static YamlMappingNode Column(Column column, string? description, bool isKey)
    {
        var tests = new List<YamlNode>();
        if (!column.Nullable)
            tests.Add(ContractWriter.Text("not_null"));
        if (isKey || column.IsUnique)
            tests.Add(ContractWriter.Text("unique"));
        foreach (var (rule, values) in column.Rules.Select(rule => (rule, rule.Shape as RuleShape.Values)).Where(pair => pair.Item2 is not null))
            tests.Add(ContractWriter.Map(("accepted_values", ContractWriter.Map(
                ("values", ContractWriter.List([.. values!.Allowed.Select(ContractWriter.Text)])),
                ("config", rule.Effect == RuleEffect.Flag ? ContractWriter.Map(("severity", "warn")) : null)))));
        return ContractWriter.Map(
            ("name", column.Name), ("description", description), ("data_type", column.Type.SqlName),
            // dbt writes a name as it stands unless it is told to quote it.
            ("quote", column.Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !char.IsAsciiDigit(column.Name[0]) ? null : true),
            ("data_tests", tests.Count == 0 ? null : ContractWriter.List([.. tests])));
    }
}
