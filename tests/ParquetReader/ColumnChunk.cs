using Parquet;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;

namespace Workbook.ParquetReading;

/// <summary>One column's part of a row group as Parquet.Net reads it: the values that aren't null, and for each entry how deep it is.</summary>
/// <param name="Definition">Below the field's own level an entry has no value: the field or something around it is null or empty.</param>
/// <param name="Repetition">0 begins a row, more goes on with a list.</param>
internal sealed record ColumnChunk(DataField Field, IReadOnlyList<object> Values, int[] Definition, int[] Repetition, ColumnMetaData Metadata)
{
    private LeafType? _type;

    public LeafType Type => _type ??= LeafType.Of(Field);

    public static async Task<ColumnChunk> Read(ParquetRowGroupReader group, DataField field)
    {
        using var raw = await group.ReadRawColumnDataBaseAsync(field);
        var metadata = group.GetMetadata(field)!.MetaData!;
        var definition = field.MaxDefinitionLevel > 0 ? raw.DefinitionLevels.ToArray() : new int[metadata.NumValues];
        var repetition = field.MaxRepetitionLevel > 0 ? raw.RepetitionLevels.ToArray() : new int[definition.Length];
        // Behind the values lies what the rented memory held before.
        List<object> values = Unpack((dynamic)raw, definition.Count(level => level == field.MaxDefinitionLevel));
        return new(field, values, definition, repetition, metadata);
    }

    private static List<object> Unpack<T>(RawColumnData<T> raw, int count) where T : struct
    {
        var values = new List<object>(count);
        // Text and bytes lie in that memory, too.
        foreach (var value in raw.Values[..count])
            values.Add(value switch { ReadOnlyMemory<char> text => text.ToString(), ReadOnlyMemory<byte> bytes => bytes.ToArray(), _ => value });
        return values;
    }
}
