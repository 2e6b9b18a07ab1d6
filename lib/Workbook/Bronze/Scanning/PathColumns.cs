using System.Text;
using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Bronze.Scanning;

/// <summary>Columns whose value stands in a folder's name, <c>order_dt=2024-01-31/</c>.</summary>
internal static class PathColumns
{
    /// <summary>The values as UTF-8, in the order of the contract's path columns.</summary>
    /// <exception cref="RefusedFileException">A folder is missing.</exception>
    public static byte[][] Values(SourceContract contract, string relativePath) =>
        [.. contract.PathColumns.Select(column => Encoding.UTF8.GetBytes(Value(column, relativePath)))];

    /// <summary>The refusal of each path that breaks a rule on a path column; the rules are SQL, so DuckDB judges them, once.</summary>
    public static Dictionary<string, string> BrokenRules(DuckDBConnection connection, SourceContract contract, IEnumerable<string> relativePaths)
    {
        var broken = new Dictionary<string, string>();
        var paths = relativePaths.ToList();
        foreach (var column in contract.PathColumns)
            foreach (var rule in column.Rules.Where(rule => rule.Effect == RuleEffect.Reject))
            {
                var texts = paths.Select(path => TryValue(column, path)).OfType<string>().Distinct().ToArray();
                if (texts.Length == 0)
                    continue;
                var rows = string.Join(", ", texts.Select(text => $"({Sql.Literal(text)})"));
                var bad = connection.Query(
                    $"SELECT text FROM (SELECT text, TRY_CAST(text AS {column.Type.SqlName}) AS {Sql.Identifier(column.Name)} FROM (VALUES {rows}) AS v(text)) WHERE NOT ({rule.Holds})",
                    row => row.GetString(0)).ToHashSet();
                foreach (var path in paths.Where(path => TryValue(column, path) is { } text && bad.Contains(text)))
                    broken.TryAdd(path, $"lies in the folder '{column.Name}={TryValue(column, path)}', which breaks the rule {rule.Code}: expected {rule.Holds}. Move it to the right folder.");
            }

        return broken;
    }

    private static string Value(Column column, string relativePath) => TryValue(column, relativePath)
        ?? throw new RefusedFileException($"lies in no folder '{column.Name}=…', from which that column is read. Move it to the right folder.");

    private static string? TryValue(Column column, string relativePath)
    {
        var folder = relativePath.Split('/')[..^1].FirstOrDefault(part => part.StartsWith($"{column.Name}=", StringComparison.Ordinal));
        return folder is null ? null : Uri.UnescapeDataString(folder[(column.Name.Length + 1)..]);
    }
}
