using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Benchmarks;

/// <summary>Two sides with a few differences of each kind, against one full outer join by hand over the same files and columns.</summary>
internal static class Reconciliation
{
    /// <summary>One in 5,000 rows each: another amount, another time, another state, missing.</summary>
    private const string FewDiffer =
        """
        SELECT order_id, if(order_id % 5000 = 1, amount + 7.77, amount)::DECIMAL(12, 2) AS amount,
               if(order_id % 5000 = 2, paid_at + INTERVAL 10 HOUR, paid_at) AS paid_at, if(order_id % 5000 = 3, 'paid', status) AS status
        FROM lefts
        WHERE order_id % 5000 <> 4
        """;

    public static void Run(long rows, BenchmarkFolder folder)
    {
        var (left, right) = (folder["left.parquet"], folder["right.parquet"]);
        WriteLeft(rows, left);
        WriteRight(left, right, FewDiffer);
        var spec = new ReconciliationSpec
        {
            Left = Side.File(left), Right = Side.File(right), Keys = [new KeyColumn("order_id")],
            Amount = new AmountColumn("amount"), Time = new TimeColumn("paid_at"), Compare = [new ComparedColumn("status")],
        };
        Compare("reconcile.vs_full_join", spec, left, right, 1.2);
        Compare("reconcile.in_1gb.vs_full_join", spec, left, right, 1.2, memory: "1GB");
        WriteRight(left, right, $"{FewDiffer} UNION ALL SELECT * FROM '{left}' WHERE order_id % 50000 = 5");
        Compare("reconcile.repeated_keys.vs_full_join", spec, left, right, 1.6);
        WriteRight(left, right, "SELECT order_id, amount, paid_at + INTERVAL 10 HOUR AS paid_at, status FROM lefts");
        Compare("reconcile.all_differ.vs_full_join", spec, left, right, 10);

        using var connections = new Connections();
        var apart = Reconciler.RunAcrossConnections(connections.Left, connections.Right, connections.Here, spec with { Right = Side.Query(FewestDiffer(left)) });
        Measure.Value("reconcile.bisect.rows_fetched", apart.RowsFetched, "rows", 2 * 10 * 1_000, $"{apart.Report.Differences} differences in {2 * rows:N0} rows, {apart.Rounds} rounds");
    }

    /// <summary>
    /// The best of three, in turns, since other work disturbs both. Each on a new connection: the first join on one
    /// takes up to twice as long as the next, while memory comes from the system.
    /// </summary>
    private static void Compare(string name, ReconciliationSpec spec, string left, string right, double goal, string? memory = null)
    {
        var (ours, byHand) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < 3; round++)
        {
            byHand = Math.Min(byHand, OnNewConnection(connection => ByHand(connection, left, right)));
            ours = Math.Min(ours, OnNewConnection(connection => Reconciler.Run(connection, spec)));
        }
        Measure.Ratio(name, ours, byHand, goal);

        double OnNewConnection(Action<DuckDBConnection> work)
        {
            using var connection = WorkbookDatabase.Open(new DatabaseOptions { MemoryLimit = memory });
            return Measure.Seconds(() => work(connection));
        }
    }

    private static void ByHand(DuckDBConnection connection, string left, string right) => connection.Execute(
        $"""
        SELECT count(*) FILTER (l.order_id IS NULL), count(*) FILTER (r.order_id IS NULL), sum(l.amount), sum(r.amount),
               count(*) FILTER (l.amount IS DISTINCT FROM r.amount), count(*) FILTER (l.paid_at IS DISTINCT FROM r.paid_at), count(*) FILTER (l.status IS DISTINCT FROM r.status)
        FROM '{left}' AS l
        FULL JOIN '{right}' AS r ON l.order_id = r.order_id
        """);

    private static void WriteLeft(long rows, string left)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { PreserveInsertionOrder = false });
        connection.Execute(
            $"""
            COPY (
                SELECT range AS order_id, (hash(range) % 1000000 / 100)::DECIMAL(12, 2) AS amount,
                       TIMESTAMP '2026-01-01' + INTERVAL (hash(range * 7) % 7776000) SECOND AS paid_at, ['open', 'paid', 'void'][1 + range % 3] AS status
                FROM range({rows})
            ) TO '{left}'
            """);
    }

    /// <param name="query">Of a view named lefts.</param>
    private static void WriteRight(string left, string right, string query)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { PreserveInsertionOrder = false });
        connection.Execute($"CREATE TEMP VIEW lefts AS FROM '{left}'; COPY ({query}) TO '{right}'");
    }

    private static string FewestDiffer(string left) =>
        $"SELECT order_id, if(order_id % 4000000 = 7, amount + 1, amount)::DECIMAL(12, 2) AS amount, paid_at, status FROM '{left}'";

    private sealed class Connections : IDisposable
    {
        public DuckDBConnection Left { get; } = WorkbookDatabase.Open();

        public DuckDBConnection Right { get; } = WorkbookDatabase.Open();

        public DuckDBConnection Here { get; } = WorkbookDatabase.Open();

        public void Dispose()
        {
            Left.Dispose();
            Right.Dispose();
            Here.Dispose();
        }
    }
}
