using System.Text.Json;
using DuckDB.NET.Data;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>
/// Rows that arrive with types of their own (Parquet, Delta), brought to the contract's: one query that takes each value as
/// it is (<see cref="ColumnarValue"/>), names each row's rejection and hashes it. The same rules as for text, in the same SQL.
/// </summary>
internal static class ColumnarRows
{
    /// <summary>The engine leaves out a rule that a file's statistics say every value keeps; they may be wrong, so each value is asked.</summary>
    public static void DistrustStatistics(DuckDBConnection connection) => connection.Execute("SET disabled_optimizers = 'statistics_propagation'");

    /// <summary>A delivery's columns under the contract's names, where the contract gives them others.</summary>
    /// <returns>The relation, and its columns with their DuckDB types.</returns>
    public static (string Relation, IReadOnlyDictionary<string, string> Types) Renamed(SourceContract source, string relation, IReadOnlyDictionary<string, string> types)
    {
        var names = source.Columns.Concat(source.LaterColumns).Where(column => column.PhysicalName is not null && types.ContainsKey(column.NameInFile)).ToDictionary(column => column.NameInFile, column => column.Name);
        return names.Count == 0 ? (relation, types) : (
            $"(SELECT * RENAME ({string.Join(", ", names.Select(name => $"{Sql.Identifier(name.Key)} AS {Sql.Identifier(name.Value)}"))}) FROM {relation})",
            types.ToDictionary(type => names.GetValueOrDefault(type.Key, type.Key), type => type.Value));
    }

    /// <summary>Why a delivery with these columns can't be read under the contract; null when it can.</summary>
    public static string? Refusal(SourceContract source, IReadOnlyCollection<string> found)
    {
        var missing = source.Columns.Select(column => column.NameInFile).Except(found).ToList();
        // What a source that evolves still doesn't know here is of a type that bronze doesn't take.
        var unknown = source.UnknownColumns is SchemaMode.Discard or SchemaMode.DiscardRow || source is { UnknownColumns: SchemaMode.Evolve, Format: not SourceFormat.Delta }
            ? []
            : found.Except(source.Columns.Concat(source.LaterColumns).Select(column => column.NameInFile)).ToList();
        if (missing.Count == 0 && unknown.Count == 0)
            return null;
        var faults = new List<string>();
        if (missing.Count > 0)
            faults.Add($"lacks {string.Join(", ", missing)}");
        if (unknown.Count > 0)
            faults.Add($"has {string.Join(", ", unknown)}, which the contract doesn't know (unknown columns: {source.UnknownColumns})");
        return $"expected the columns {string.Join(", ", source.Columns.Select(column => column.NameInFile))}, but the delivery {string.Join(" and ", faults)}. Correct the delivery, or the contract of '{source.Name}', and ingest again.";
    }

    /// <summary>The columns that the contract doesn't know and leaves out, as a note; null for none.</summary>
    public static string? Discarded(SourceContract source, IEnumerable<string> found) =>
        found.Except(source.Columns.Concat(source.LaterColumns).Select(column => column.NameInFile)).ToList() is { Count: > 0 } unknown
            ? $"{(source.UnknownColumns == SchemaMode.DiscardRow ? "rejects each row with a value in" : "left out")} {string.Join(", ", unknown)}, which the contract doesn't know"
            : null;

    /// <summary>
    /// A SELECT of the contract's columns, <c>src_filename</c>, <c>src_line</c>, <c>src_row_hash</c>, <c>dq_flags</c>,
    /// <c>_rejection</c> (<c>column.reason</c> or NULL), <c>_raw</c> (the row as JSON, for rejected rows) and <c>_types</c>
    /// (the delivered types by column, as JSON: with them a reject is read back as it came).
    /// </summary>
    /// <param name="relation">Has the columns of <paramref name="types"/> and those that the next two expressions name.</param>
    /// <param name="types">The delivery's columns with their DuckDB types.</param>
    /// <param name="passOn">More columns of the relation that the result shall have, each with a comma before it.</param>
    /// <param name="jsonSql">The row as JSON, where it is at hand; otherwise it is made from the columns.</param>
    public static string Select(
        SourceContract source, string relation, IReadOnlyDictionary<string, string> types, string fileSql, string lineSql, string passOn = "",
        string? jsonSql = null)
    {
        var columns = source.Columns.Concat(source.LaterColumns).ToList();
        var known = columns.Where(column => types.ContainsKey(column.Name)).ToList();
        List<string> mismatches = [.. known.Where(column => Value(column) != Sql.Identifier(column.Name)).Select(column =>
            $"WHEN {Delivered(column)} IS NOT NULL AND {Value(column)} IS NULL THEN {Sql.Literal(MismatchCode(column, types[column.Name]))}")];
        var unknown = source.UnknownColumns == SchemaMode.DiscardRow ? types.Keys.Except(columns.Select(column => column.Name)).ToList() : [];
        if (unknown.Count > 0)
            mismatches.Add($"WHEN {string.Join(" OR ", unknown.Select(name => $"{Sql.Identifier(name)} IS NOT NULL"))} THEN {Sql.Literal(Scanning.ScanFaults.UnknownColumnCode)}");
        // A row that is rejected for them keeps them.
        var kept = known.Select(column => column.Name).Concat(unknown).ToList();
        jsonSql ??= $"to_json(struct_pack({string.Join(", ", kept.Select(name => $"{Sql.Identifier(name)} := {ColumnarValue.Json(Sql.Identifier(name), types[name])}"))}))";
        return $"""
            SELECT *,
                   {ContractSql.FlagsSql(source)} AS dq_flags,
                   coalesce(_mismatch, {ContractSql.RejectionSql(source)}) AS _rejection,
                   CASE WHEN coalesce(_mismatch, {ContractSql.RejectionSql(source)}) IS NOT NULL THEN CAST(_json AS VARCHAR) END AS _raw
            FROM (
                SELECT {string.Join(", ", columns.Select(column => $"{Value(column)} AS {Sql.Identifier(column.Name)}"))},
                       {fileSql} AS src_filename,
                       CAST({lineSql} AS BIGINT) AS src_line,
                       -- MD5 of the row as JSON, its low 63 bits: a Parquet row has no text of its own to hash
                       CAST(md5_number_lower(CAST(_json AS VARCHAR)) >> 1 AS BIGINT) AS src_row_hash,
                       {(mismatches.Count == 0 ? "CAST(NULL AS VARCHAR)" : $"CASE {string.Join(" ", mismatches)} END")} AS _mismatch,
                       {Sql.Literal(JsonSerializer.Serialize(kept.ToDictionary(name => name, name => types[name])))} AS _types,
                       _json{passOn}
                FROM (SELECT *, {jsonSql} AS _json FROM {relation})
            )
            """;

        string Value(Column column) => types.TryGetValue(column.Name, out var type)
            ? ColumnarValue.Sql(column.Type, Delivered(column), type)
            : $"CAST(NULL AS {column.Type.SqlName})";

        string Delivered(Column column) => column.MissingValues.Count > 0 && types[column.Name] == "VARCHAR"
            ? $"CASE WHEN {Sql.Identifier(column.Name)} NOT IN ({string.Join(", ", column.MissingValues.Select(Sql.Literal))}) THEN {Sql.Identifier(column.Name)} END"
            : Sql.Identifier(column.Name);
    }

    /// <summary>The columns of <see cref="Select"/> that bronze keeps, in their order there.</summary>
    public static string Kept(SourceContract source) => string.Join(", ",
        source.Columns.Concat(source.LaterColumns).Concat(source.PathColumns).Select(column => Sql.Identifier(column.Name))
            .Concat(["src_filename", "src_line", "src_row_hash", "dq_flags"]));

    public static IReadOnlyDictionary<string, string> TypesOf(DuckDBConnection connection, string relation) =>
        connection.Query($"DESCRIBE SELECT * FROM {relation}", row => (Name: row.GetString(0), Type: row.GetString(1)))
            .ToDictionary(column => column.Name, column => column.Type);

    /// <summary>Hands every rejected row of a relation made by <see cref="Select"/> to the writer.</summary>
    /// <returns>Rejected rows by file.</returns>
    public static IReadOnlyDictionary<string, long> Reject(DuckDBConnection connection, string checkedRows, RejectWriter rejects)
    {
        var byFile = new Dictionary<string, long>();
        var rows = connection.Stream(
            $"SELECT src_filename, src_line, _rejection, _raw, _types FROM ({checkedRows}) WHERE _rejection IS NOT NULL",
            row => (File: row.GetString(0), Line: row.GetInt64(1), Code: row.GetString(2), Raw: row.GetString(3), Types: row.GetString(4)));
        foreach (var (file, line, code, raw, types) in rows)
        {
            var dot = code.LastIndexOf('.');
            rejects.Add(new RejectedRecord(file, line, code[..dot], code[(dot + 1)..], System.Text.Encoding.UTF8.GetBytes(raw), types));
            byFile[file] = byFile.GetValueOrDefault(file) + 1;
        }

        return byFile;
    }

    /// <summary>As a scan of text names it.</summary>
    private static string MismatchCode(Column column, string type) =>
        type == "VARCHAR" && column.Type.Kind == ColumnKind.Text ? "row.nul_byte" : $"{column.Name}.{column.Type.MismatchReason}";
}
