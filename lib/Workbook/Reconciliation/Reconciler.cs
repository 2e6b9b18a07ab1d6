using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>
/// Compares two sides that should agree, row by row by their keys, gives each difference a cause
/// (<see cref="DifferenceCause"/>), and adds the causes up to a bridge from one total to the other. DuckDB does the work, with
/// one full outer join that spills where memory ends; amounts are decimals throughout. Causes are inferred from the rows: where two
/// would explain a difference, the order of precedence decides, and whether a number is wrong on the left or on the right
/// no comparison can tell.
/// </summary>
public static class Reconciler
{
    private static readonly string[] Working = ["crowded", "sampled", "pairs", "repeated", "rows", "links", "shifted", "merged", "rates", "odd"];

    /// <exception cref="WorkbookException">The spec doesn't fit the sides (all faults at once), or a side can't be read.</exception>
    public static ReconciliationReport Run(DuckDBConnection connection, ReconciliationSpec spec)
    {
        var layout = SpecBinding.Bind(spec, connection, connection);
        try
        {
            ExchangeRates.Create(connection, layout);
            CanonicalRows.Create(connection, layout);
            ExchangeRates.RequireAll(connection, layout, left: true, layout.Table("left"));
            ExchangeRates.RequireAll(connection, layout, left: false, layout.Table("right"));
            var sides = (SideRows.Read(connection, layout, left: true, layout.Table("left")), SideRows.Read(connection, layout, left: false, layout.Table("right")));
            return Compare(connection, layout, sides, sides);
        }
        finally
        {
            Drop(connection, layout);
        }
    }

    /// <summary>Compares two sides whose columns are called alike.</summary>
    /// <param name="left">A table, a file, or a Delta table's folder.</param>
    /// <param name="right">Likewise.</param>
    /// <param name="key">The column that names a row; several with commas between them.</param>
    /// <param name="amount">The column whose totals are bridged; rows are counted without one.</param>
    /// <param name="tolerance">By how much amounts may differ.</param>
    /// <param name="compare">Other columns that should agree.</param>
    /// <exception cref="WorkbookException">A side or a column isn't there.</exception>
    public static ReconciliationReport Run(
        DuckDBConnection connection, string left, string right, string key, string? amount = null, decimal tolerance = 0, params IReadOnlyList<string> compare) =>
        Run(connection, new ReconciliationSpec
        {
            Left = Side.Of(left),
            Right = Side.Of(right),
            Keys = [.. key.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(column => new KeyColumn(column))],
            Amount = amount is null ? null : new AmountColumn(amount) { Tolerance = tolerance },
            Compare = [.. compare.Select(column => new ComparedColumn(column))],
        });

    /// <summary>
    /// The same for sides that can't be joined where they lie, such as two databases: each is asked for hashes of ranges of
    /// keys, only ranges that differ are divided further, and only the rows of the last ones are fetched. Each step reads the
    /// sides once more; sides that differ everywhere are fetched whole.
    /// </summary>
    /// <param name="left">Where the left side is. It is only read.</param>
    /// <param name="right">Where the right side is. It is only read.</param>
    /// <param name="here">Gets the rows and the result. Rates, if any, must be readable in all three.</param>
    /// <param name="leafRows">A range with no more rows is fetched instead of being divided.</param>
    /// <exception cref="WorkbookException">The spec doesn't fit the sides (all faults at once), or a side can't be read.</exception>
    public static BisectionReport RunAcrossConnections(DuckDBConnection left, DuckDBConnection right, DuckDBConnection here, ReconciliationSpec spec, int leafRows = 1_000)
    {
        var layout = SpecBinding.Bind(spec, left, right);
        try
        {
            ExchangeRates.Create(here, layout);
            return Bisection.Run(left, right, here, layout, leafRows);
        }
        finally
        {
            Drop(here, layout);
        }
    }

    /// <summary>A test: nothing happens where the sides agree.</summary>
    /// <returns>The report, for what tolerances let pass.</returns>
    /// <exception cref="ReconciliationException">They differ. It says by cause how often and by how much, and which query shows the rows.</exception>
    /// <inheritdoc cref="Run"/>
    public static ReconciliationReport Assert(DuckDBConnection connection, ReconciliationSpec spec)
    {
        var report = Run(connection, spec);
        return report.IsEqual ? report : throw new ReconciliationException(report);
    }

    /// <summary>A query that needs nothing of this library and returns rows as long as the sides differ: to keep as a dbt singular test.</summary>
    /// <exception cref="WorkbookException">The spec doesn't fit the sides (all faults at once).</exception>
    public static string TestSql(DuckDBConnection connection, ReconciliationSpec spec) => TestQuery.Write(SpecBinding.Bind(spec, connection, connection));

    /// <summary>From rows laid out as <c>{name}_left</c> and <c>{name}_right</c> to the report.</summary>
    /// <param name="there">What is in these tables.</param>
    /// <param name="whole">The sides themselves, of which equal rows may have been left out.</param>
    internal static ReconciliationReport Compare(DuckDBConnection connection, RowLayout layout, (SideRows Left, SideRows Right) there, (SideRows Left, SideRows Right) whole)
    {
        SuspectPairs.Find(connection, layout, there.Left, there.Right);
        Classification.Write(connection, layout);
        return ReconciliationReport.Read(connection, layout, whole.Left, whole.Right);
    }

    internal static void Drop(DuckDBConnection connection, RowLayout layout)
    {
        foreach (var table in Working)
            connection.Execute($"DROP TABLE IF EXISTS temp.{layout.Table(table)}");
        foreach (var side in new[] { "left", "right" })
        {
            var name = $"{layout.Spec.Name}_{side}";
            // DROP TABLE IF EXISTS is a fault where there is a view of the name.
            var kind = connection.Query("SELECT table_type FROM information_schema.tables WHERE table_catalog = 'temp' AND table_name = ?", row => row.GetString(0), name).FirstOrDefault();
            if (kind is not null)
                connection.Execute($"DROP {(kind == "VIEW" ? "VIEW" : "TABLE")} temp.{Sql.Identifier(name)}");
        }
    }
}
