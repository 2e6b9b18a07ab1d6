using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Models.Materializations;

/// <summary>
/// Hooks, the work and its record as one transaction. DuckDB's DDL is transactional too, so a process killed at any point
/// leaves the relation as it was or as it shall be, and the record agrees with it.
/// </summary>
internal static class ModelTransaction
{
    internal static T Run<T>(
        DuckDBConnection connection, IReadOnlyList<ModelHook> before, IReadOnlyList<ModelHook> after,
        Action<DuckDBConnection>? recorded, Func<T> work)
    {
        Run(connection, before, inTransaction: false);
        T outcome;
        connection.Execute("BEGIN TRANSACTION");
        try
        {
            Run(connection, before, inTransaction: true);
            outcome = work();
            Run(connection, after, inTransaction: true);
            recorded?.Invoke(connection);
            connection.Execute("COMMIT");
        }
        catch
        {
            RollBack(connection);
            throw;
        }
        Run(connection, after, inTransaction: false);
        return outcome;
    }

    private static void Run(DuckDBConnection connection, IReadOnlyList<ModelHook> hooks, bool inTransaction)
    {
        foreach (var hook in hooks.Where(hook => hook.InTransaction == inTransaction))
        {
            var sql = hook.Sql();
            if (!string.IsNullOrWhiteSpace(sql))
                connection.Execute(sql);
        }
    }

    private static void RollBack(DuckDBConnection connection)
    {
        try
        {
            connection.Execute("ROLLBACK");
        }
        catch (DuckDBException)
        {
            // A failed COMMIT has rolled back by itself; the fault that is on its way out says why.
        }
    }
}
