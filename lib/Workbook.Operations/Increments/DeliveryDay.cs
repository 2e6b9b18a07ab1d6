using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.Operations.Increments;

/// <summary>The day that a raw file is for, by the folder it lies in: <c>orders_lines/order_dt=2024-01-01/part-1.csv</c>.</summary>
internal static partial class DeliveryDay
{
    /// <returns>Null for files that are not delivered by the day.</returns>
    public static DateOnly? Of(string path) =>
        Day().Match(path) is { Success: true } day && DateOnly.TryParseExact(day.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    [GeneratedRegex(@"_dt=(\d{4}-\d{2}-\d{2})/")]
    private static partial Regex Day();
}
