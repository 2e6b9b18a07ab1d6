using System.Numerics;
using Parquet;
using Parquet.Schema;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>Rows as a Parquet file by Parquet.Net, which writes other encodings and statistics than DuckDB.</summary>
internal static class OtherWriter
{
    public static async Task<byte[]> Write(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows)
    {
        var fields = columns.Select(Field).ToList();
        using var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields.ToArray<Field>()), file))
        {
            using var group = writer.CreateRowGroup();
            for (var index = 0; index < fields.Count; index++)
                await Write(group, fields[index], columns[index].Type, [.. rows.Select(row => row[index])]);
            group.CompleteValidate();
        }

        return file.ToArray();
    }

    private static DataField Field(Column column) => column.Type.Kind switch
    {
        ColumnKind.Int32 => new DataField<int?>(column.Name),
        ColumnKind.Int64 => new DataField<long?>(column.Name),
        ColumnKind.Decimal => new DecimalDataField(column.Name, column.Type.Precision, column.Type.Scale, isNullable: true),
        ColumnKind.Double => new DataField<double?>(column.Name),
        ColumnKind.Boolean => new DataField<bool?>(column.Name),
        ColumnKind.Date => new DateTimeDataField(column.Name, DateTimeFormat.Date, isNullable: true),
        ColumnKind.Timestamp => new DateTimeDataField(column.Name, DateTimeFormat.DateAndTimeMicros, isNullable: true),
        _ => new DataField<string>(column.Name),
    };

    private static Task Write(ParquetRowGroupWriter group, DataField field, ColumnType type, object?[] values) => type.Kind switch
    {
        ColumnKind.Int32 => group.WriteAsync<int>(field, Each(values, value => (int)(BigInteger)value)),
        ColumnKind.Int64 => group.WriteAsync<long>(field, Each(values, value => (long)(BigInteger)value)),
        ColumnKind.Decimal => group.WriteAsync<decimal>(field, Each(values, value => (decimal)(BigInteger)value / (decimal)BigInteger.Pow(10, type.Scale))),
        ColumnKind.Double => group.WriteAsync<double>(field, Each(values, value => (double)value)),
        ColumnKind.Boolean => group.WriteAsync<bool>(field, Each(values, value => (bool)value)),
        ColumnKind.Date => group.WriteAsync<DateTime>(field, Each(values, value => DateTime.UnixEpoch.AddDays((int)value))),
        ColumnKind.Timestamp => group.WriteAsync<DateTime>(field, Each(values, value => DateTime.UnixEpoch.AddTicks((long)value * 10))),
        _ => group.WriteAsync(field, [.. values.Select(value => (string)value!)]),
    };

    private static ReadOnlyMemory<T?> Each<T>(object?[] values, Func<object, T> of) where T : struct => values.Select(value => value is null ? (T?)null : of(value)).ToArray();
}
