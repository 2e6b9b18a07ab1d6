using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Dedup.Clusters;

/// <summary>
/// Numbers for clusters that stay as they are when records are added. A new record takes the key of the cluster it joins;
/// where it joins several, the oldest key stays and the others are retired; no key is given twice.
/// </summary>
internal static class ClusterKeys
{
    /// <summary>
    /// Makes <c>clusters</c> (id, cluster_key, first_key), first_key being the one that the record was given at first, and
    /// <c>merges</c> (retired_key, kept_key). Known records that the input no longer has stay, so that their keys stay taken.
    /// </summary>
    /// <param name="matches">A query of pairs of record numbers, <c>a</c> and <c>b</c>.</param>
    public static void Create(DuckDBConnection connection, DedupTables tables, string matches)
    {
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE known_members AS
            SELECT record._n AS n, known.cluster_key, known.first_key
            FROM {KnownClusters.Table} AS known
            JOIN {tables.Records} AS record ON record._id = known.id
            """);
        ConnectedComponents.Create(connection,
            $"""
            {matches}
            UNION ALL
            SELECT n, min(n) OVER (PARTITION BY cluster_key) FROM known_members
            """, tables.Components);
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE keyed_records AS
            WITH members AS (
                SELECT record._n AS n, record._id AS id, coalesce(component.representative, record._n) AS representative, known.cluster_key AS known_key, known.first_key
                FROM {tables.Records} AS record
                LEFT JOIN {tables.Components} AS component ON component.n = record._n
                LEFT JOIN known_members AS known ON known.n = record._n
            ),
            found AS (SELECT representative, min(known_key) AS kept_key FROM members GROUP BY representative),
            used AS (SELECT coalesce(max(greatest(cluster_key, first_key)), 0) AS highest FROM {KnownClusters.Table}),
            keys AS (
                SELECT representative, kept_key AS cluster_key FROM found WHERE kept_key IS NOT NULL
                UNION ALL
                SELECT representative, highest + row_number() OVER (ORDER BY representative) FROM found, used WHERE kept_key IS NULL
            )
            SELECT members.id, keys.cluster_key, coalesce(members.first_key, keys.cluster_key) AS first_key, members.known_key
            FROM members
            JOIN keys USING (representative);
            CREATE OR REPLACE TABLE {tables.Merges} AS
            SELECT DISTINCT known_key AS retired_key, cluster_key AS kept_key FROM keyed_records WHERE known_key <> cluster_key ORDER BY ALL;
            CREATE OR REPLACE TABLE {tables.Clusters} AS
            SELECT id, cluster_key, first_key FROM keyed_records
            UNION ALL
            SELECT known.id, coalesce(merge.kept_key, known.cluster_key), known.first_key
            FROM {KnownClusters.Table} AS known
            LEFT JOIN {tables.Merges} AS merge ON merge.retired_key = known.cluster_key
            WHERE NOT EXISTS (FROM {tables.Records} AS record WHERE record._id = known.id)
            ORDER BY cluster_key, id;
            DROP TABLE keyed_records;
            DROP TABLE known_members;
            DROP TABLE {KnownClusters.Table};
            DROP TABLE {tables.Components}
            """);
    }
}
