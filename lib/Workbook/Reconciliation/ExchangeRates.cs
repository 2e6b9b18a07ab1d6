using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>Rates that are complete and unambiguous, or a message that says which aren't.</summary>
internal static class ExchangeRates
{
    /// <summary>Makes <c>{name}_rates</c>: currency, rate, since.</summary>
    /// <exception cref="WorkbookException">The rates can't be read, or one currency has two.</exception>
    public static void Create(DuckDBConnection connection, RowLayout layout)
    {
        if (layout.Spec.Currency is not { } rule)
            return;
        try
        {
            connection.Execute($"CREATE OR REPLACE TEMP TABLE {layout.Table("rates")} AS FROM {CanonicalRows.Rates(layout)}");
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"The rates, {rule.Rates.Name}, can't be read: {fault.Message.Split("\n\nLINE ")[0]}", fault);
        }
        var twice = connection.Query(
            $"SELECT currency || coalesce(' of ' || since, ''), count(*) FROM {layout.Table("rates")} GROUP BY currency, since HAVING count(*) > 1 ORDER BY ALL LIMIT 5",
            row => $"{row.GetString(0)} ({row.GetInt64(1)})");
        if (twice.Count > 0)
            throw new WorkbookException($"The rates, {rule.Rates.Name}, expected one rate for each currency{(rule.Since is null ? "" : " and day")} but have several: {string.Join(", ", twice)}. {(rule.Since is null ? "Name the column of days, or take" : "Take")} one of them in a query.");
    }

    /// <param name="rows">A relation in the layout's columns.</param>
    /// <exception cref="WorkbookException">Rows have a currency for which there is no rate.</exception>
    public static void RequireAll(DuckDBConnection connection, RowLayout layout, bool left, string rows)
    {
        if (!layout.HasCurrency)
            return;
        var unrated = connection.Query(
            $"SELECT coalesce(u, 'NULL'), count(*) FROM {rows} WHERE unrated GROUP BY u ORDER BY count(*) DESC, u LIMIT 5",
            row => Invariant($"{row.GetString(0)} ({row.GetInt64(1):N0})"));
        if (unrated.Count > 0)
            throw new WorkbookException(
                $"{(left ? layout.Spec.Left : layout.Spec.Right).Name} has rows without a rate to {layout.Spec.Currency!.Common}: {string.Join(", ", unrated)}. Add the rates, also for the earliest days, or leave these rows out in a query.");
    }
}
