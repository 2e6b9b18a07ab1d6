using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Operations.Monitoring;

// Whether a source's columns are as agreed, and as they were.
public static partial class Monitors
{
    internal const string SchemaChangeTopic = "schema_change";

    /// <summary>Columns that lack or have another type break readers; one that the contract doesn't know yet harms nobody.</summary>
    public static MonitorDefinition AgreedColumns(SourceContract source)
    {
        var expected = source.Columns.Concat(source.PathColumns).Concat(BronzeTable.AuditColumns).Select(column => (column, Later: false))
            .Concat(source.LaterColumns.Select(column => (column, Later: true)))
            .Select(entry => $"({Sql.Literal(entry.column.Name)}, {Sql.Literal(Described(entry.column.Type))}, {entry.Later})");
        var differing = $"""
            SELECT expected.column_name, expected.column_type AS agreed_type, found.column_type AS found_type
            FROM (VALUES {string.Join(", ", expected)}) AS expected(column_name, column_type, is_later)
            LEFT JOIN (DESCRIBE {Table(source)}) AS found USING (column_name)
            WHERE (found.column_type IS NULL AND NOT is_later) OR found.column_type <> expected.column_type
            """;
        return new MonitorDefinition($"schema.{source.Name}")
        {
            Title = "columns that lack, or have another type than agreed",
            Layer = "bronze",
            Severity = Severity.P1,
            Threshold = Threshold.AtMost(0, 0),
            Unit = "columns",
            Measure = $"SELECT count(*), count(*), NULL, string_agg(column_name, ', ' ORDER BY column_name) FROM ({differing})",
            Offending = differing,
            Needs = [$"bronze.{source.Name}"],
        };
    }

    /// <summary>Since the last evaluation, by a hash of names and types; the lists themselves are compared to say what changed.</summary>
    public static MonitorDefinition ChangedColumns(SourceContract source)
    {
        var known = $"SELECT columns FROM monitor.schemas WHERE source = {Sql.Literal(source.Name)} AND column_hash <> (SELECT column_hash FROM ({ColumnsSql(Table(source))})) AND evaluated_at = (SELECT max(evaluated_at) FROM monitor.schemas WHERE source = {Sql.Literal(source.Name)}) LIMIT 1";
        var changed = $"""
            WITH earlier AS (
                SELECT split_part(entry, ' ', 1) AS column_name, substr(entry, position(' ' IN entry) + 1) AS column_type
                FROM (SELECT unnest(string_split(columns, chr(10))) AS entry FROM ({known}))
            ), current AS (
                SELECT column_name, column_type FROM (DESCRIBE {Table(source)}) WHERE EXISTS (FROM earlier)
            )
            SELECT column_name, earlier.column_type AS type_before, current.column_type AS type_now,
                CASE WHEN earlier.column_type IS NULL THEN 'added' WHEN current.column_type IS NULL THEN 'removed' ELSE 'type' END AS change
            FROM earlier FULL JOIN current USING (column_name)
            WHERE earlier.column_type IS DISTINCT FROM current.column_type
            """;
        return new MonitorDefinition($"{SchemaChangeTopic}.{source.Name}")
        {
            Title = "columns that came, went or changed since the last evaluation",
            Layer = "bronze",
            Severity = Severity.P1,
            Threshold = Threshold.AtMost(0, double.PositiveInfinity),
            Unit = "columns",
            Measure = $"SELECT count(*), count(*), NULL, string_agg(column_name || ' ' || change, ', ' ORDER BY column_name) FROM ({changed})",
            Offending = changed,
            Needs = [$"bronze.{source.Name}", "monitor.schemas"],
        };
    }

    /// <summary>One row with <c>column_hash</c> and <c>columns</c>: a line of name and type each, by name.</summary>
    internal static string ColumnsSql(string table) => $"""
        SELECT md5(columns) AS column_hash, columns
        FROM (SELECT string_agg(column_name || ' ' || column_type, chr(10) ORDER BY column_name) AS columns FROM (DESCRIBE {table}))
        """;

    private static string Table(SourceContract source) => $"bronze.{Sql.Identifier(source.Name)}";

    /// <summary>As DESCRIBE spells it.</summary>
    private static string Described(ColumnType type) => type == ColumnType.Timestamp ? "TIMESTAMP WITH TIME ZONE" : type.SqlName;
}
