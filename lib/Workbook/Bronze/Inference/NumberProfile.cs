using Workbook.Bronze.Scanning;

namespace Workbook.Bronze.Inference;

/// <summary>How large and how fine the numbers of a column are.</summary>
internal sealed unsafe class NumberProfile
{
    /// <summary>No number has an exponent, and none more digits than a decimal can hold.</summary>
    public bool IsDecimal { get; private set; } = true;

    /// <summary>No number has a point, an exponent, or more digits than 64 bits hold.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Some whole number is too large for a decimal, and perhaps for a double to hold exactly.</summary>
    public bool HasLarge { get; private set; }

    /// <summary>Digits before the point, at most.</summary>
    public int WholeDigits { get; private set; }

    /// <summary>Digits after the point, at most; zeros at the end aside.</summary>
    public int Scale { get; private set; }

    public double Minimum { get; private set; } = double.PositiveInfinity;

    public double Maximum { get; private set; } = double.NegativeInfinity;

    /// <summary>The last text was a number of digits alone.</summary>
    public bool IsLastOfDigits { get; private set; }

    /// <summary>A text with zeros before its digits, such as 007, which a number wouldn't keep.</summary>
    public string? LeadingZeros { get; private set; }

    /// <returns>False for a text that is no number, or that a number wouldn't keep.</returns>
    public bool Add(byte* text, int length)
    {
        var at = length > 0 && text[0] == '-' ? 1 : 0;
        var first = at;
        while (at < length && (uint)text[at] - '0' <= 9)
            at++;
        var whole = at - first;
        IsLastOfDigits = first == 0 && at == length;
        if (whole > 1 && text[first] == '0')
        {
            if (at == length)
                LeadingZeros = System.Text.Encoding.UTF8.GetString(text, Math.Min(length, 40));
            return false;
        }

        if (at == length && whole is > 0 and < 19)
        {
            long number = 0;
            for (var digit = first; digit < at; digit++)
                number = (number * 10) + (text[digit] - '0');
            WholeDigits = Math.Max(WholeDigits, whole);
            Take(first == 1 ? -number : number);
            return true;
        }

        if (at == length && default(IntegerParser<long>).TryParse(text, length, out var large))
        {
            // More digits than a decimal or a double keeps: with a point elsewhere in the column, it is text.
            (WholeDigits, HasLarge) = (Math.Max(WholeDigits, whole), true);
            Take(large);
            return true;
        }

        if (!default(DoubleParser).TryParse(text, length, out var value))
            return false;
        IsWhole = false;
        var scale = at < length && text[at] == '.' ? ScaleOf(text, at + 1, length) : at == length ? 0 : -1;
        IsDecimal &= scale >= 0;
        (WholeDigits, Scale) = (Math.Max(WholeDigits, whole), Math.Max(Scale, scale));
        Take(value);
        return true;
    }

    /// <summary>Numbers that come with a type of their own.</summary>
    public void Take(double value)
    {
        Minimum = Math.Min(Minimum, value);
        Maximum = Math.Max(Maximum, value);
    }

    /// <summary>-1 where something else than digits follows.</summary>
    private static int ScaleOf(byte* text, int from, int length)
    {
        var scale = 0;
        for (var at = from; at < length; at++)
        {
            if ((uint)text[at] - '0' > 9)
                return -1;
            if (text[at] != '0')
                scale = at - from + 1;
        }

        return from == length ? -1 : scale;
    }
}
