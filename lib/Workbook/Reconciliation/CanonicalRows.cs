using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>A side in the columns of <see cref="RowLayout"/>.</summary>
internal static class CanonicalRows
{
    /// <summary>A SELECT of the side's rows.</summary>
    public static string Select(RowLayout layout, bool left)
    {
        var spec = layout.Spec;
        var side = left ? spec.Left : spec.Right;
        var plain = $"SELECT {string.Join(", ", Expressions(layout, left))} FROM {side.Relation()} AS s{RateJoin(layout, left)}";
        return side.IsSummed ? Summed(layout, plain) : plain;
    }

    /// <summary>Makes <c>{name}_left</c> and <c>{name}_right</c>: views where the rows can be read several times at no great cost, else tables.</summary>
    /// <exception cref="WorkbookException">A value can't be cast, or a query fails.</exception>
    public static void Create(DuckDBConnection connection, RowLayout layout)
    {
        foreach (var left in new[] { true, false })
        {
            var side = left ? layout.Spec.Left : layout.Spec.Right;
            var kind = side.CanBeReadTwice && !side.IsSummed && !layout.HasCurrency ? "VIEW" : "TABLE";
            try
            {
                connection.Execute($"CREATE OR REPLACE TEMP {kind} {layout.Table(left ? "left" : "right")} AS {Select(layout, left)}");
            }
            catch (DuckDBException fault)
            {
                throw Unreadable(side, fault);
            }
        }
    }

    public static WorkbookException Unreadable(Side side, DuckDBException fault) =>
        new($"{side.Name} can't be reconciled: {fault.Message.Split("\n\nLINE ")[0]}", fault);

    /// <summary>Rates as (currency, rate, since), the common currency's own, of the first day, among them. Since is NULL for others that always hold.</summary>
    public static string Rates(RowLayout layout)
    {
        var rule = layout.Spec.Currency!;
        var since = rule.Since is null ? "NULL::DATE" : $"CAST({Sql.Identifier(rule.Since)} AS DATE)";
        return
            $"""
            (SELECT CAST({Sql.Identifier(rule.Currency)} AS VARCHAR) AS currency, CAST({Sql.Identifier(rule.Rate)} AS DECIMAL(18, 8)) AS rate, {since} AS since
             FROM {rule.Rates.Relation()}
             WHERE {Sql.Identifier(rule.Currency)} <> {Sql.Literal(rule.Common)} AND {Sql.Identifier(rule.Rate)} IS NOT NULL
             UNION ALL SELECT {Sql.Literal(rule.Common)}, 1, DATE '0001-01-01')
            """;
    }

    private static IEnumerable<string> Expressions(RowLayout layout, bool left)
    {
        var spec = layout.Spec;
        foreach (var key in layout.Keys)
            yield return $"{Cast(key.Column.On(left), key.Type)} AS {key.Alias}";
        if (spec.Currency is { } rule)
        {
            // Narrow enough for the product with a rate.
            var raw = $"CAST(s.{Sql.Identifier(spec.Amount!.On(left))} AS DECIMAL(20, {layout.Scale}))";
            var hasOwn = rule.On(left) is not null;
            yield return hasOwn ? $"CAST(round({raw} * rates.rate, {layout.ConvertedScale}) AS {layout.AmountType}) AS a" : $"CAST({raw} AS {layout.AmountType}) AS a";
            yield return $"{raw} AS raw";
            yield return hasOwn ? $"CAST(s.{Sql.Identifier(rule.On(left)!)} AS VARCHAR) AS u" : $"{Sql.Literal(rule.Common)} AS u";
            yield return hasOwn ? "rates.rate IS NULL AS unrated" : "false AS unrated";
        }
        else
        {
            yield return spec.Amount is { } amount ? $"{Cast(amount.On(left), layout.AmountType)} AS a" : $"1::{layout.AmountType} AS a";
        }
        if (spec.Time is { } time)
            yield return $"{Time(layout, time, left)} AS t";
        foreach (var column in layout.Compared)
            yield return $"{Cast(column.Column.On(left), column.Type)} AS {column.Alias}";
    }

    private static string Cast(string column, string type) => $"CAST(s.{Sql.Identifier(column)} AS {type})";

    /// <summary>Of an instant among dates: its business day.</summary>
    private static string Time(RowLayout layout, TimeColumn time, bool left) => layout.IsByDate
        ? $"{BusinessDay($"s.{Sql.Identifier(time.On(left))}", time.DayEnds)}"
        : Cast(time.On(left), "TIMESTAMP");

    /// <summary>A DATE stays as it is: at midnight it lies before every day's end.</summary>
    public static string BusinessDay(string instant, TimeOnly? dayEnds) => dayEnds is { } end && end != TimeOnly.MinValue
        ? $"CAST(CAST({instant} AS TIMESTAMP) + INTERVAL '{(TimeSpan.FromDays(1) - end.ToTimeSpan()).Ticks / TimeSpan.TicksPerMicrosecond} microseconds' AS DATE)"
        : $"CAST({instant} AS DATE)";

    private static string RateJoin(RowLayout layout, bool left)
    {
        if (layout.Spec.Currency is not { } rule || rule.On(left) is not { } currency)
            return "";
        var same = $"CAST(s.{Sql.Identifier(currency)} AS VARCHAR) = rates.currency";
        return rule.Since is null ? $" LEFT JOIN {Rates(layout)} AS rates ON {same}"
            : $" ASOF LEFT JOIN {Rates(layout)} AS rates ON {same} AND CAST(s.{Sql.Identifier(layout.Spec.Time!.On(left))} AS DATE) >= rates.since";
    }

    private static string Summed(RowLayout layout, string plain)
    {
        static string Shared(string alias) => $"if(min({alias}) = max({alias}) AND count(*) = count({alias}), min({alias}), NULL) AS {alias}";
        List<string> values = [layout.HasAmount ? $"CAST(sum(a) AS {layout.AmountType}) AS a" : "any_value(a) AS a"];
        if (layout.HasCurrency)
            values.AddRange([$"CAST(sum(raw) AS DECIMAL(20, {layout.Scale})) AS raw", Shared("u"), "bool_or(unrated) AS unrated"]);
        if (layout.HasTime)
            values.Add("min(t) AS t");
        values.AddRange(layout.Compared.Select(column => ((ComparedColumn)column.Column).HasTolerance ? $"CAST(sum({column.Alias}) AS {column.Type}) AS {column.Alias}" : Shared(column.Alias)));
        return $"SELECT {layout.KeyList()}, {string.Join(", ", values)} FROM ({plain}) GROUP BY {layout.KeyList()}";
    }
}
