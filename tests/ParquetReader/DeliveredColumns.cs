using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Meta;
using Parquet.Schema;
using Type = Parquet.Meta.Type;

namespace Workbook.ParquetReading;

/// <summary>A decimal number exactly: <paramref name="Unscaled"/> divided by ten to the <paramref name="Scale"/>.</summary>
public readonly record struct ExactDecimal(BigInteger Unscaled, int Scale);

/// <summary>An instant in ticks of 100 nanoseconds since 1970.</summary>
public readonly record struct ExactInstant(BigInteger Ticks);

/// <summary>A value that no column of a contract takes: nested, or bytes.</summary>
public sealed record Untaken(string Kind);

/// <param name="Values">
/// BigInteger, <see cref="ExactDecimal"/>, float, double, bool, DateOnly, <see cref="ExactInstant"/>, string, Guid, TimeSpan, <see cref="Untaken"/>, or null for none.
/// </param>
public sealed record DeliveredColumn(string Name, IReadOnlyList<object?> Values);

/// <summary>All of a Parquet file's columns with their values, read by Parquet.Net.</summary>
public static class DeliveredColumns
{
    /// <exception cref="NotSupportedException">A column is of a type that this reader doesn't tell exactly.</exception>
    public static async Task<IReadOnlyList<DeliveredColumn>> Read(Stream file)
    {
        await using var reader = await ParquetReader.CreateAsync(file, new ParquetOptions { UseBigDecimal = true, UseDateOnlyTypeForDates = true });
        var columns = reader.Schema.Fields.Select(field => (Field: field, Values: new List<object?>())).ToList();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            foreach (var (field, values) in columns)
            {
                var before = values.Count;
                if (field is DataField { MaxRepetitionLevel: 0 } leaf)
                    values.AddRange(Flat(await ColumnChunk.Read(rows, leaf), leaf));
                else
                    values.AddRange(await Nested(rows, field));
                if (values.Count - before != rows.RowCount)
                    throw new InvalidDataException($"{field.Name}: {values.Count - before} rows, but the group says {rows.RowCount}.");
            }
        }

        return [.. columns.Select(column => new DeliveredColumn(column.Field.Name, column.Values))];
    }

    private static IEnumerable<object?> Flat(ColumnChunk chunk, DataField field)
    {
        var value = 0;
        foreach (var level in chunk.Definition)
            yield return level == field.MaxDefinitionLevel ? Exact(chunk.Values[value++], field) : null;
    }

    private static async Task<IEnumerable<object?>> Nested(ParquetRowGroupReader rows, Field field)
    {
        var chunks = new List<ColumnChunk>();
        foreach (var leaf in Leaves(field))
            chunks.Add(await ColumnChunk.Read(rows, leaf));
        return RecordAssembly.Rows(field, chunks).Select(value => value is null ? null : new Untaken("nested")).ToList();
    }

    private static object Exact(object value, DataField field)
    {
        var element = field.SchemaElement!;
        return value switch
        {
            bool or float or double or string or Guid or DateOnly => value,
            sbyte or byte or short or ushort or int or uint or long or ulong when element.ConvertedType is null or ConvertedType.INT_8 or ConvertedType.INT_16 or ConvertedType.INT_32 or ConvertedType.INT_64
                or ConvertedType.UINT_8 or ConvertedType.UINT_16 or ConvertedType.UINT_32 or ConvertedType.UINT_64 && element.LogicalType?.TIMESTAMP is null && element.LogicalType?.TIME is null => (BigInteger)(dynamic)value,
            BigDecimal number => new ExactDecimal(number.UnscaledValue, element.Scale ?? 0),
            DateTime moment => new ExactInstant((moment - DateTime.UnixEpoch).Ticks),
            long micros when element.ConvertedType is ConvertedType.TIME_MICROS => TimeSpan.FromMicroseconds(micros),
            byte[] when element.Type is Type.BYTE_ARRAY or Type.FIXED_LEN_BYTE_ARRAY => new Untaken("bytes"),
            _ => throw new NotSupportedException($"{field.Name} is {element.Type} as {element.ConvertedType} and comes as {value.GetType().Name}."),
        };
    }

    private static IEnumerable<DataField> Leaves(Field field) => field is DataField leaf ? [leaf] : DuckDbText.Children(field).SelectMany(Leaves);
}
