using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>A contract as DuckDB expressions over a relation that has its columns, typed: for text, Parquet and Delta alike.</summary>
internal static class ContractSql
{
    /// <summary>
    /// Text <c>column.reason</c> of the first broken Reject rule, NULL for a good row: column by column a missing required
    /// value and then the column's rules, at last the rules on the row.
    /// </summary>
    public static string RejectionSql(SourceContract contract)
    {
        var cases = contract.Columns.Concat(contract.LaterColumns)
            .SelectMany(column => (column.Nullable ? [] : (string[])[Missing(column)])
                .Concat(column.Rules.Where(rule => rule.Effect == RuleEffect.Reject).Select(Broken)))
            .Concat(contract.RowRules.Where(rule => rule.Effect == RuleEffect.Reject).Select(Broken))
            .ToList();
        return cases.Count == 0 ? "NULL::VARCHAR" : $"CASE {string.Join(" ", cases)} END";
    }

    /// <summary>
    /// The codes of all broken Flag rules, joined by commas; NULL where none is broken. The relation has <c>src_filename</c>, too.
    /// </summary>
    public static string FlagsSql(SourceContract contract)
    {
        var flags = contract.Rules.Where(rule => rule.Effect == RuleEffect.Flag).Concat(FolderRules.Of(contract)).ToList();
        if (flags.Count == 0)
            return "NULL::VARCHAR";

        // The outer CASE leaves the list to the few rows that need one.
        var any = string.Join(" OR ", flags.Select(rule => $"NOT ({rule.Holds})"));
        return $"CASE WHEN {any} THEN concat_ws(',', {string.Join(", ", flags.Select(rule => $"CASE {Broken(rule)} END"))}) END";
    }

    private static string Missing(Column column) =>
        $"WHEN {Sql.Identifier(column.Name)} IS NULL THEN {Sql.Literal($"{column.Name}.{Column.RequiredReason}")}";

    // NOT NULL is NULL, so that a rule on a missing value is not broken.
    private static string Broken(Rule rule) => $"WHEN NOT ({rule.Holds}) THEN {Sql.Literal(rule.Code)}";
}
