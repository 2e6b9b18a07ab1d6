namespace Workbook.Models.Scoring;

/// <summary>What naming goes by.</summary>
internal enum TypeFamily { Unknown, Boolean, Timestamp, Date, Integer, Decimal, Float, Text, Other }

internal static class TypeFamilies
{
    /// <param name="type">As a contract or DuckDB spells it; null where it isn't known.</param>
    public static TypeFamily Of(string? type)
    {
        if (string.IsNullOrWhiteSpace(type))
            return TypeFamily.Unknown;
        var name = type.Trim().ToLowerInvariant();
        if (name.EndsWith(']'))
            return TypeFamily.Other;
        var (bare, arguments) = name.IndexOf('(') is var open and >= 0 ? (name[..open].Trim(), name[(open + 1)..].TrimEnd(')')) : (name, "");
        return bare switch
        {
            "boolean" or "bool" or "logical" => TypeFamily.Boolean,
            "date" => TypeFamily.Date,
            "datetime" or "timestamptz" => TypeFamily.Timestamp,
            _ when bare.StartsWith("timestamp", StringComparison.Ordinal) => TypeFamily.Timestamp,
            "decimal" or "numeric" => arguments.Split(',') is [_, var scale] && scale.Trim() == "0" ? TypeFamily.Integer : TypeFamily.Decimal,
            "double" or "double precision" or "float" or "float4" or "float8" or "real" => TypeFamily.Float,
            "varchar" or "text" or "string" or "char" or "bpchar" or "uuid" => TypeFamily.Text,
            "int1" or "int2" or "int4" or "int8" or "int" or "integer" or "signed" or "short" or "long"
                or "tinyint" or "smallint" or "bigint" or "hugeint" or "utinyint" or "usmallint" or "uinteger" or "ubigint" or "uhugeint" => TypeFamily.Integer,
            _ => TypeFamily.Other,
        };
    }
}
