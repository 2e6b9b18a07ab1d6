using System.Text;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;

namespace Workbook.Bronze.Inference;

/// <summary>What the values of one column have in common: which types could hold them all, and what evidence there is for rules.</summary>
internal sealed unsafe class ColumnProfile(string name, KeyBudget budget)
{
    /// <summary>Other tools write these where there is no value. In a column of text they stay what they are: NA may be Namibia.</summary>
    private static readonly string[] UsualMissingWords = ["", "NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "NaN", "nan", "-", "\\N", "?"];
    private static readonly MissingWords MissingCandidates = MissingWords.Of(Column.Text("any") with { MissingValues = UsualMissingWords })!;

    private readonly Dictionary<string, long> _wordsForNothing = [];
    private bool _isBoolean = true, _isNumber = true, _isDate = true, _isInstant = true;

    public string Name { get; } = name;

    /// <summary>Fields that hold something, words for nothing aside.</summary>
    public long Values { get; private set; }

    public NumberProfile Numbers { get; } = new();

    public TextShape Shape { get; } = new();

    public DistinctValues Distinct { get; } = new(budget);

    /// <summary>Words that may stand for nothing, with their counts.</summary>
    public IReadOnlyDictionary<string, long> WordsForNothing => _wordsForNothing;

    /// <summary>In JSON: values that are objects, arrays, texts, numbers, truths.</summary>
    public JsonKinds Json { get; } = new();

    public bool IsBoolean => _isBoolean && Values > 0;

    public bool IsNumber => _isNumber && Values > 0;

    public bool IsDate => _isDate && Values > 0;

    public bool IsInstant => _isInstant && Values > 0;

    public void Add(byte* text, int length)
    {
        var value = new ReadOnlySpan<byte>(text, length);
        if (length <= 4 && MayBeWord(text, length) && MissingCandidates.Has(value))
        {
            var word = Encoding.UTF8.GetString(value);
            _wordsForNothing[word] = _wordsForNothing.GetValueOrDefault(word) + 1;
            return;
        }

        AddDelivered(text, length);
    }

    /// <summary>A value that can't stand for nothing, since its format has a null of its own.</summary>
    public void AddDelivered(byte* text, int length)
    {
        var value = new ReadOnlySpan<byte>(text, length);
        Values++;
        if (_isBoolean && !default(BooleanParser).TryParse(text, length, out _))
            _isBoolean = false;
        if (_isNumber && !Numbers.Add(text, length))
            _isNumber = false;
        if (_isInstant && !default(TimestampParser).TryParse(text, length, out _))
            _isInstant = _isDate = false;
        if (_isDate && !default(DateParser).TryParse(text, length, out _))
            _isDate = false;
        if (_isNumber && Numbers.IsLastOfDigits)
            Shape.AddDigits(length);
        else if (_isNumber || _isInstant || _isBoolean)
            Shape.AddOther(length);
        else
            Shape.Add(value);
        Distinct.Add(value);
    }

    private static bool MayBeWord(byte* text, int length) => length == 0 || text[0] is (byte)'N' or (byte)'n' or (byte)'#' or (byte)'\\' or (byte)'?' || (text[0] == '-' && length == 1);
}

/// <summary>Of a JSON member's values, how many are of each kind.</summary>
internal sealed class JsonKinds
{
    public long Texts { get; set; }

    public long Numbers { get; set; }

    public long Truths { get; set; }

    public long Objects { get; set; }

    public long Arrays { get; set; }

    public long All => Texts + Numbers + Truths + Objects + Arrays;
}
