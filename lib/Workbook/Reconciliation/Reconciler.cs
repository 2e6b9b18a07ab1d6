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
    private static readonly string[] Working = ["pairs", "repeated", "rows", "links", "shifted", "merged", "rates"];

    /// <exception cref="WorkbookException">The spec doesn't fit the sides (all faults at once), or a side can't be read.</exception>
    public static ReconciliationReport Run(DuckDBConnection connection, ReconciliationSpec spec)
    {
        var layout = SpecBinding.Bind(spec, connection, connection);
        try
        {
            ExchangeRates.Create(connection, layout);
            CanonicalRows.Create(connection, layout);
            ExchangeRates.RequireAll(connection, layout);
            var (left, right) = (SideRows.Read(connection, layout, left: true), SideRows.Read(connection, layout, left: false));
            return Compare(connection, layout, left, right);
        }
        finally
        {
            Drop(connection, layout);
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

    /// <summary>From rows laid out as <c>{name}_left</c> and <c>{name}_right</c> to the report.</summary>
    internal static ReconciliationReport Compare(DuckDBConnection connection, RowLayout layout, SideRows left, SideRows right)
    {
        SuspectPairs.Find(connection, layout, left, right);
        Classification.Write(connection, layout);
        return ReconciliationReport.Read(connection, layout, left, right);
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
