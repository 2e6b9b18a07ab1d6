using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace Workbook.Generation;

/// <summary>
/// UTF-8 text on its way to one file: numbers and dates are formatted straight into the buffer. Rows end with LF;
/// the file appears under its name only when it is complete.
/// </summary>
public sealed class TextOutput : IDisposable
{
    private const int Capacity = 1 << 17;
    private const int LongestValue = 64;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Capacity);
    private readonly CompleteFile _file;
    private int _length;

    /// <param name="path">The name that the file will have. Its folder is made if need be.</param>
    public TextOutput(string path) => _file = new CompleteFile(path);

    /// <summary>The physical line that the next row will have, counted from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>In the file so far; what is still in the buffer is added by <see cref="Complete"/>.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes LF and moves <see cref="Line"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndRow()
    {
        Byte((byte)'\n');
        Line++;
    }

    /// <summary>Between two fields; the last one has none behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Comma() => Byte((byte)',');

    /// <summary>One byte as it is. An LF written so isn't counted in <see cref="Line"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Byte(byte value)
    {
        if (_length == _buffer.Length)
            Flush();
        _buffer[_length++] = value;
    }

    /// <summary>Bytes as they are, unquoted.</summary>
    /// <param name="utf8">No more than the buffer holds, 128 KB.</param>
    public void Raw(ReadOnlySpan<byte> utf8)
    {
        if (_length + utf8.Length > _buffer.Length)
            Flush();
        utf8.CopyTo(_buffer.AsSpan(_length));
        _length += utf8.Length;
    }

    /// <summary>Digits, with a minus sign where it is negative.</summary>
    public void Integer(long value)
    {
        Utf8Formatter.TryFormat(value, Room(), out var written);
        _length += written;
    }

    /// <summary>A decimal of <paramref name="scale"/> digits after the point, given as a whole number of its smallest unit.</summary>
    public void Decimal(long units, int scale)
    {
        var room = Room();
        var at = 0;
        if (units < 0)
        {
            room[at++] = (byte)'-';
            units = -units;
        }

        var unit = PowersOfTen[scale];
        var (whole, fraction) = Math.DivRem(units, unit);
        Utf8Formatter.TryFormat(whole, room[at..], out var written);
        at += written;
        room[at++] = (byte)'.';
        for (var digit = scale - 1; digit >= 0; digit--, fraction /= 10)
            room[at + digit] = (byte)('0' + (fraction % 10));
        _length += at + scale;
    }

    /// <param name="day">Days since 0001-01-01, as <see cref="DateOnly.DayNumber"/>.</param>
    public void Date(int day)
    {
        WriteDate(Room(), day);
        _length += 10;
    }

    /// <summary>ISO 8601 in UTC with seconds: <c>2024-01-31T23:59:59Z</c>.</summary>
    public void Timestamp(Instant instant)
    {
        var room = Room();
        WriteDate(room, instant.Day);
        room[10] = (byte)'T';
        var second = instant.SecondOfDay;
        Two(room[11..], second / 3600);
        room[13] = (byte)':';
        Two(room[14..], second / 60 % 60);
        room[16] = (byte)':';
        Two(room[17..], second % 60);
        room[19] = (byte)'Z';
        _length += 20;
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void Boolean(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>A CSV field: quoted only where it must be; null is the empty field.</summary>
    public void Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        Raw(Encoding.UTF8.GetBytes(value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"")}\""));
    }

    /// <summary>Writes what is buffered and gives the file its name.</summary>
    public void Complete()
    {
        Flush();
        _file.Complete();
    }

    /// <summary>Drops the file, unless <see cref="Complete"/> gave it its name.</summary>
    public void Dispose()
    {
        _file.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private static readonly long[] PowersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    private Span<byte> Room()
    {
        if (_length + LongestValue > _buffer.Length)
            Flush();
        return _buffer.AsSpan(_length);
    }

    private void Flush()
    {
        _file.Stream.Write(_buffer, 0, _length);
        Bytes += _length;
        _length = 0;
    }

    private static void WriteDate(Span<byte> room, int day)
    {
        // Civil date from day number: Howard Hinnant's days algorithm, with the year starting in March.
        var shifted = day + 306;
        var era = shifted / 146097;
        var dayOfEra = shifted - (era * 146097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var marchMonth = ((5 * dayOfYear) + 2) / 153;
        var month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        Two(room, year / 100);
        Two(room[2..], year % 100);
        room[4] = (byte)'-';
        Two(room[5..], month);
        room[7] = (byte)'-';
        Two(room[8..], dayOfYear - (((153 * marchMonth) + 2) / 5) + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(Span<byte> room, int value)
    {
        room[1] = (byte)('0' + (value % 10));
        room[0] = (byte)('0' + (value / 10));
    }
}
