using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <summary>How many rows tables and sources have, and how many bytes of the database's file the tables take.</summary>
internal sealed class BuiltRows
{
    private readonly DuckDBConnection _connection;
    private readonly Dictionary<string, long?> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tables;

    public BuiltRows(DuckDBConnection connection)
    {
        _connection = connection;
        _tables = [.. connection.Query("SELECT database_name, schema_name, table_name FROM duckdb_tables()", row => new Relation(row.GetString(0), row.GetString(1), row.GetString(2)).ToString().ToLowerInvariant())];
    }

    /// <summary>Null for what is no table: a view's rows would have to be worked out.</summary>
    public long? Of(SqlNode node) => IsTable(node.Relation) ? Counted(node.Relation!.ToString()) : null;

    /// <summary>What a model reads, looked up through views; null where a part of it can't be counted.</summary>
    public long? Read(ModelProject project, SqlNode model)
    {
        var (inputs, views) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var open = new Queue<string>(project.Graph.Parents(model.UniqueId));
        while (open.TryDequeue(out var id))
            if (project.Sources.GetValueOrDefault(id) is { } source)
                inputs.Add(source.Sql);
            else if (project.Nodes.GetValueOrDefault(id) is { } node && IsTable(node.Relation))
                inputs.Add(node.Relation!.ToString());
            else if (views.Add(id))
                foreach (var parent in project.Graph.Parents(id))
                    open.Enqueue(parent);
        var counts = inputs.Select(Counted).ToList();
        return counts.Contains(null) ? null : counts.Sum();
    }

    /// <summary>By unique id. A block that several tables share is shared out among them.</summary>
    public IReadOnlyDictionary<string, long> Bytes(IReadOnlyCollection<SqlNode> nodes)
    {
        var tables = nodes.Where(node => IsTable(node.Relation)).ToList();
        if (tables.Count == 0)
            return new Dictionary<string, long>();
        // What isn't written to the file yet has no block: it is after the checkpoint.
        var segments = string.Join("\nUNION ALL\n", tables.Select(node =>
            $"SELECT {Sql.Literal(node.UniqueId)} AS id, unnest(list_append(additional_block_ids, block_id)) AS block FROM pragma_storage_info({Sql.Literal(node.Relation!.ToString())}) WHERE persistent"));
        return _connection.Query($"""
            WITH blocks AS (
                SELECT DISTINCT id, block FROM (
            {segments}
                ) WHERE block >= 0
            ),
            owners AS (
                SELECT block, count(*) AS owner_count FROM blocks GROUP BY block
            )
            SELECT id, CAST(sum((SELECT max(block_size) FROM pragma_database_size()) / owner_count) AS BIGINT)
            FROM blocks JOIN owners USING (block)
            GROUP BY id
            """, row => (Id: row.GetString(0), Bytes: row.Get<long>(1))).ToDictionary(entry => entry.Id, entry => entry.Bytes, StringComparer.Ordinal);
    }

    private bool IsTable(Relation? relation) => relation is not null && _tables.Contains(relation.ToString().ToLowerInvariant());

    private long? Counted(string sql)
    {
        if (!_rows.TryGetValue(sql, out var rows))
            _rows[sql] = rows = Count(sql);
        return rows;
    }

    private long? Count(string sql)
    {
        try
        {
            return _connection.Scalar<long>($"SELECT count(*) FROM {sql}");
        }
        catch (DuckDBException)
        {
            // A source's files that aren't there.
            return null;
        }
    }
}
