using System.Text.RegularExpressions;

namespace Workbook.Contracts.Files;

/// <summary>What a contract promises, and no look at a single row can show or nothing here looks for.</summary>
internal static partial class UncheckedPromises
{
    public static IEnumerable<string> Of(SourceContract contract)
    {
        if (contract.Kept.FirstOrDefault(part => part.Key == "status")?.Text is { } status)
            yield return $"status {status}: it is loaded all the same";
        foreach (var part in contract.Kept.Where(part => part.Key == "slaProperties"))
            yield return $"slaProperties ({string.Join(", ", Members(part, "property"))}){(PromisedFreshness.Of(contract) is null ? "" : ": freshness goes into the exported dbt sources")}";
        if (contract is { Format: not SourceFormat.Delta, Disposition: not WriteDisposition.Merge, Key.Count: > 0 })
            yield return $"the key ({string.Join(", ", contract.Key)}): a row may come twice";
        if (contract is { UnknownColumns: SchemaMode.Evolve, Format: SourceFormat.Delta })
            yield return "unknownColumns evolve: a Delta table with unknown columns is refused";
        foreach (var part in KeptPart.Below(contract.Kept, ContractDocumentation.Schema))
        {
            if (part.Key == "quality")
                yield return $"quality {ContractQuality.Name(part)} of the table";
            else if (part.Key == "relationships")
                yield return "relationships of the table";
        }
        foreach (var phrase in contract.Columns.Concat(contract.LaterColumns).Concat(contract.PathColumns).SelectMany(column => Of(contract, column)))
            yield return phrase;
    }

    private static IEnumerable<string> Of(SourceContract contract, Column column)
    {
        if (contract.Key.Contains(column.Name) && column.Nullable)
            yield return $"{column.Name}: it is part of the key, but isn't required";
        if (column.IsUnique)
            yield return $"{column.Name}: unique";
        if (contract.PathColumns.Contains(column))
            foreach (var rule in column.Rules.Where(rule => rule.Effect == RuleEffect.Flag))
                yield return $"{column.Name}: {rule.Reason}, which flags, and a folder's name can't be flagged";
        foreach (var part in column.Kept)
        {
            switch (part.Key)
            {
                case "relationships":
                    yield return $"{column.Name}: relationships to {string.Join(", ", Members(part, "to"))}";
                    break;
                case "quality":
                    yield return $"{column.Name}: quality {ContractQuality.Name(part)}";
                    break;
                case "properties" or "items":
                    yield return $"{column.Name}: {part.Key}, what is inside it";
                    break;
                case "logicalType":
                    yield return $"{column.Name}: logicalType {part.Text}, it is taken as {column.Type.SqlName}";
                    break;
                case "physicalType" when PromisesMore(part.Text!):
                    yield return $"{column.Name}: physicalType {part.Text}, it is taken as {column.Type.SqlName}";
                    break;
                case var key when key.StartsWith("logicalTypeOptions.", StringComparison.Ordinal):
                    yield return $"{column.Name}: {key["logicalTypeOptions.".Length..]} {part.Text}".TrimEnd();
                    break;
            }
        }
    }

    private static bool PromisesMore(string physical) => Narrow().IsMatch(physical);

    private static IEnumerable<string> Members(KeptPart part, string key) => KeptPart.ItemsOf(part).Select(item => item.Member(key)).OfType<string>();

    /// <summary>Types of which bronze knows only a wider one.</summary>
    [GeneratedRegex(@"^(SMALLINT|TINYINT|SHORT|BYTE|REAL|FLOAT|UUID|JSON|DATETIME|TIMESTAMP_NTZ|CHAR|(VAR)?CHAR\s*\(\d+\)|(TEXT|STRING)\s*\(\d+\))$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Narrow();
}
