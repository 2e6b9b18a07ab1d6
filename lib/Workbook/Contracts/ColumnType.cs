namespace Workbook.Contracts;

/// <summary>The value kinds that a source may hold.</summary>
public enum ColumnKind
{
    /// <summary>Whole numbers of 32 bits.</summary>
    Int32,

    /// <summary>Whole numbers of 64 bits.</summary>
    Int64,

    /// <summary>Exact numbers with a fixed count of digits after the point.</summary>
    Decimal,

    /// <summary>Floating-point numbers of 64 bits.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Days without a time.</summary>
    Date,

    /// <summary>Instants in UTC, with microseconds.</summary>
    Timestamp,

    /// <summary>Text of any length.</summary>
    Text,
}

/// <summary>A column's type as the contract states it. Timestamps are UTC with microseconds.</summary>
/// <param name="Precision">Digits in all, for decimals (at most 18, so that a value fits 64 bits).</param>
/// <param name="Scale">Digits after the point, for decimals.</param>
public readonly record struct ColumnType(ColumnKind Kind, int Precision = 0, int Scale = 0)
{
    /// <summary>In text files digits, with a minus sign before them or without.</summary>
    public static readonly ColumnType Int32 = new(ColumnKind.Int32);

    /// <summary>As <see cref="Int32"/>, up to 64 bits.</summary>
    public static readonly ColumnType Int64 = new(ColumnKind.Int64);

    /// <summary>In text files a finite number, with or without an exponent.</summary>
    public static readonly ColumnType Double = new(ColumnKind.Double);

    /// <summary>In text files <c>true</c> or <c>false</c>, in any case.</summary>
    public static readonly ColumnType Boolean = new(ColumnKind.Boolean);

    /// <summary>In text files <c>2024-01-31</c>, and in no other way.</summary>
    public static readonly ColumnType Date = new(ColumnKind.Date);

    /// <summary>
    /// In text files <c>2024-01-31T23:59:59Z</c>: a space may stand for the T, an offset for the Z, and no zone means
    /// UTC.
    /// </summary>
    public static readonly ColumnType Timestamp = new(ColumnKind.Timestamp);

    /// <summary>Taken as it stands.</summary>
    public static readonly ColumnType Text = new(ColumnKind.Text);

    /// <summary>Exact numbers; in text files, digits beyond the scale must be zeros: nothing is rounded.</summary>
    /// <param name="precision">Digits in all, at most 18.</param>
    /// <param name="scale">Digits after the point.</param>
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

    /// <summary>As <see cref="SqlName"/>.</summary>
    public override string ToString() => SqlName;
}
