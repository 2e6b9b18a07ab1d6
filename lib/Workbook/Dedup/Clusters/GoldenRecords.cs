using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup.Model;

namespace Workbook.Dedup.Clusters;

/// <summary>One record for each cluster, column by column the value that survives, and the id of the record that it came from.</summary>
internal static class GoldenRecords
{
    /// <summary>Makes <c>golden</c> (cluster_key, record_count, the input's columns but the id) and <c>lineage</c>, with an id in each of those columns.</summary>
    public static void Create(DuckDBConnection connection, string input, DedupTables tables, MatchModel model)
    {
        var columns = connection.Query($"DESCRIBE SELECT * FROM {input}", row => row.GetString(0)).Where(column => !column.Equals(model.Id, StringComparison.OrdinalIgnoreCase)).ToList();
        if (columns.Find(column => column is "cluster_key" or "record_count") is { } taken)
            throw new WorkbookException($"The input has a column {taken}, which golden records have too. Rename it, or leave it out.");
        var id = $"record.{Sql.Identifier(model.Id)}";
        var plan = model.Survivorship;
        connection.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE several AS
            WITH sizes AS (SELECT cluster_key, count(*) AS record_count FROM {tables.Clusters} WHERE id IN (SELECT _id FROM {tables.Records}) GROUP BY cluster_key HAVING count(*) > 1)
            SELECT sizes.cluster_key AS _cluster, sizes.record_count AS _records, {id} AS _id, record.*,
                row_number() OVER (PARTITION BY sizes.cluster_key ORDER BY {(plan.Recency is null ? "" : $"record.{Sql.Identifier(plan.Recency)} DESC NULLS LAST, ")}{id} DESC) AS _recent,
                row_number() OVER (PARTITION BY sizes.cluster_key ORDER BY {id}) AS _first
            FROM {input} AS record
            JOIN {tables.Clusters} AS cluster ON cluster.id = {id}
            JOIN sizes USING (cluster_key);
            CREATE OR REPLACE TEMP TABLE survivors AS
            WITH ranked AS (SELECT *, {string.Join(", ", columns.Select((column, index) => $"{Rank(column, plan)} AS _rank_{index}"))} FROM several)
            SELECT _cluster, any_value(_records) AS _records, {string.Join(", ", columns.Select((column, index) => $"arg_min(_id, _rank_{index}) FILTER (WHERE {Sql.Identifier(column)} IS NOT NULL) AS _from_{index}, arg_min({Sql.Identifier(column)}, _rank_{index}) AS _value_{index}"))}
            FROM ranked
            GROUP BY _cluster
            """);
        var alone = $"""
            FROM {input} AS record
            JOIN {tables.Clusters} AS cluster ON cluster.id = {id}
            WHERE cluster.cluster_key NOT IN (SELECT _cluster FROM survivors)
            """;
        Make(connection, tables.Golden, columns, alone, (_, index) => $"_value_{index}", column => $"record.{Sql.Identifier(column)}", counted: true);
        Make(connection, tables.Lineage, columns, alone, (_, index) => $"_from_{index}", column => $"CASE WHEN record.{Sql.Identifier(column)} IS NOT NULL THEN {id} END", counted: false);
        connection.Execute("DROP TABLE several; DROP TABLE survivors");
    }

    private static void Make(DuckDBConnection connection, string table, List<string> columns, string alone, Func<string, int, string> survivor, Func<string, string> own, bool counted) => connection.Execute(
        $"""
        CREATE OR REPLACE TABLE {table} AS
        SELECT _cluster AS cluster_key{(counted ? ", _records AS record_count" : "")}, {string.Join(", ", columns.Select((column, index) => $"{survivor(column, index)} AS {Sql.Identifier(column)}"))} FROM survivors
        UNION ALL
        SELECT cluster.cluster_key{(counted ? ", 1" : "")}, {string.Join(", ", columns.Select(own))} {alone}
        ORDER BY cluster_key
        """);

    /// <summary>The least is the best; between equals the more recent record wins.</summary>
    private static string Rank(string column, SurvivorshipPlan plan)
    {
        var value = Sql.Identifier(column);
        // arg_min passes over NULL, in the value and in the rank alike.
        var first = (plan.Columns.TryGetValue(column, out var own) ? own : plan.Default) switch
        {
            Survivor.First => "_first",
            Survivor.MostRecent => "_recent",
            Survivor.Longest => Before($"-length(CAST({value} AS VARCHAR))"),
            Survivor.MostFrequent => Before($"-count(*) OVER (PARTITION BY _cluster, {value})"),
            Survivor.SourcePriority => Before($"coalesce(list_position([{string.Join(", ", plan.Priority.Select(Sql.Literal))}], CAST({Sql.Identifier(plan.Source!)} AS VARCHAR)), {plan.Priority.Count + 1})"),
            var survivor => throw new ArgumentOutOfRangeException(nameof(plan), survivor, null),
        };
        return first;

        static string Before(string number) => $"CAST({number} AS BIGINT) * 1000000000 + _recent";
    }
}
