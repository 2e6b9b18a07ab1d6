using System.Numerics;

namespace Workbook.ParquetReading;

/// <summary>What a column chunk says of its values, against the values. A reader skips row groups by it, so a wrong word loses rows.</summary>
internal static class ChunkStatistics
{
    public static IEnumerable<string> Faults(ColumnChunk chunk)
    {
        var (name, said) = (chunk.Field.Path.ToString(), chunk.Metadata.Statistics);
        if (chunk.Metadata.NumValues != chunk.Definition.Length) yield return $"{name}: {chunk.Metadata.NumValues} entries said, {chunk.Definition.Length} read";
        if (said is null) yield break;
        var nulls = chunk.Definition.Count(level => level < chunk.Field.MaxDefinitionLevel);
        // In lists DuckDB counts the members of a NULL struct twice; nobody skips by a count of entries.
        var isCounted = chunk.Field.MaxRepetitionLevel == 0 ? said.NullCount == nulls : said.NullCount >= nulls;
        if (said.NullCount is { } count && !isCounted) yield return $"{name}: {count} nulls said, {nulls} read";
        if (chunk.Type.Bound is not { } bound || said.MinValue is null && said.MaxValue is null) yield break;

        var values = chunk.Values.Select(chunk.Type.Order).ToList();
        if (values.Exists(value => value is double.NaN)) yield return $"{name}: has bounds, although a value is no number";
        if (values.Count == 0) yield return $"{name}: has bounds, but no value";
        else
        {
            if (Fault("minimum", said.MinValue, said.IsMinValueExact, values.Min(Comparer)!, sign: 1) is { } low) yield return low;
            if (Fault("maximum", said.MaxValue, said.IsMaxValueExact, values.Max(Comparer)!, sign: -1) is { } high) yield return high;
        }

        string? Fault(string which, byte[]? bytes, bool? exact, object found, int sign)
        {
            if (bytes is null) return null;
            var order = Comparer.Compare(bound(bytes), found) * sign;
            return order > 0 || (order < 0 && exact != false) ? $"{name}: {which} {Show(bound(bytes))} said, {Show(found)} read" : null;
        }
    }

    private static readonly Comparer<object> Comparer = Comparer<object>.Create((left, right) => (left, right) switch
    {
        (byte[] one, byte[] other) => one.AsSpan().SequenceCompareTo(other),
        (BigInteger one, BigInteger other) => one.CompareTo(other),
        _ => ((double)left).CompareTo((double)right),
    });

    private static string Show(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : value.ToString()!;
}
