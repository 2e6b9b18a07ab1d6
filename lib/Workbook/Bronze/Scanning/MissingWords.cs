using System.Text;
using Workbook.Contracts;

namespace Workbook.Bronze.Scanning;

/// <summary>The texts that a column takes for no value.</summary>
internal sealed class MissingWords
{
    private readonly byte[][] _words;

    private MissingWords(IEnumerable<string> words) => _words = [.. words.Select(Encoding.UTF8.GetBytes)];

    /// <summary>In UTF-8.</summary>
    public IReadOnlyList<byte[]> Words => _words;

    /// <summary>Null for a column that has none.</summary>
    public static MissingWords? Of(Column column) => column.MissingValues.Count == 0 ? null : new MissingWords(column.MissingValues);

    public bool Has(ReadOnlySpan<byte> text)
    {
        foreach (var word in _words)
            if (text.SequenceEqual(word))
                return true;
        return false;
    }
}
