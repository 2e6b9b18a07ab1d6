using System.Globalization;

namespace Workbook.Charts;

/// <summary>
/// How numbers are written, and where their unit goes: signs (%, $, A$, €) stand at each number, words (AUD, days) after it
/// in texts, but once in an axis's title.
/// </summary>
internal static class Unit
{
    /// <summary>With thousands separators and the two or three digits that tell something; "–" for NULL, NaN and infinity.</summary>
    public static string Format(double? value, string? unit)
    {
        if (value is not { } number || !double.IsFinite(number))
            return "–";
        var size = Math.Abs(number);
        var text = size.ToString(size >= 1_000 ? "#,0" : size >= 10 ? "0.#" : size >= 0.01 || size == 0 ? "0.##" : "0.####", CultureInfo.InvariantCulture);
        return $"{(number < 0 && text.Any(digit => digit is >= '1' and <= '9') ? "-" : "")}{Prefix(unit)}{text}{(IsSign(unit) ? Suffix(unit) : string.IsNullOrEmpty(unit) ? "" : " " + unit)}";
    }

    /// <summary>"sales (AUD)"; the title alone where each number has the unit.</summary>
    public static string? Title(string? title, string? unit) =>
        string.IsNullOrEmpty(unit) || IsSign(unit) ? title : string.IsNullOrEmpty(title) ? unit : $"{title} ({unit})";

    public static string Prefix(string? unit) => IsCurrency(unit) ? unit! : "";

    public static string Suffix(string? unit) => IsSign(unit) && !IsCurrency(unit) ? unit! : "";

    private static bool IsCurrency(string? unit) =>
        !string.IsNullOrEmpty(unit) && CharUnicodeInfo.GetUnicodeCategory(unit[^1]) == UnicodeCategory.CurrencySymbol;

    private static bool IsSign(string? unit) => IsCurrency(unit) || unit is "%" or "‰" or "°";
}
