using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Dedup.Clusters;

/// <summary>The clusters of an earlier run, copied, should they be the very table that this run replaces.</summary>
internal static class KnownClusters
{
    public const string Table = "known_clusters";

    /// <summary>None, with ids of the records' type.</summary>
    public static void None(DuckDBConnection connection, DedupTables tables) => connection.Execute(
        $"CREATE OR REPLACE TEMP TABLE {Table} AS SELECT _id AS id, CAST(NULL AS BIGINT) AS cluster_key, CAST(NULL AS BIGINT) AS first_key FROM {tables.Records} LIMIT 0");

    /// <param name="known">A relation like <see cref="DedupTables.Clusters"/>.</param>
    /// <param name="id">The input's column, whose type its ids take.</param>
    public static void Copy(DuckDBConnection connection, string known, string input, string id)
    {
        string type;
        try
        {
            type = connection.Query($"DESCRIBE SELECT {Sql.Identifier(id)} FROM {input}", row => row.GetString(1))[0];
            connection.Execute(
                $"""
                CREATE OR REPLACE TEMP TABLE {Table} AS
                SELECT TRY_CAST(id AS {type}) AS id, CAST(cluster_key AS BIGINT) AS cluster_key, CAST(first_key AS BIGINT) AS first_key
                FROM {known}
                """);
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"The clusters of an earlier run, {known}, can't be used; expected are the columns id, cluster_key and first_key, as an earlier run wrote them: {fault.Message}", fault);
        }
        var (rows, ids) = connection.Query($"SELECT count(*), count(DISTINCT id) FROM {Table}", row => (row.Get<long>(0), row.Get<long>(1)))[0];
        if (rows != ids)
            throw new WorkbookException(Invariant($"The clusters of an earlier run, {known}, have {rows:N0} rows but {ids:N0} different ids that are {type} as the input's. Give the table that an earlier run on the same ids wrote."));
    }
}
