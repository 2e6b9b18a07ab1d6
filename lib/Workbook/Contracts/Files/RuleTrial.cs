using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Contracts.Files;

/// <summary>Rules run over a row of nothing: SQL that can't be run is found before the first file comes.</summary>
internal static class RuleTrial
{
    public static IReadOnlyList<string> Faults(SourceContract contract)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
        var columns = contract.Columns.Concat(contract.LaterColumns).Concat(contract.PathColumns).ToList();
        var row = $"SELECT {string.Join(", ", columns.Select(column => $"CAST(NULL AS {column.Type.SqlName}) AS {Sql.Identifier(column.Name)}"))}";
        return [.. columns.SelectMany(column => column.Rules).Concat(contract.RowRules).Select(rule => Fault(connection, rule, row)).OfType<string>()];
    }

    private static string? Fault(DuckDBConnection connection, Rule rule, string row)
    {
        try
        {
            connection.Execute($"SELECT CASE WHEN NOT ({rule.Holds}) THEN 1 END FROM ({row})");
            return null;
        }
        catch (DuckDBException fault)
        {
            return $"the rule {rule.Code} can't be run: {fault.Message.Split('\n')[0]} Correct '{rule.Holds}'.";
        }
    }
}
