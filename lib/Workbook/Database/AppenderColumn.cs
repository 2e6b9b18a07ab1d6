using System.Globalization;

namespace Workbook.Database;

/// <summary>What a column takes. One .NET type for each: the appender copies bytes, it doesn't convert.</summary>
internal enum AppenderType
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
internal sealed record AppenderColumn(string Name, string SqlType, AppenderType Kind, int Scale)
{
    internal static AppenderColumn Of(string name, string sqlType)
    {
        // A nested type ends in its brackets or starts with its name: INTEGER[] isn't an INTEGER.
        var family = sqlType.EndsWith(']') ? sqlType : sqlType.Split('(')[0];
        var kind = family switch
        {
            "BOOLEAN" => AppenderType.Boolean,
            "TINYINT" => AppenderType.TinyInt,
            "SMALLINT" => AppenderType.SmallInt,
            "INTEGER" => AppenderType.Integer,
            "BIGINT" => AppenderType.BigInt,
            "UTINYINT" => AppenderType.UTinyInt,
            "USMALLINT" => AppenderType.USmallInt,
            "UINTEGER" => AppenderType.UInteger,
            "UBIGINT" => AppenderType.UBigInt,
            "HUGEINT" or "UHUGEINT" => AppenderType.HugeInt,
            "FLOAT" => AppenderType.Float,
            "DOUBLE" => AppenderType.Double,
            "DECIMAL" => AppenderType.Decimal,
            "VARCHAR" or "ENUM" => AppenderType.Text,
            "BLOB" => AppenderType.Blob,
            "UUID" => AppenderType.Uuid,
            "DATE" => AppenderType.Date,
            "TIME" => AppenderType.Time,
            "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => AppenderType.Timestamp,
            "TIMESTAMP WITH TIME ZONE" => AppenderType.TimestampTz,
            "INTERVAL" => AppenderType.Interval,
            _ => AppenderType.Unsupported,
        };
        var scale = kind == AppenderType.Decimal
            ? int.Parse(sqlType.AsSpan(sqlType.IndexOf(',') + 1).TrimEnd(')'), CultureInfo.InvariantCulture)
            : 0;
        return new AppenderColumn(name, sqlType, kind, scale);
    }

    /// <summary>The .NET types to give, in words for a message; null if there are none.</summary>
    internal string? Takes => Kind switch
    {
        AppenderType.Unsupported => null,
        AppenderType.Boolean => "bool",
        AppenderType.TinyInt => "sbyte",
        AppenderType.SmallInt => "short",
        AppenderType.Integer => "int",
        AppenderType.BigInt => "long",
        AppenderType.UTinyInt => "byte",
        AppenderType.USmallInt => "ushort",
        AppenderType.UInteger => "uint",
        AppenderType.UBigInt => "ulong",
        AppenderType.HugeInt => "BigInteger",
        AppenderType.Float => "float",
        AppenderType.Double => "double",
        AppenderType.Decimal => $"decimal with at most {Scale} digits after the point",
        AppenderType.Text => "string",
        AppenderType.Blob => "byte[]",
        AppenderType.Uuid => "Guid",
        AppenderType.Date => "DateOnly",
        AppenderType.Time => "TimeOnly",
        AppenderType.Timestamp => "DateTime",
        AppenderType.TimestampTz => "DateTimeOffset, or a DateTime that isn't Local",
        _ => "TimeSpan",
    };
}
