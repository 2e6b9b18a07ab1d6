using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Model;

namespace Workbook.Tests.Dedup;

public sealed class GoldenRecordsTests : IDisposable
{
    private static readonly MatchModel Model = new()
    {
        Id = "id",
        Method = MatchMethod.Deterministic,
        Columns = [CleanColumn.From("person", Cleaning.AsIs)],
        Blocking = [new BlockingRule("person")],
        Survivorship = new SurvivorshipPlan
        {
            Default = Survivor.MostFrequent,
            Recency = "updated",
            Source = "source",
            Priority = ["crm", "web"],
            Columns = new Dictionary<string, Survivor> { ["email"] = Survivor.MostRecent, ["name"] = Survivor.Longest, ["phone"] = Survivor.SourcePriority, ["note"] = Survivor.First },
        },
    };

    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Each_column_keeps_the_value_that_its_rule_says_and_the_id_it_came_from()
    {
        _connection.Execute(
            """
            CREATE TABLE people AS SELECT * FROM (VALUES
                (1, 'p', 'web', DATE '2024-01-01', 'a@x.org', 'Jo', '111', 'Perth', NULL),
                (2, 'p', 'crm', DATE '2024-02-01', 'b@x.org', 'Joanna', '222', 'Sydney', 'first'),
                (3, 'p', 'shop', DATE '2024-03-01', NULL, 'Joe', '333', 'Sydney', 'second'),
                (4, 'q', 'shop', NULL, 'd@x.org', NULL, '444', 'Hobart', NULL)) t(id, person, source, updated, email, name, phone, city, note)
            """);

        var tables = Deduplication.Run(_connection, "people", Model).Tables;

        Assert.Equal(("b@x.org", "Joanna", "222", "Sydney", "first"), _connection.Query($"SELECT email, name, phone, city, note FROM {tables.Golden} WHERE record_count = 3", row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)))[0]);
        // Of two equal cities the one of the more recent record.
        Assert.Equal((2, 2, 2, 3, 2), _connection.Query($"SELECT email, name, phone, city, note FROM {tables.Lineage} WHERE cluster_key = 1", row => (row.Get<int>(0), row.Get<int>(1), row.Get<int>(2), row.Get<int>(3), row.Get<int>(4)))[0]);
        Assert.Equal((4, true), _connection.Query($"SELECT email, name IS NULL FROM {tables.Lineage} WHERE cluster_key = 2", row => (row.Get<int>(0), row.GetBoolean(1)))[0]);
    }

    [Fact]
    public void Every_golden_value_is_that_of_the_record_its_lineage_names_and_is_missing_only_where_all_are()
    {
        _connection.Execute(
            """
            CREATE TABLE people AS
            SELECT range AS id, 'p' || hash(range) % 80 AS person, ['crm', 'web', NULL][CAST(1 + hash(range, 1) % 3 AS BIGINT)] AS source, DATE '2024-01-01' + CAST(hash(range, 2) % 9 AS INTEGER) AS updated,
                CASE WHEN hash(range, 3) % 3 > 0 THEN 'e' || hash(range, 4) % 5 END AS email, CASE WHEN hash(range, 5) % 3 > 0 THEN repeat('n', CAST(1 + hash(range, 6) % 5 AS INTEGER)) END AS name,
                CASE WHEN hash(range, 7) % 2 > 0 THEN CAST(hash(range, 8) % 6 AS VARCHAR) END AS phone, CASE WHEN hash(range, 9) % 4 > 0 THEN 'c' || hash(range, 10) % 3 END AS city, CAST(NULL AS VARCHAR) AS note
            FROM range(300)
            """);

        var tables = Deduplication.Run(_connection, "people", Model).Tables;

        Assert.Equal(_connection.Scalar<long>("SELECT count(DISTINCT person) FROM people"), _connection.Scalar<long>($"SELECT count(*) FROM {tables.Golden}"));
        foreach (var column in new[] { "email", "name", "phone", "city", "note", "source", "updated" })
        {
            Assert.Equal(0, _connection.Scalar<long>(
                $"""
                SELECT count(*)
                FROM {tables.Golden} AS golden
                JOIN {tables.Lineage} AS lineage USING (cluster_key)
                LEFT JOIN people AS source ON source.id = lineage.{column}
                WHERE golden.{column} IS DISTINCT FROM source.{column}
                   OR golden.{column} IS NULL AND EXISTS (FROM people JOIN {tables.Clusters} AS cluster USING (id) WHERE cluster.cluster_key = golden.cluster_key AND people.{column} IS NOT NULL)
                """));
        }
    }

    [Fact]
    public void A_column_that_golden_records_have_themselves_is_refused()
    {
        var fault = Assert.Throws<WorkbookException>(() => Deduplication.Run(_connection, "(SELECT 1 AS id, 'p' AS person, 3 AS record_count, 'crm' AS source, 1 AS updated, 1 AS email, 1 AS name, 1 AS phone, 1 AS note)", Model));
        Assert.Equal("The input has a column record_count, which golden records have too. Rename it, or leave it out.", fault.Message);
    }
}
