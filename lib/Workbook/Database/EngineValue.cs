using System.Collections;
using System.Text;
using DuckDB.NET.Native;

namespace Workbook.Database;

/// <summary>What DuckDB can hold of .NET's texts, dates and times; the provider itself doesn't ask.</summary>
internal static class EngineValue
{
    // One day, one microsecond beyond the last stand for infinity, and so they are in .NET's types.
    private static readonly (int, byte, byte) FirstDate = (-5_877_641, 6, 24);
    private static readonly (int, byte, byte) LastDate = (5_881_580, 7, 11);
    private static readonly (int, byte, byte, byte, byte, byte, int) FirstMoment = (-290_308, 12, 21, 23, 59, 59, 999_999);
    private static readonly (int, byte, byte, byte, byte, byte, int) LastMoment = (294_247, 1, 10, 4, 0, 54, 775_807);

    /// <param name="subject">What the value is, for the message: "Parameter 1".</param>
    /// <exception cref="WorkbookException">DuckDB would get another value, a part of it, or none at all.</exception>
    public static void Require(object value, string subject)
    {
        switch (value)
        {
            case string text: RequireWhole(text, subject); break;
            case char letter: RequireWhole(letter.ToString(), subject); break;
            case DuckDBDateOnly date: RequireDate(date, subject); break;
            case DuckDBTimeOnly time: RequireTime(time, subject); break;
            case DuckDBTimestamp moment: RequireMoment(moment, subject); break;
            case byte[]: break;
            case IEnumerable elements:
                foreach (var element in elements)
                    if (element is not null)
                        Require(element, subject);
                break;
        }
    }

    public static bool IsWhole(string text) => !text.Contains('\0') && LoneSurrogate(text) is null;

    /// <returns>The text.</returns>
    /// <exception cref="WorkbookException">It has a NUL, where DuckDB would see its end, or half of a surrogate pair, which UTF-8 can't write.</exception>
    public static string RequireWhole(string text, string subject)
    {
        var place = text.AsSpan().IndexOf('\0');
        if (place >= 0)
            throw new WorkbookException(
                $"{subject} has a NUL character at position {place + 1} of {text.Length}: {Around(text, place)}. DuckDB would take it for the end, so nothing was run. " +
                "Take it out; in SQL, chr(0) makes one.");
        if (LoneSurrogate(text) is { } half)
            throw new WorkbookException(
                $"{subject} has half of a surrogate pair at position {half + 1} of {text.Length}: {Around(text, half)}. It isn't a character, and DuckDB would get another one in its place. Take it out.");
        return text;
    }

    private static int? LoneSurrogate(string text)
    {
        var place = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff');
        if (place < 0)
            return null;
        while (place < text.Length)
        {
            if (!Rune.TryGetRuneAt(text, place, out var rune))
                return place;
            place += rune.Utf16SequenceLength;
        }
        return null;
    }

    private static void RequireDate(DuckDBDateOnly date, string subject)
    {
        if (!IsDay(date))
            throw new WorkbookException($"{subject} is no date of the calendar: {Text(date)}. Correct month or day.");
        var value = (date.Year, date.Month, date.Day);
        if (value.CompareTo(FirstDate) < 0 || value.CompareTo(LastDate) > 0)
            throw new WorkbookException($"{subject} is out of DuckDB's range of dates: {Text(date)}, expected -5877641-06-25 to 5881580-07-10 (the year 0 is 1 BC).");
    }

    private static void RequireMoment(DuckDBTimestamp moment, string subject)
    {
        var (date, time) = (moment.Date, moment.Time);
        if (!IsDay(date))
            throw new WorkbookException($"{subject} has no date of the calendar: {Text(date)}. Correct month or day.");
        RequireTime(time, subject);
        var value = (date.Year, date.Month, date.Day, time.Hour, time.Min, time.Sec, time.Microsecond);
        if (value.CompareTo(FirstMoment) < 0 || value.CompareTo(LastMoment) > 0)
            throw new WorkbookException($"{subject} is out of DuckDB's range of timestamps: {Text(date)} {Text(time)}, expected -290308-12-22 00:00:00 to 294247-01-10 04:00:54.775806 (the year 0 is 1 BC).");
    }

    private static void RequireTime(DuckDBTimeOnly time, string subject)
    {
        var isEndOfDay = time is { Hour: 24, Min: 0, Sec: 0, Microsecond: 0 };
        if (!isEndOfDay && time is not { Hour: < 24, Min: < 60, Sec: < 60, Microsecond: >= 0 and < 1_000_000 })
            throw new WorkbookException($"{subject} is no time of day: {Text(time)}, expected 00:00:00 to 24:00:00.");
    }

    // A year of .NET's calendar with the same leap day, since that one begins with the year 1.
    private static bool IsDay(DuckDBDateOnly date) => date is { Month: >= 1 and <= 12, Day: >= 1 }
        && date.Day <= DateTime.DaysInMonth(2000 + (int)(((long)date.Year % 400 + 400) % 400), date.Month);

    private static string Text(DuckDBDateOnly date) => Invariant($"{date.Year}-{date.Month:00}-{date.Day:00}");

    private static string Text(DuckDBTimeOnly time) => $"{time.Hour:00}:{time.Min:00}:{time.Sec:00}.{time.Microsecond:000000}";

    private static string Around(string text, int place)
    {
        var (from, to) = (Math.Max(0, place - 20), Math.Min(text.Length, place + 20));
        var shown = string.Concat(text[from..to].Select(letter => letter == '\0' ? "\\0" : char.IsSurrogate(letter) || char.IsControl(letter) ? $"\\u{(int)letter:x4}" : $"{letter}"));
        return $"'{(from > 0 ? "…" : "")}{shown}{(to < text.Length ? "…" : "")}'";
    }
}
