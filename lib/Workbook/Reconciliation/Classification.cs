using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>Gives each suspect pair its cause and its effect on the right side's total, under the users' column names.</summary>
internal static class Classification
{
    /// <summary>Conversions are rounded to cents by most books.</summary>
    private const decimal Cent = 0.01m;

    private const int Cents = 2;

    /// <summary>Makes <c>{name}_differences</c>, by cause, the largest effects first.</summary>
    public static void Write(DuckDBConnection connection, RowLayout layout)
    {
        // What came as doubles has more digits than most amounts need.
        var scale = layout.Scale > Cents && connection.Scalar<bool>($"SELECT coalesce(bool_and({string.Join(" AND ", Numbers().Select(amount => $"{amount} IS NOT DISTINCT FROM round({amount}, {Cents})"))}), true) FROM {layout.Table("pairs")}") ? Cents : layout.Scale;
        IEnumerable<string> Numbers() => layout.HasCurrency ? ["l_a", "r_a", "l_raw", "r_raw"] : ["l_a", "r_a"];
        var effect = "coalesce(r_a, 0) * in_right::INT - coalesce(l_a, 0) * in_left::INT";
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {layout.Table("differences")} AS
            WITH
            pairs AS (
                SELECT *, has_left AND {SideRows.InPeriodOf(layout, "l_t")} AS in_left, has_right AND {SideRows.InPeriodOf(layout, "r_t")} AS in_right
                FROM {layout.Table("pairs")}
            ),
            caused AS (
                SELECT *, {Cause(layout)} AS cause, CAST({effect} AS DECIMAL(38, {scale})) AS effect
                FROM pairs{RatesInForce(layout)}
                WHERE in_left OR in_right
            )
            SELECT {string.Join(", ", Output(layout, scale))}
            FROM caused
            ORDER BY list_position([{string.Join(", ", Enum.GetValues<DifferenceCause>().Select(Literal))}], cause), abs(effect) DESC, {layout.KeyList()}, {string.Join(", ", layout.Values.SelectMany(value => new[] { $"l_{value}", $"r_{value}" }))}
            """);
    }

    private static string Cause(RowLayout layout) =>
        $"""
        CASE
            WHEN NOT ({layout.KeysPresent()}) THEN {Literal(DifferenceCause.NullKey)}
            WHEN is_refund THEN {Literal(DifferenceCause.Refund)}
            WHEN is_extra AND has_left THEN {Literal(DifferenceCause.DuplicateLeft)}
            WHEN is_extra THEN {Literal(DifferenceCause.DuplicateRight)}
            WHEN is_shifted THEN {Literal(DifferenceCause.TimeZone)}
            {(layout.Spec.Time?.CutOff is { } end ? Late(layout, end) : "")}
            WHEN NOT has_left THEN {Literal(DifferenceCause.MissingLeft)}
            WHEN NOT has_right THEN {Literal(DifferenceCause.MissingRight)}
            {(layout.HasAmount ? Amounts(layout) : "")}
            {(layout.HasTime ? Times(layout) : "")}
            ELSE {Literal(DifferenceCause.OtherColumn)}
        END
        """;

    private static string Late(RowLayout layout, DateTime end)
    {
        var expected = $"coalesce(coalesce(l_t, r_t) + INTERVAL '{Mismatch.Microseconds(layout.Spec.Time!.Window)} microseconds' >= {SideRows.Instant(end)}, false)";
        return
            $"""
            WHEN has_left <> has_right AND {expected} THEN {Literal(DifferenceCause.Late)}
            WHEN has_left AND has_right AND in_left <> in_right AND {Zones.Condition(layout)} THEN {Literal(DifferenceCause.TimeZone)}
            WHEN has_left AND has_right AND in_left <> in_right THEN {Literal(DifferenceCause.Late)}
            """;
    }

    private static string Amounts(RowLayout layout)
    {
        var differ = Mismatch.Amount(layout, "l_", "r_");
        return
            $"""
            WHEN {differ} AND l_a = -r_a THEN {Literal(DifferenceCause.Refund)}
            WHEN {differ} AND (abs(l_a - r_a) <= {Mismatch.Number(layout.Spec.Amount!.Rounding)} OR l_a IN (round(r_a, 1), round(r_a, 0)) OR r_a IN (round(l_a, 1), round(l_a, 0)))
                THEN {Literal(DifferenceCause.Rounding)}
            {(layout.HasCurrency ? $"WHEN {differ} AND {IsMixedUp(layout)} THEN {Literal(DifferenceCause.Currency)}" : "")}
            WHEN {differ} THEN {Literal(DifferenceCause.Amount)}
            """;
    }

    private static string Times(RowLayout layout)
    {
        var differ = Mismatch.Time(layout, "l_", "r_");
        var ends = layout.Spec.Time!.DayEnds;
        var isOtherDay = $"{CanonicalRows.BusinessDay("l_t", ends)} <> {CanonicalRows.BusinessDay("r_t", ends)}";
        return
            $"""
            WHEN {differ} AND {Zones.Condition(layout)} THEN {Literal(DifferenceCause.TimeZone)}
            WHEN {differ} AND coalesce({isOtherDay}, false) THEN {Literal(DifferenceCause.Late)}
            """;
    }

    /// <summary>Some rate turns one side's number as it came into the other's converted one. Where rows name currencies, only those are tried.</summary>
    private static string IsMixedUp(RowLayout layout)
    {
        var rule = layout.Spec.Currency!;
        var tolerance = Mismatch.Number(Math.Max(Cent, layout.Spec.Amount!.Tolerance));
        var own = rule.Left is null && rule.Right is null ? "" : $"x.currency IN (l_u, r_u, {Sql.Literal(rule.Common)}) AND ";
        return $"len(list_filter(in_force, lambda x: {own}(abs(l_raw * x.rate - r_a) <= {tolerance} OR abs(r_raw * x.rate - l_a) <= {tolerance}))) > 0";
    }

    /// <summary>For each pair a list of (currency, rate) as of its day.</summary>
    private static string RatesInForce(RowLayout layout)
    {
        if (!layout.HasCurrency)
            return "";
        var rates = layout.Table("rates");
        if (layout.Spec.Currency!.Since is null)
            return $" CROSS JOIN (SELECT list({{currency: currency, rate: rate}}) AS in_force FROM {rates})";
        return
            $"""
             ASOF LEFT JOIN (
                SELECT days.since, list({"{"}currency: days.currency, rate: rates.rate{"}"}) AS in_force
                FROM (SELECT since, currency FROM (SELECT DISTINCT since FROM {rates}) CROSS JOIN (SELECT DISTINCT currency FROM {rates})) AS days
                ASOF JOIN {rates} AS rates ON days.currency = rates.currency AND days.since >= rates.since
                GROUP BY days.since
            ) AS daily ON CAST(coalesce(l_t, r_t) AS DATE) >= daily.since
            """;
    }

    private static IEnumerable<string> Output(RowLayout layout, int scale)
    {
        yield return "cause";
        foreach (var key in layout.Keys)
            yield return $"{key.Alias} AS {Sql.Identifier(key.Column.Left)}";
        if (layout.HasAmount)
            yield return $"CAST(l_a AS DECIMAL(38, {scale})) AS left_amount, CAST(r_a AS DECIMAL(38, {scale})) AS right_amount";
        yield return "effect";
        if (layout.HasCurrency)
            yield return $"CAST(l_raw AS DECIMAL(38, {scale})) AS left_original, l_u AS left_currency, CAST(r_raw AS DECIMAL(38, {scale})) AS right_original, r_u AS right_currency";
        if (layout.HasTime)
            yield return "l_t AS left_time, r_t AS right_time";
        foreach (var column in layout.Compared)
            yield return $"l_{column.Alias} AS {Sql.Identifier("left_" + column.Column.Left)}, r_{column.Alias} AS {Sql.Identifier("right_" + column.Column.Left)}";
        var parts = Mismatch.Parts(layout, "l_", "r_").Select(part => $"if({part.Condition}, {Sql.Literal(part.Name)}, NULL)");
        yield return $"if(has_left AND has_right, list_filter([{string.Join(", ", parts)}], lambda x: x IS NOT NULL), []) AS columns";
    }

    private static string Literal(DifferenceCause cause) => Sql.Literal(cause.Code());
}
