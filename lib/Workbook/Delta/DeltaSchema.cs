using Workbook.Delta.Schema;

namespace Workbook.Delta;

/// <param name="Metadata">The field's metadata object, kept as the JSON text that the log holds.</param>
public sealed record DeltaField(string Name, DeltaType Type, bool Nullable = true, string Metadata = "{}");

/// <summary>A table's columns in order. Names are unique without regard to case, as Delta demands.</summary>
public sealed record DeltaSchema
{
    /// <summary>In the table's order, partition columns included.</summary>
    public IReadOnlyList<DeltaField> Fields { get; }

    /// <exception cref="WorkbookException">A name comes twice, without regard to case.</exception>
    public DeltaSchema(IReadOnlyList<DeltaField> fields)
    {
        var twice = fields.GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new WorkbookException($"A Delta schema names the column '{twice.Key}' {twice.Count()} times (case doesn't count). Rename all but one.");
        Fields = fields;
    }

    /// <summary>From name and DuckDB type, as <c>DESCRIBE</c> lists them; see <see cref="SqlTypes.Parse"/> for what becomes of each type.</summary>
    public static DeltaSchema FromSql(IEnumerable<(string Name, string SqlType)> columns) =>
        new([.. columns.Select(column => new DeltaField(column.Name, SqlTypes.Parse(column.SqlType, column.Name)))]);

    /// <summary>From the log's schema string, which is Spark's JSON for a struct.</summary>
    /// <exception cref="WorkbookException">It isn't that.</exception>
    public static DeltaSchema Parse(string schemaString) => SchemaJson.Parse(schemaString);

    /// <summary>The schema string that the log's metaData holds.</summary>
    public string ToJson() => SchemaJson.Write(new DeltaType.Struct(Fields));

    /// <summary>The column of that name without regard to case, or null.</summary>
    public DeltaField? Find(string name) =>
        Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same fields in the same order: names to the letter, types, nullability and metadata.</summary>
    public bool Equals(DeltaSchema? other) => other is not null && ToJson() == other.ToJson();

    /// <inheritdoc/>
    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);
}
