using System.Globalization;
using Workbook.Contracts;

namespace Workbook.Bronze;

/// <summary>
/// A delivered value (Parquet, Delta) as one of its contract's type, in SQL: the very same value, or NULL where there is
/// none. Nothing is rounded, cut or read as something else; text is read as strictly as a CSV file's.
/// </summary>
internal static class ColumnarValue
{
    private const string IsoDate = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private const string IsoTime = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,6})?";

    private enum Family { Boolean, Integer, Decimal, Float, Date, Timestamp, Text, OtherScalar, Unreadable }

    /// <param name="delivered">The value, of the type <paramref name="type"/>.</param>
    /// <param name="type">As DuckDB calls it: <c>DECIMAL(12,4)</c>, <c>STRUCT(a INTEGER)</c>.</param>
    public static string Sql(ColumnType contract, string delivered, string type) => contract.Kind switch
    {
        ColumnKind.Int32 or ColumnKind.Int64 => FamilyOf(type) switch
        {
            Family.Integer when type == contract.SqlName => delivered,
            Family.Integer => $"TRY_CAST({delivered} AS {contract.SqlName})",
            Family.Decimal or Family.Float => Same(delivered, $"TRY_CAST({delivered} AS {contract.SqlName})", type),
            Family.Text => When($"regexp_full_match({delivered}, '-?[0-9]+')", $"TRY_CAST({delivered} AS {contract.SqlName})"),
            _ => None(contract),
        },
        ColumnKind.Decimal => FamilyOf(type) switch
        {
            // A damaged file may hold more digits than its type has.
            Family.Decimal when type == contract.SqlName => Within(delivered, $"{Most(contract, "-")} AND {Most(contract)}"),
            Family.Integer or Family.Decimal => Same(delivered, $"TRY_CAST({delivered} AS {contract.SqlName})", type),
            Family.Float => Same(delivered, DecimalOfFloat(contract, delivered, type), type),
            Family.Text => When($"regexp_full_match({delivered}, '{DecimalPattern(contract.Scale)}')", $"TRY_CAST({delivered} AS {contract.SqlName})"),
            _ => None(contract),
        },
        ColumnKind.Double => FamilyOf(type) switch
        {
            Family.Float => When($"isfinite({delivered})", $"CAST({delivered} AS DOUBLE)"),
            Family.Integer => Same(delivered, $"TRY_CAST({delivered} AS DOUBLE)", type),
            // Through text, which finds the nearest number; the cast divides, and rounds twice.
            Family.Decimal => $"TRY_CAST(CAST({delivered} AS VARCHAR) AS DOUBLE)",
            Family.Text => DoubleOfText(delivered),
            _ => None(contract),
        },
        ColumnKind.Boolean => FamilyOf(type) switch
        {
            Family.Boolean => delivered,
            Family.Text => When($"lower({delivered}) IN ('true', 'false')", $"TRY_CAST({delivered} AS BOOLEAN)"),
            _ => None(contract),
        },
        ColumnKind.Date => FamilyOf(type) switch
        {
            Family.Date => Within(delivered, "DATE '0001-01-01' AND DATE '9999-12-31'"),
            Family.Timestamp => Within(Same(delivered, $"TRY_CAST({delivered} AS DATE)", type), "DATE '0001-01-01' AND DATE '9999-12-31'"),
            Family.Text => When($"regexp_full_match({delivered}, '{IsoDate}') AND NOT starts_with({delivered}, '0000')", $"TRY_CAST({delivered} AS DATE)"),
            _ => None(contract),
        },
        ColumnKind.Timestamp => FamilyOf(type) switch
        {
            Family.Date => InCalendar($"TRY_CAST(TRY_CAST({delivered} AS TIMESTAMP) AS TIMESTAMPTZ)"),
            Family.Timestamp => InCalendar(type == "TIMESTAMP_NS"
                ? Same(delivered, $"CAST(TRY_CAST({delivered} AS TIMESTAMP) AS TIMESTAMPTZ)", type, "TRY_CAST(TRY_CAST({0} AS TIMESTAMP) AS TIMESTAMP_NS)")
                : $"TRY_CAST({delivered} AS TIMESTAMPTZ)"),
            Family.Text => InCalendar(TimestampOfText(delivered)),
            _ => None(contract),
        },
        _ => FamilyOf(type) switch
        {
            Family.Text => When($"NOT contains({delivered}, chr(0))", type == "VARCHAR" ? delivered : $"CAST({delivered} AS VARCHAR)"),
            Family.Unreadable => None(contract),
            _ => $"CAST({delivered} AS VARCHAR)",
        },
    };

    /// <summary>The value as JSON has it; a number that JSON doesn't have (NaN, Infinity) as text.</summary>
    public static string Json(string delivered, string type) => FamilyOf(type) == Family.Float
        ? $"CASE WHEN isfinite({delivered}) THEN to_json({delivered}) ELSE to_json(CAST({delivered} AS VARCHAR)) END"
        : delivered;

    /// <summary>Whether a value of that type, written as text, is read back by a cast: what is nested or binary isn't.</summary>
    public static bool IsScalar(string type) => FamilyOf(type) != Family.Unreadable;

    private static Family FamilyOf(string type) => type switch
    {
        _ when type.EndsWith(']') || type.StartsWith("STRUCT", StringComparison.Ordinal) || type.StartsWith("MAP", StringComparison.Ordinal) || type.StartsWith("UNION", StringComparison.Ordinal) => Family.Unreadable,
        "BOOLEAN" => Family.Boolean,
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT" => Family.Integer,
        "FLOAT" or "DOUBLE" => Family.Float,
        "DATE" => Family.Date,
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" or "TIMESTAMPTZ" or "TIMESTAMP WITH TIME ZONE" => Family.Timestamp,
        "VARCHAR" or "JSON" => Family.Text,
        "UUID" or "TIME" => Family.OtherScalar,
        _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) => Family.Decimal,
        _ when type.StartsWith("ENUM", StringComparison.Ordinal) => Family.Text,
        _ => Family.Unreadable,
    };

    private static string None(ColumnType contract) => $"CAST(NULL AS {contract.SqlName})";

    /// <summary>The largest decimal of the type, and with a minus the smallest.</summary>
    private static string Most(ColumnType type, string sign = "") =>
        $"{sign}{new string('9', type.Precision - type.Scale)}{(type.Scale == 0 ? "" : "." + new string('9', type.Scale))}";

    private static string When(string condition, string value) => $"CASE WHEN {condition} THEN {value} END";

    /// <summary>The value where it turns back into the delivered one.</summary>
    private static string Same(string delivered, string value, string type, string back = "TRY_CAST({0} AS {1})") =>
        When($"{string.Format(CultureInfo.InvariantCulture, back, value, type)} = {delivered}", value);

    private static string Within(string value, string bounds) => When($"{value} BETWEEN {bounds}", value);

    private static string InCalendar(string value) => Within(value, "TIMESTAMPTZ '0001-01-01 00:00:00+00' AND TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'");

    /// <summary>Digits, and after a point at most as many as the scale, zeros aside.</summary>
    private static string DecimalPattern(int scale) =>
        scale == 0 ? "-?(?:[0-9]+|[0-9]*\\.0+)" : Invariant($"-?(?:[0-9]+|[0-9]*\\.(?:[0-9]{{1,{scale}}}0*))");

    /// <summary>
    /// What it is exactly, where that fits (a FLOAT's digits show as a DOUBLE); otherwise the number as people write it: 9.95, not
    /// the binary fraction nearest to it.
    /// </summary>
    private static string DecimalOfFloat(ColumnType contract, string delivered, string type)
    {
        var exact = $"CAST(CAST({delivered} AS DOUBLE) AS VARCHAR)";
        return $"""
            CASE WHEN {delivered} = trunc({delivered}) THEN TRY_CAST(TRY_CAST({delivered} AS HUGEINT) AS {contract.SqlName})
                 {(type == "FLOAT" ? $"WHEN regexp_full_match({exact}, '{DecimalPattern(contract.Scale)}') THEN TRY_CAST({exact} AS {contract.SqlName})" : "")}
                 ELSE TRY_CAST(CAST({delivered} AS VARCHAR) AS {contract.SqlName}) END
            """;
    }

    private static string DoubleOfText(string text)
    {
        var value = $"TRY_CAST({text} AS DOUBLE)";
        var isNumber = $"regexp_full_match({text}, '[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?')";
        return When($"{isNumber} AND isfinite({value}) AND (NOT regexp_full_match({text}, '[-+]?[0-9]{{15,}}') OR TRY_CAST({value} AS HUGEINT) IS NOT DISTINCT FROM TRY_CAST({text} AS HUGEINT) AND TRY_CAST({text} AS HUGEINT) IS NOT NULL)", value);
    }

    /// <summary>Reckoned from its parts: a cast would take names of zones and 'epoch', too, and carries one row's zone on to the next.</summary>
    private static string TimestampOfText(string text)
    {
        var parts = $"regexp_extract({text}, '^({IsoDate})(?:[T ]({IsoTime})(?:Z|([+-])(0[0-9]|1[0-8]):([0-5][0-9]))?)?$', ['day', 'time', 'sign', 'hours', 'minutes'])";
        const string Minutes = "CASE part.sign WHEN '' THEN 0 ELSE CAST(part.sign || '1' AS INTEGER) * (60 * CAST(part.hours AS INTEGER) + CAST(part.minutes AS INTEGER)) END";
        const string Instant = "CAST(TRY_CAST(part.day || ' ' || CASE part.time WHEN '' THEN '00:00:00' ELSE part.time END AS TIMESTAMP) - to_minutes(" + Minutes + ") AS TIMESTAMPTZ)";
        return $"list_transform([{parts}], lambda part: CASE WHEN part.day <> '' AND NOT starts_with(part.day, '0000') THEN {Instant} END)[1]";
    }
}
