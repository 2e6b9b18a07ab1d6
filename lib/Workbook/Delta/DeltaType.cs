// The members are the protocol's own names for its types, which are other languages' keywords too.
#pragma warning disable CA1716, CA1720

namespace Workbook.Delta;

/// <summary>A column's type as the protocol names it. Equality is by <see cref="Json"/>, nested fields included.</summary>
public abstract record DeltaType
{
    private DeltaType() { }

    /// <param name="Name">string, long, integer, short, byte, float, double, boolean, binary, date, timestamp or timestamp_ntz.</param>
    public sealed record Primitive(string Name) : DeltaType;

    /// <summary>Exact numbers.</summary>
    /// <param name="Precision">Digits in all; Delta allows 38.</param>
    /// <param name="Scale">Digits after the point.</param>
    public sealed record Decimal(int Precision, int Scale) : DeltaType;

    /// <summary>A list of any length.</summary>
    /// <param name="Element">The type of all its items.</param>
    /// <param name="ContainsNull">Whether items may be NULL.</param>
    public sealed record Array(DeltaType Element, bool ContainsNull = true) : DeltaType;

    /// <summary>Values by key.</summary>
    /// <param name="Key">Keys are never NULL.</param>
    /// <param name="Value">The type of all its values.</param>
    /// <param name="ValueContainsNull">Whether values may be NULL.</param>
    public sealed record Map(DeltaType Key, DeltaType Value, bool ValueContainsNull = true) : DeltaType;

    /// <summary>A row within a row.</summary>
    /// <param name="Fields">In order; each may be nested itself.</param>
    public sealed record Struct(IReadOnlyList<DeltaField> Fields) : DeltaType;

    /// <summary>Text; DuckDB's <c>VARCHAR</c>.</summary>
    public static DeltaType String { get; } = new Primitive("string");

    /// <summary>Whole numbers of 64 bits; DuckDB's <c>BIGINT</c>.</summary>
    public static DeltaType Long { get; } = new Primitive("long");

    /// <summary>Whole numbers of 32 bits.</summary>
    public static DeltaType Integer { get; } = new Primitive("integer");

    /// <summary>Floating-point numbers of 64 bits.</summary>
    public static DeltaType Double { get; } = new Primitive("double");

    /// <summary>True or false.</summary>
    public static DeltaType Boolean { get; } = new Primitive("boolean");

    /// <summary>Days without a time.</summary>
    public static DeltaType Date { get; } = new Primitive("date");

    /// <summary>Instants in UTC, with microseconds; DuckDB's <c>TIMESTAMP WITH TIME ZONE</c>.</summary>
    public static DeltaType Timestamp { get; } = new Primitive("timestamp");

    /// <summary>True for lists, maps and structs: they have no statistics, and no table is partitioned by them.</summary>
    public bool IsNested => this is Array or Map or Struct;

    /// <summary>The DuckDB type that holds exactly these values.</summary>
    public string Sql => this switch
    {
        Primitive primitive => primitive.Name switch
        {
            "string" => "VARCHAR",
            "long" => "BIGINT",
            "integer" => "INTEGER",
            "short" => "SMALLINT",
            "byte" => "TINYINT",
            "float" => "FLOAT",
            "double" => "DOUBLE",
            "boolean" => "BOOLEAN",
            "binary" => "BLOB",
            "date" => "DATE",
            "timestamp" => "TIMESTAMP WITH TIME ZONE",
            "timestamp_ntz" => "TIMESTAMP",
            var other => throw new DeltaUnsupportedFeatureException(other, $"The Delta type '{other}' has no counterpart here; it needs a table feature that this library does not claim."),
        },
        Decimal number => $"DECIMAL({number.Precision},{number.Scale})",
        Array list => $"{list.Element.Sql}[]",
        Map map => $"MAP({map.Key.Sql}, {map.Value.Sql})",
        Struct row => $"STRUCT({string.Join(", ", row.Fields.Select(member => $"{Database.Sql.Identifier(member.Name)} {member.Type.Sql}"))})",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>The type as the schema string spells it; a bare name for a primitive.</summary>
    public string Json => this switch
    {
        Primitive primitive => primitive.Name,
        Decimal number => $"decimal({number.Precision},{number.Scale})",
        _ => Schema.SchemaJson.Write(this),
    };

    /// <summary>As <see cref="Json"/>, but for nested types as <see cref="Sql"/>.</summary>
    public sealed override string ToString() => this is Primitive or Decimal ? Json : Sql;

    /// <summary>Whether every value of <paramref name="other"/> is also one of this type, so that a write needs no check.</summary>
    internal bool Holds(DeltaType other) => Json == other.Json || (this, other) switch
    {
        (Primitive wide, Primitive narrow) => IsWider(wide.Name, narrow.Name),
        (Decimal wide, Decimal narrow) => wide.Scale >= narrow.Scale && wide.Precision - wide.Scale >= narrow.Precision - narrow.Scale,
        (Decimal wide, Primitive narrow) => IntegerDigits(narrow.Name) is { } digits && wide.Precision - wide.Scale >= digits,
        (Array wide, Array narrow) => wide.Element.Holds(narrow.Element),
        (Map wide, Map narrow) => wide.Key.Holds(narrow.Key) && wide.Value.Holds(narrow.Value),
        (Struct wide, Struct narrow) => narrow.Fields.All(field =>
            wide.Fields.FirstOrDefault(candidate => string.Equals(candidate.Name, field.Name, StringComparison.OrdinalIgnoreCase))?.Type.Holds(field.Type) == true),
        _ => false,
    };

    private static bool IsWider(string wide, string narrow) => (wide, narrow) switch
    {
        ("short", "byte") or ("integer", "byte" or "short") or ("long", "byte" or "short" or "integer") => true,
        ("float", "byte" or "short") or ("double", "byte" or "short" or "integer" or "float") => true,
        _ => false,
    };

    private static int? IntegerDigits(string name) => name switch { "byte" => 3, "short" => 5, "integer" => 10, "long" => 19, _ => null };
}
