namespace Workbook.Contracts;

/// <summary>The value kinds that a source may hold.</summary>
public enum ColumnKind { Int32, Int64, Decimal, Double, Boolean, Date, Timestamp, Text }

/// <summary>A column's type as the contract states it. Timestamps are UTC with microseconds.</summary>
/// <param name="Precision">Digits in all, for decimals (at most 18, so that a value fits 64 bits).</param>
/// <param name="Scale">Digits after the point, for decimals.</param>
public readonly record struct ColumnType(ColumnKind Kind, int Precision = 0, int Scale = 0)
{
    public static readonly ColumnType Int32 = new(ColumnKind.Int32);
    public static readonly ColumnType Int64 = new(ColumnKind.Int64);
    public static readonly ColumnType Double = new(ColumnKind.Double);
    public static readonly ColumnType Boolean = new(ColumnKind.Boolean);
    public static readonly ColumnType Date = new(ColumnKind.Date);
    public static readonly ColumnType Timestamp = new(ColumnKind.Timestamp);
    public static readonly ColumnType Text = new(ColumnKind.Text);

    public static ColumnType Decimal(int precision, int scale) => new(ColumnKind.Decimal, precision, scale);

    /// <summary>The DuckDB type, as SQL writes it.</summary>
    public string SqlName => Kind switch
    {
        ColumnKind.Int32 => "INTEGER",
        ColumnKind.Int64 => "BIGINT",
        ColumnKind.Decimal => $"DECIMAL({Precision},{Scale})",
        ColumnKind.Double => "DOUBLE",
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Date => "DATE",
        ColumnKind.Timestamp => "TIMESTAMPTZ",
        _ => "VARCHAR",
    };

    /// <summary>The reason code of a text that is no value of this type.</summary>
    public string MismatchReason => Kind switch
    {
        ColumnKind.Int32 or ColumnKind.Int64 => "not_an_integer",
        ColumnKind.Decimal => "not_a_decimal",
        ColumnKind.Double => "not_a_number",
        ColumnKind.Boolean => "not_a_boolean",
        ColumnKind.Date => "not_a_date",
        ColumnKind.Timestamp => "not_a_timestamp",
        _ => "not_text",
    };

    public override string ToString() => SqlName;
}
