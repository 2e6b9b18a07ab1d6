using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.Reconciliation;

/// <summary>The type as which values of two columns can be compared, without turning one kind of value into another.</summary>
internal static partial class CommonType
{
    private static readonly string[] Integers = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "UHUGEINT"];

    /// <summary>Null where there is none: numbers and texts, dates and instants.</summary>
    public static string? Of(string left, string right)
    {
        if (left == right)
            return left;
        if (IsText(left) && IsText(right))
            return "VARCHAR";
        if (IsInstant(left) && IsInstant(right))
            return "TIMESTAMP";
        if (!IsNumber(left) || !IsNumber(right))
            return null;
        if (IsFloat(left) || IsFloat(right))
            return "DOUBLE";
        var scale = Math.Max(Scale(left), Scale(right));
        var whole = Math.Max(WholeDigits(left), WholeDigits(right));
        return scale == 0 && whole <= 19 ? "BIGINT" : scale == 0 ? "HUGEINT" : $"DECIMAL({Math.Min(38, whole + scale)}, {scale})";
    }

    public static bool IsNumber(string type) => IsFloat(type) || Integers.Contains(type) || type.StartsWith("DECIMAL", StringComparison.Ordinal);

    public static bool IsFloat(string type) => type is "FLOAT" or "DOUBLE";

    public static bool IsInstant(string type) => type.StartsWith("TIMESTAMP", StringComparison.Ordinal);

    /// <summary>Whether it is a type's name and nothing that would end the CAST it stands in.</summary>
    public static bool IsName(string cast) => TypeName().IsMatch(cast);

    /// <summary>Digits after the point.</summary>
    public static int Scale(string type) =>
        type.StartsWith("DECIMAL", StringComparison.Ordinal) ? int.Parse(type.AsSpan(type.IndexOf(',') + 1).Trim(')'), CultureInfo.InvariantCulture) : 0;

    public static int WholeDigits(string type) => type switch
    {
        "TINYINT" or "UTINYINT" => 3,
        "SMALLINT" or "USMALLINT" => 5,
        "INTEGER" or "UINTEGER" => 10,
        "BIGINT" => 19,
        _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) => int.Parse(type.AsSpan(8, type.IndexOf(',') - 8), CultureInfo.InvariantCulture) - Scale(type),
        _ => 38,
    };

    private static bool IsText(string type) => type == "VARCHAR" || type.StartsWith("ENUM", StringComparison.Ordinal);

    [GeneratedRegex(@"^[A-Za-z_]\w*( WITH TIME ZONE)?(\(\s*\d+\s*(,\s*\d+\s*)?\))?$", RegexOptions.IgnoreCase)]
    private static partial Regex TypeName();
}
