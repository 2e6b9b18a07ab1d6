using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Models.Snapshots;

namespace Workbook.Benchmarks;

/// <summary>A snapshot's second run, with one row in a hundred changed, against the statements that one would write by hand for this table.</summary>
internal static class Snapshots
{
    private static readonly DateTime Now = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    public static void Run(long rows, BenchmarkFolder folder)
    {
        var path = folder["snapshot.duckdb"];
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = path });
        connection.Execute(
            $"""
            CREATE TABLE before AS
            SELECT range AS product_id, (hash(range) % 100000 / 100)::DECIMAL(10, 2) AS price, 'Product ' || range % 5000 AS name,
                   'Category ' || range % 40 AS category, TIMESTAMP '2026-01-01' + INTERVAL (range % 100000) SECOND AS updated_at
            FROM range({rows})
            """);
        connection.Execute(
            """
            CREATE TABLE after AS
            SELECT product_id, if(product_id % 100 = 0, price + 1, price) AS price, name, category,
                   if(product_id % 100 = 0, TIMESTAMP '2026-02-01', updated_at) AS updated_at
            FROM before
            """);
        SnapshotMaterialization.Build(connection, Snapshot("timestamp") with { Sql = "SELECT * FROM before" });
        connection.Execute("CHECKPOINT");
        foreach (var (name, build, changed) in new[]
        {
            ("timestamp", Snapshot("timestamp"), "history.dbt_valid_from < source.updated_at"),
            ("check", Snapshot("check"), "history.price IS DISTINCT FROM source.price OR history.name IS DISTINCT FROM source.name"),
            ("hard_deletes", Snapshot("timestamp") with { HardDeletes = "invalidate" }, "history.dbt_valid_from < source.updated_at"),
        })
            Compare(connection, $"snapshot.{name}.vs_by_hand", build, changed);
    }

    /// <summary>Every round is rolled back, so that the next finds the same; the best of five, in turns, since other work disturbs both.</summary>
    private static void Compare(DuckDBConnection connection, string name, SnapshotBuild build, string changed)
    {
        var undone = build with { Recorded = _ => throw new OperationCanceledException() };
        var (ours, byHand) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 5; round++)
        {
            byHand = Math.Min(byHand, Measure.Seconds(() => ByHand(connection, changed, build.HardDeletes == "invalidate")));
            ours = Math.Min(ours, Measure.Seconds(() =>
            {
                try
                {
                    SnapshotMaterialization.Build(connection, undone);
                }
                catch (OperationCanceledException)
                {
                }
            }));
        }
        Measure.Ratio(name, ours, byHand, 1.2);
    }

    private static SnapshotBuild Snapshot(string strategy) => new()
    {
        Target = new Relation("snapshot", "main", "history"),
        Sql = "SELECT * FROM after",
        UniqueKey = ["product_id"],
        Strategy = strategy,
        UpdatedAt = "updated_at",
        CheckColumns = strategy == "check" ? ["price", "name"] : [],
        Now = Now,
    };

    private static void ByHand(DuckDBConnection connection, string changed, bool closesDeleted)
    {
        connection.Execute("BEGIN");
        connection.Execute(
            $"""
            UPDATE history
            SET dbt_valid_to = source.updated_at
            FROM after AS source
            WHERE history.product_id = source.product_id AND history.dbt_valid_to IS NULL AND ({changed})
            """);
        if (closesDeleted)
            connection.Execute(
                """
                UPDATE history
                SET dbt_valid_to = TIMESTAMP '2026-03-01'
                WHERE dbt_valid_to IS NULL AND NOT EXISTS (FROM after AS source WHERE source.product_id = history.product_id)
                """);
        connection.Execute(
            """
            INSERT INTO history
            SELECT source.*, md5(source.product_id || '|' || source.updated_at), source.updated_at, source.updated_at, NULL
            FROM after AS source
            LEFT JOIN history ON history.product_id = source.product_id AND history.dbt_valid_to IS NULL
            WHERE history.product_id IS NULL
            """);
        connection.Execute("ROLLBACK");
    }
}
