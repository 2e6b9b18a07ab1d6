using System.Buffers;
using System.Globalization;

namespace Workbook.Bronze.Inference;

/// <summary>The form that all texts of a column share: runs of digits, capitals and small letters between the same signs.</summary>
internal sealed class TextShape
{
    private const int MostRuns = 12;

    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n\f\v"u8);

    private List<Run>? _runs;
    private bool _isShared = true;
    private bool _isEmail = true, _isUuid = true;

    public int Shortest { get; private set; } = int.MaxValue;

    public int Longest { get; private set; }

    /// <summary>RE2 for the whole text, with what people call it; null where the texts have no form of their own.</summary>
    public (string Pattern, string Name)? Pattern =>
        Longest == 0 ? null
        : _isUuid ? ("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "UUIDs")
        : _isEmail ? ("[^@\\s]+@[^@\\s]+\\.[^@\\s]+", "email addresses")
        : _isShared && _runs is { Count: > 0 } runs && runs.Any(run => run.Kind != RunKind.Sign) && IsTelling(runs) ? (string.Concat(runs.Select(run => run.Pattern)), "one form")
        : null;

    public void Add(ReadOnlySpan<byte> text)
    {
        Shortest = Math.Min(Shortest, text.Length);
        Longest = Math.Max(Longest, text.Length);
        _isUuid = _isUuid && text.Length == 36 && Guid.TryParse(text, CultureInfo.InvariantCulture, out _);
        _isEmail = _isEmail && IsEmail(text);
        if (_isShared)
            _isShared = Share(text);
    }

    /// <summary>As <see cref="Add"/>, for a text that is known to be of digits.</summary>
    public void AddDigits(int length)
    {
        AddLength(length);
        if (_runs is null)
            _runs = [new Run(RunKind.Digit, '0', length, length)];
        else if (_runs is [{ Kind: RunKind.Digit } known])
            _runs[0] = known.With(length);
        else
            _isShared = false;
    }

    /// <summary>A number, an instant or a truth: should the column be of text after all, its texts have no form.</summary>
    public void AddOther(int length)
    {
        AddLength(length);
        _isShared = false;
    }

    private void AddLength(int length)
    {
        _isEmail = _isUuid = false;
        Shortest = Math.Min(Shortest, length);
        Longest = Math.Max(Longest, length);
    }

    /// <summary>No stricter than people are, and cheaper than the pattern: ASCII, one @, a point after it, no blanks.</summary>
    private static bool IsEmail(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf((byte)'@');
        var dot = text.LastIndexOf((byte)'.');
        return at > 0 && dot > at + 1 && dot < text.Length - 1 && text[(at + 1)..].IndexOf((byte)'@') < 0 && text.IndexOfAny(Blanks) < 0 && System.Text.Ascii.IsValid(text);
    }

    /// <summary>Words of any length are no form: it takes a digit or a sign, or one length for all.</summary>
    private bool IsTelling(List<Run> runs) => Shortest == Longest && Longest <= 40 || runs.Any(run => run.Kind == RunKind.Digit) && runs.Any(run => run.Kind != RunKind.Digit);

    private bool Share(ReadOnlySpan<byte> text)
    {
        var isFirst = _runs is null;
        var runs = _runs ??= [];
        var place = 0;
        for (var at = 0; at < text.Length; place++)
        {
            var kind = KindOf(text[at]);
            if (kind == RunKind.Other || place == MostRuns)
                return false;
            var from = at;
            while (at < text.Length && KindOf(text[at]) == kind && (kind != RunKind.Sign || text[at] == text[from]))
                at++;
            if (isFirst)
                runs.Add(new Run(kind, (char)text[from], at - from, at - from));
            else if (place >= runs.Count || runs[place].Kind != kind || kind == RunKind.Sign && runs[place].Sign != text[from])
                return false;
            else
                runs[place] = runs[place].With(at - from);
        }

        return place == runs.Count;
    }

    private static RunKind KindOf(byte letter) =>
        char.IsAsciiDigit((char)letter) ? RunKind.Digit
        : char.IsAsciiLetterUpper((char)letter) ? RunKind.Upper
        : char.IsAsciiLetterLower((char)letter) ? RunKind.Lower
        : letter is >= 0x20 and < 0x7F ? RunKind.Sign : RunKind.Other;

    private enum RunKind { Digit, Upper, Lower, Sign, Other }

    private sealed record Run(RunKind Kind, char Sign, int Shortest, int Longest)
    {
        public string Pattern => Kind switch { RunKind.Digit => "[0-9]", RunKind.Upper => "[A-Z]", RunKind.Lower => "[a-z]", _ => Literal(Sign) }
            + (Shortest, Longest) switch
            {
                (1, 1) => "",
                var (shortest, longest) when shortest == longest => Invariant($"{{{shortest}}}"),
                var (shortest, longest) => Invariant($"{{{shortest},{longest}}}"),
            };

        /// <summary>The same run, where it has that length already.</summary>
        public Run With(int length) => length < Shortest ? this with { Shortest = length } : length > Longest ? this with { Longest = length } : this;

        private static string Literal(char sign) => "\\.+*?()|[]{}^$".Contains(sign) ? $"\\{sign}" : sign.ToString();
    }
}
