using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Workbook.Cli.Output;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Reconciliation;

namespace Workbook.Cli.Commands;

/// <param name="Database">The DuckDB file that the table lies in; null for the lake, files and queries.</param>
/// <param name="IsOfLake">Whether it needs the lake's tables.</param>
internal sealed partial record NamedSide(string? Database, string Text, bool IsOfLake, Func<string, Side> Make)
{
    public bool IsSummed { get; init; }

    public static NamedSide Query(string sql, string role) => new(null, sql, true, text => Side.Query(text, role));

    public static NamedSide Of(string text) => InDatabase().Match(text) is { Success: true } match
        ? new(match.Groups[1].Value, match.Groups[2].Value, false, Side.Table)
        : new(null, text, IsOfLake: TableName().IsMatch(text) && !Path.Exists(text), Side.Of);

    // Not C:\orders.db, whose colon belongs to the drive.
    [GeneratedRegex(@"^(.+\.(?:duckdb|db)):([^:\\/]+)$")]
    private static partial Regex InDatabase();

    [GeneratedRegex(@"^\w+(\.\w+)*$")]
    private static partial Regex TableName();
}

/// <summary>The sides, and the connections that they are read in: one to join them in, or one for each.</summary>
internal sealed class ReconciledSides : IDisposable
{
    private readonly List<IDisposable> _open = [];

    private ReconciledSides() { }

    public DuckDBConnection Here { get; private set; } = null!;

    public DuckDBConnection OfLeft { get; private set; } = null!;

    public DuckDBConnection OfRight { get; private set; } = null!;

    public Side Left { get; private set; } = null!;

    public Side Right { get; private set; } = null!;

    /// <param name="apart">Each side in a connection of its own.</param>
    public static ReconciledSides Open(NamedSide left, NamedSide right, string lake, bool needsLake, bool apart, Terminal terminal)
    {
        var sides = new ReconciledSides();
        try
        {
            var lakeOrNone = needsLake || left.IsOfLake || right.IsOfLake ? lake : null;
            sides.Here = sides.Connect(lakeOrNone, terminal);
            (sides.OfLeft, sides.Left) = sides.Place(left, "left_side", apart, lakeOrNone, terminal);
            (sides.OfRight, sides.Right) = sides.Place(right, "right_side", apart, lakeOrNone, terminal);
            return sides;
        }
        catch
        {
            sides.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var one in Enumerable.Reverse(_open))
            one.Dispose();
    }

    private (DuckDBConnection, Side) Place(NamedSide named, string alias, bool apart, string? lake, Terminal terminal)
    {
        var side = named.Make(named.Text) with { IsSummed = named.IsSummed };
        if (named.Database is null)
            return (apart ? Connect(lake, terminal) : Here, side);
        if (apart)
        {
            var database = WorkbookDatabase.Open(new DatabaseOptions { Path = named.Database, ReadOnly = true });
            _open.Add(database);
            return (database, side);
        }
        if (!File.Exists(named.Database))
            throw new WorkbookException($"There is no database '{named.Database}'. Correct the path.");
        try
        {
            Here.Execute($"ATTACH {LakePath.Target(Path.GetFullPath(named.Database))} AS {alias} (READ_ONLY)");
        }
        catch (DuckDBException) when (Attached(named.Database) is { } other)
        {
            alias = other;
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"The database '{named.Database}' can't be read: {fault.Message}", fault);
        }
        return (Here, Side.Table($"{alias}.{named.Text}") with { Name = named.Text, IsSummed = named.IsSummed });
    }

    private string? Attached(string path) =>
        Here.Query("SELECT database_name FROM duckdb_databases() WHERE path = ?", row => row.GetString(0), Path.GetFullPath(path)).FirstOrDefault();

    private DuckDBConnection Connect(string? lake, Terminal terminal)
    {
        if (lake is null || !Directory.Exists(lake))
        {
            var connection = WorkbookDatabase.Open();
            _open.Add(connection);
            return connection;
        }
        var opened = LakeConnection.Open(lake, new LakeConnectionOptions { ExternalAccess = true, AllowEmpty = true });
        if (_open.Count == 0)
            foreach (var note in opened.Notes)
                terminal.Note(note);
        _open.Add(opened);
        return opened.Connection;
    }
}
