using System.Globalization;

namespace Workbook.Database;

/// <summary>What a column takes. One .NET type for each: the appender copies bytes, it doesn't convert.</summary>
internal enum ColumnKind
{
    Unsupported,
    Boolean,
    TinyInt,
    SmallInt,
    Integer,
    BigInt,
    UTinyInt,
    USmallInt,
    UInteger,
    UBigInt,
    HugeInt,
    Float,
    Double,
    Decimal,
    Text,
    Blob,
    Uuid,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Interval,
}

/// <param name="SqlType">As DuckDB declares it, for example DECIMAL(18,3).</param>
/// <param name="Scale">Digits after the point of a DECIMAL, else 0.</param>
internal sealed record AppenderColumn(string Name, string SqlType, ColumnKind Kind, int Scale)
{
    internal static AppenderColumn Of(string name, string sqlType)
    {
        // A nested type ends in its brackets or starts with its name: INTEGER[] isn't an INTEGER.
        var family = sqlType.EndsWith(']') ? sqlType : sqlType.Split('(')[0];
        var kind = family switch
        {
            "BOOLEAN" => ColumnKind.Boolean,
            "TINYINT" => ColumnKind.TinyInt,
            "SMALLINT" => ColumnKind.SmallInt,
            "INTEGER" => ColumnKind.Integer,
            "BIGINT" => ColumnKind.BigInt,
            "UTINYINT" => ColumnKind.UTinyInt,
            "USMALLINT" => ColumnKind.USmallInt,
            "UINTEGER" => ColumnKind.UInteger,
            "UBIGINT" => ColumnKind.UBigInt,
            "HUGEINT" or "UHUGEINT" => ColumnKind.HugeInt,
            "FLOAT" => ColumnKind.Float,
            "DOUBLE" => ColumnKind.Double,
            "DECIMAL" => ColumnKind.Decimal,
            "VARCHAR" or "ENUM" => ColumnKind.Text,
            "BLOB" => ColumnKind.Blob,
            "UUID" => ColumnKind.Uuid,
            "DATE" => ColumnKind.Date,
            "TIME" => ColumnKind.Time,
            "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => ColumnKind.Timestamp,
            "TIMESTAMP WITH TIME ZONE" => ColumnKind.TimestampTz,
            "INTERVAL" => ColumnKind.Interval,
            _ => ColumnKind.Unsupported,
        };
        var scale = kind == ColumnKind.Decimal
            ? int.Parse(sqlType.AsSpan(sqlType.IndexOf(',') + 1).TrimEnd(')'), CultureInfo.InvariantCulture)
            : 0;
        return new AppenderColumn(name, sqlType, kind, scale);
    }

    /// <summary>The .NET types to give, in words for a message; null if there are none.</summary>
    internal string? Takes => Kind switch
    {
        ColumnKind.Unsupported => null,
        ColumnKind.Boolean => "bool",
        ColumnKind.TinyInt => "sbyte",
        ColumnKind.SmallInt => "short",
        ColumnKind.Integer => "int",
        ColumnKind.BigInt => "long",
        ColumnKind.UTinyInt => "byte",
        ColumnKind.USmallInt => "ushort",
        ColumnKind.UInteger => "uint",
        ColumnKind.UBigInt => "ulong",
        ColumnKind.HugeInt => "BigInteger",
        ColumnKind.Float => "float",
        ColumnKind.Double => "double",
        ColumnKind.Decimal => $"decimal with at most {Scale} digits after the point",
        ColumnKind.Text => "string",
        ColumnKind.Blob => "byte[]",
        ColumnKind.Uuid => "Guid",
        ColumnKind.Date => "DateOnly",
        ColumnKind.Time => "TimeOnly",
        ColumnKind.Timestamp => "DateTime",
        ColumnKind.TimestampTz => "DateTimeOffset, or a DateTime that isn't Local",
        _ => "TimeSpan",
    };
}
