using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Operations.Backfill;

/// <summary>
/// Views of a lake that lay in another folder and name that one: on bronze, on an external model's files, on whatever a model
/// reads by its path. Models aren't asked how they are materialized, and none is built: what a view says stays, but for the folder.
/// DuckDB looks at the files when it makes a view, so this comes after the move.
/// </summary>
internal static class MovedViews
{
    /// <param name="lake">Where it lies now.</param>
    /// <param name="former">The folder where it was built.</param>
    /// <exception cref="WorkbookException">A view can't be made for the new folder; all that can't are named.</exception>
    public static void Point(LakeFolder lake, string former)
    {
        using var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse });
        var left = Naming(warehouse, former);
        // A view can read another one that still names the old folder: those that fail wait for the others.
        while (left.Count > 0)
        {
            var failed = left.Select(view => (View: view, Fault: TryPoint(warehouse, view, former, lake.Path))).Where(tried => tried.Fault is not null).ToList();
            if (failed.Count == left.Count)
                throw new WorkbookException(
                    $"The backfilled lake can't be made ready for {lake.Path}, so it stays in {former}: {string.Join("; ", failed.Select(tried => $"{tried.View.Name}: {tried.Fault}"))} The lake is as it was.");
            left = [.. failed.Select(tried => tried.View)];
        }
    }

    private static List<(string Name, string Sql)> Naming(DuckDBConnection warehouse, string folder) => warehouse.Query(
        "SELECT schema_name || '.' || view_name, sql FROM duckdb_views() WHERE NOT internal AND database_name = current_database() ORDER BY view_oid",
        row => (Name: row.GetString(0), Sql: row.GetString(1))).Where(view => Folder(folder).IsMatch(view.Sql)).ToList();

    private static string? TryPoint(DuckDBConnection warehouse, (string Name, string Sql) view, string former, string now)
    {
        try
        {
            var sql = Folder(former).Replace(view.Sql, _ => InLiteral(now));
            warehouse.Execute("CREATE OR REPLACE VIEW " + sql["CREATE VIEW ".Length..]);
            return null;
        }
        catch (DuckDBException fault)
        {
            return fault.Message.Split('\n')[0];
        }
    }

    /// <summary>The folder and what is in it; not another folder whose name begins with its own.</summary>
    private static Regex Folder(string path) => new(Regex.Escape(InLiteral(path)) + @"(?=[/\\'])");

    private static string InLiteral(string path) => path.Replace("'", "''", StringComparison.Ordinal);
}
