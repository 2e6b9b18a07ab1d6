using System.Runtime.CompilerServices;
using DuckDB.NET.Native;
using Workbook.Contracts;
using static DuckDB.NET.Native.NativeMethods;

namespace Workbook.Bronze.Scanning;

/// <summary>Fills one output vector from one column of a batch, in a loop of its own for each type.</summary>
internal static unsafe class ColumnWriter
{
    /// <summary>DuckDB's <c>duckdb_string_t</c> of 16 bytes holds a text of up to 12 itself.</summary>
    private const int Inlined = 12;

    public static DuckDBLogicalType LogicalType(ColumnType type) => type.Kind == ColumnKind.Decimal
        ? NativeMethods.LogicalType.DuckDBCreateDecimalType((byte)type.Precision, (byte)type.Scale)
        : NativeMethods.LogicalType.DuckDBCreateLogicalType(type.Kind switch
        {
            ColumnKind.Int32 => DuckDBType.Integer,
            ColumnKind.Int64 => DuckDBType.BigInt,
            ColumnKind.Double => DuckDBType.Double,
            ColumnKind.Boolean => DuckDBType.Boolean,
            ColumnKind.Date => DuckDBType.Date,
            ColumnKind.Timestamp => DuckDBType.TimestampTz,
            _ => DuckDBType.Varchar,
        });

    /// <summary>A field that is no value of the type becomes NULL and its record gets <paramref name="fault"/>.</summary>
    /// <param name="missing">Texts that become NULL without a fault; null for none.</param>
    public static void Write(ColumnType type, nint vector, RecordBatch batch, int field, ushort fault, MissingWords? missing = null)
    {
        switch (type.Kind)
        {
            case ColumnKind.Int32: Write<int, IntegerParser<int>>(default, vector, batch, field, fault, missing); break;
            case ColumnKind.Int64: Write<long, IntegerParser<long>>(default, vector, batch, field, fault, missing); break;
            case ColumnKind.Decimal when type.Precision <= 4: Write<short, DecimalParser<short>>(new(type.Precision, type.Scale), vector, batch, field, fault, missing); break;
            case ColumnKind.Decimal when type.Precision <= 9: Write<int, DecimalParser<int>>(new(type.Precision, type.Scale), vector, batch, field, fault, missing); break;
            case ColumnKind.Decimal: Write<long, DecimalParser<long>>(new(type.Precision, type.Scale), vector, batch, field, fault, missing); break;
            case ColumnKind.Double: Write<double, DoubleParser>(default, vector, batch, field, fault, missing); break;
            case ColumnKind.Boolean: Write<byte, BooleanParser>(default, vector, batch, field, fault, missing); break;
            case ColumnKind.Date: Write<int, DateParser>(default, vector, batch, field, fault, missing); break;
            case ColumnKind.Timestamp: Write<long, TimestampParser>(default, vector, batch, field, fault, missing); break;
            default: WriteText(vector, batch, field, fault, missing); break;
        }
    }

    /// <summary>Whether a text is a value of the type.</summary>
    public static bool IsValue(ColumnType type, byte* text, int length) => type.Kind switch
    {
        ColumnKind.Int32 => default(IntegerParser<int>).TryParse(text, length, out _),
        ColumnKind.Int64 => default(IntegerParser<long>).TryParse(text, length, out _),
        ColumnKind.Decimal => new DecimalParser<long>(type.Precision, type.Scale).TryParse(text, length, out _),
        ColumnKind.Double => default(DoubleParser).TryParse(text, length, out _),
        ColumnKind.Boolean => default(BooleanParser).TryParse(text, length, out _),
        ColumnKind.Date => default(DateParser).TryParse(text, length, out _),
        ColumnKind.Timestamp => default(TimestampParser).TryParse(text, length, out _),
        _ => true,
    };

    /// <summary>All rows NULL.</summary>
    public static void WriteNulls(nint vector, int rows) => new Span<ulong>(Validity(vector), (rows + 63) / 64).Clear();

    /// <summary>The first row's value in all rows.</summary>
    public static void Repeat(ColumnType type, nint vector, int rows)
    {
        var data = Vectors.DuckDBVectorGetData(vector);
        switch (type.Kind)
        {
            case ColumnKind.Boolean: Repeat<byte>(data, rows); break;
            case ColumnKind.Decimal when type.Precision <= 4: Repeat<short>(data, rows); break;
            case ColumnKind.Int32 or ColumnKind.Date: Repeat<int>(data, rows); break;
            case ColumnKind.Decimal when type.Precision <= 9: Repeat<int>(data, rows); break;
            case ColumnKind.Text: Repeat<UInt128>(data, rows); break;
            default: Repeat<long>(data, rows); break;
        }
    }

    public static void SetNull(nint vector, int row) => Validity(vector)[row >> 6] &= ~(1ul << (row & 63));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SetText(nint vector, UInt128* target, int row, byte* text, int length)
    {
        if (length > Inlined)
        {
            Vectors.DuckDBUnsafeVectorAssignStringElementLength(vector, (ulong)row, text, length);
            return;
        }

        // Reads 12 bytes whatever the length (RecordBatch.Slack allows it) and blanks the rest: no branch per byte.
        var low = *(ulong*)text;
        ulong high = *(uint*)(text + 8);
        if (length < 8)
            (low, high) = (low & ((1ul << (length * 8)) - 1), 0);
        else
            high &= (1ul << ((length - 8) * 8)) - 1;
        target[row] = new UInt128((high << 32) | (low >> 32), (low << 32) | (uint)length);
    }

    private static void Write<T, TParser>(TParser parser, nint vector, RecordBatch batch, int field, ushort fault, MissingWords? missing)
        where T : unmanaged where TParser : struct, IFieldParser<T>
    {
        var target = (T*)Vectors.DuckDBVectorGetData(vector);
        var fields = batch.Fields + (field * RecordBatch.Capacity);
        var rows = batch.Count;
        ulong* validity = null;
        for (var row = 0; row < rows; row++)
        {
            var cell = fields[row];
            var isMissing = cell.Length == Field.Null || (missing is not null && IsOneOf(missing, batch, cell));
            if (!isMissing && cell.Length >= 0 && parser.TryParse(batch.At(cell), cell.Length, out target[row]))
                continue;
            if (validity == null)
                validity = Validity(vector);
            validity[row >> 6] &= ~(1ul << (row & 63));
            if (!isMissing)
                batch.Fault(row, fault);
        }
    }

    private static void WriteText(nint vector, RecordBatch batch, int field, ushort fault, MissingWords? missing)
    {
        var target = (UInt128*)Vectors.DuckDBVectorGetData(vector);
        var fields = batch.Fields + (field * RecordBatch.Capacity);
        var rows = batch.Count;
        ulong* validity = null;
        for (var row = 0; row < rows; row++)
        {
            var cell = fields[row];
            var isMissing = cell.Length == Field.Null || (missing is not null && IsOneOf(missing, batch, cell));
            if (!isMissing && cell.Length >= 0)
            {
                SetText(vector, target, row, batch.At(cell), cell.Length);
                continue;
            }

            if (validity == null)
                validity = Validity(vector);
            validity[row >> 6] &= ~(1ul << (row & 63));
            if (!isMissing)
                batch.Fault(row, fault);
        }
    }

    private static bool IsOneOf(MissingWords missing, RecordBatch batch, Field cell) =>
        cell.Length >= 0 && missing.Has(new ReadOnlySpan<byte>(batch.At(cell), cell.Length));

    private static ulong* Validity(nint vector)
    {
        Vectors.DuckDBVectorEnsureValidityWritable(vector);
        return Vectors.DuckDBVectorGetValidity(vector);
    }

    private static void Repeat<T>(void* data, int rows) where T : unmanaged => new Span<T>(data, rows).Fill(*(T*)data);
}
