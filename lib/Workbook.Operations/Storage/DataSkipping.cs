using System.Globalization;
using System.Text.Json;
using Workbook.Delta;

namespace Workbook.Operations.Storage;

/// <summary>
/// Which of a Delta table's files a query needs, by what the log knows of them: the value of a partition column, or the
/// smallest and largest value of another. For <see cref="DeltaSnapshot.ScanSql"/>: files that it leaves out are not opened.
/// </summary>
public static class DataSkipping
{
    /// <summary>Files that may have rows whose column lies between two values, both included. A file that the log knows nothing of is kept.</summary>
    /// <typeparam name="T">A date, an instant or a number. Not text: the log may have only the beginning of long texts.</typeparam>
    public static Func<AddFile, bool> Between<T>(string column, T from, T to) where T : struct, IComparable<T>, IParsable<T> => file =>
    {
        if (file.PartitionValues.TryGetValue(column, out var value))
            return value is not null && (!TryParse<T>(value, out var one) || IsBetween(one, one, from, to));
        return Bounds<T>(file, column) is not var (least, most) || IsBetween(least, most, from, to);
    };

    private static bool IsBetween<T>(T least, T most, T from, T to) where T : IComparable<T> => least.CompareTo(to) <= 0 && most.CompareTo(from) >= 0;

    private static (T Least, T Most)? Bounds<T>(AddFile file, string column) where T : struct, IParsable<T>
    {
        if (file.Stats is null)
            return null;
        using var stats = JsonDocument.Parse(file.Stats);
        return Bound<T>(stats.RootElement, "minValues", column) is { } least && Bound<T>(stats.RootElement, "maxValues", column) is { } most ? (least, most) : null;
    }

    private static T? Bound<T>(JsonElement stats, string side, string column) where T : struct, IParsable<T> =>
        stats.TryGetProperty(side, out var values) && values.TryGetProperty(column, out var value) && TryParse<T>(value.ToString(), out var bound) ? bound : null;

    private static bool TryParse<T>(string text, out T value) where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out value!);
}
