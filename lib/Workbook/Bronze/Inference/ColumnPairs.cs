using System.Numerics;
using System.Text.RegularExpressions;
using Workbook.Bronze.Scanning;

namespace Workbook.Bronze.Inference;

/// <summary>
/// Two columns that name a row together, such as order and line. Only columns that are named as keys are, and only while none
/// of them is unique by itself.
/// </summary>
internal sealed partial class ColumnPairs(KeyBudget budget)
{
    private const int MostColumns = 4;

    private List<Pair>? _pairs;
    private bool _isOver;

    /// <summary>Null where there is none.</summary>
    public (string First, string Second)? Unique => _pairs?.FirstOrDefault(pair => pair is { Seen.IsFull: false }) is { } pair ? (pair.First, pair.Second) : null;

    public static bool IsKeyName(string name) => KeyName().IsMatch(name);

    /// <summary>Call after the columns have seen the batch's values.</summary>
    public unsafe void Add(RecordBatch batch, IReadOnlyList<ColumnProfile> columns)
    {
        if (_isOver)
            return;
        if (columns.Any(column => IsKeyName(column.Name) && column.Distinct.IsUnique is not false))
        {
            _isOver = _pairs is not null; // a batch would be missing from the pairs
            return;
        }

        if (_pairs is null)
        {
            var keys = columns.Select((column, field) => (column.Name, field)).Where(column => IsKeyName(column.Name) || PartName().IsMatch(column.Name)).Take(MostColumns).ToList();
            _pairs = [.. keys.SelectMany((first, place) => keys.Skip(place + 1).Select(second => new Pair(first.Name, second.Name, first.field, second.field, new HashSet64(budget))))];
        }

        for (var row = 0; row < batch.Count && _pairs.Count > 0; row++)
            if (batch.Faults[row] == 0)
                _pairs.RemoveAll(pair => !pair.Seen.Add(BitOperations.RotateLeft(HashOf(batch, pair.FirstField, row), 17) ^ HashOf(batch, pair.SecondField, row)));
        _isOver = _pairs.Count == 0;
    }

    /// <summary>Files of other columns, or the first rows missed: nothing is known of pairs.</summary>
    public void GiveUp() => (_isOver, _pairs) = (true, null);

    private static unsafe ulong HashOf(RecordBatch batch, int field, int row)
    {
        var cell = batch.Fields[(field * RecordBatch.Capacity) + row];
        return cell.Length < 0 ? 0 : XxHash64.Hash(new ReadOnlySpan<byte>(batch.At(cell), cell.Length));
    }

    [GeneratedRegex("(?:^|[^A-Za-z])(?i:id|uuid|guid|key|code|sku|no|nr|number)$|[a-z](?:I[Dd]|Key|Code|No|Nr|Number)$", RegexOptions.CultureInvariant)]
    private static partial Regex KeyName();

    [GeneratedRegex("(?:^|[^A-Za-z])(?:date|day|dt|month|year|week|line|position|pos|seq|version|country|region|state)(?:$|[^A-Za-z])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex PartName();

    private sealed record Pair(string First, string Second, int FirstField, int SecondField, HashSet64 Seen);
}
