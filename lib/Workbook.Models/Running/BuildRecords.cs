using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Models.Running;

/// <param name="Version">Of what was built; children note down the versions that they read.</param>
/// <param name="Fingerprint">Of code, configuration and the versions that were read; null where it was not made.</param>
internal sealed record BuildRecord(string UniqueId, string Version, string? Fingerprint, string InvocationId, string Status, long? Failures, string Message)
{
    /// <summary>Built, and all that belongs to it.</summary>
    public const string Done = "success";

    /// <summary>Built, but hooks that come after the commit aren't known to be through.</summary>
    public const string Open = "open";
}

/// <summary>
/// What was built from what, in the database itself: a model's record commits with the model, so that after a kill it is
/// known which of the two ends it is at.
/// </summary>
internal sealed class BuildRecords
{
    private const string Table = "_workbook.node_builds";
    private readonly Dictionary<string, BuildRecord> _records;
    private readonly Lock _lock = new();
    private readonly string _table;

    private BuildRecords(string database, Dictionary<string, BuildRecord> records) =>
        (_table, _records) = ($"{Sql.Identifier(database)}.{Table}", records);

    public static BuildRecords Open(DuckDBConnection connection, string database)
    {
        var name = Sql.Identifier(database);
        connection.Execute($"""
            CREATE SCHEMA IF NOT EXISTS {name}._workbook;
            CREATE TABLE IF NOT EXISTS {name}.{Table}
                (unique_id VARCHAR, version VARCHAR, fingerprint VARCHAR, invocation_id VARCHAR, status VARCHAR, failures BIGINT, message VARCHAR, built_at TIMESTAMP)
            """);
        var records = connection.Query(
            $"SELECT unique_id, version, fingerprint, invocation_id, status, failures, message FROM {name}.{Table}",
            row => new BuildRecord(row.GetString(0), row.GetString(1), row.Get<string?>(2), row.GetString(3), row.GetString(4), row.Get<long?>(5), row.GetString(6)));
        return new BuildRecords(database, records.GroupBy(record => record.UniqueId).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal));
    }

    public BuildRecord? Find(string id)
    {
        lock (_lock)
            return _records.GetValueOrDefault(id);
    }

    /// <summary>Within the caller's transaction.</summary>
    public void Write(DuckDBConnection connection, BuildRecord record, DateTime builtAt)
    {
        connection.Execute($"DELETE FROM {_table} WHERE unique_id = $1", record.UniqueId);
        connection.Execute($"INSERT INTO {_table} VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            record.UniqueId, record.Version, record.Fingerprint, record.InvocationId, record.Status, record.Failures, record.Message, builtAt);
    }

    public void WriteAlone(DuckDBConnection connection, BuildRecord record, DateTime builtAt)
    {
        connection.Execute("BEGIN TRANSACTION");
        Write(connection, record, builtAt);
        connection.Execute("COMMIT");
    }

    /// <summary>After the transaction is through: from now on <see cref="Find"/> gives it.</summary>
    public void Remember(BuildRecord record)
    {
        lock (_lock)
            _records[record.UniqueId] = record;
    }
}
