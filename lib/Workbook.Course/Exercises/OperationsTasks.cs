using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Course.Tasks;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Operations;
using Workbook.Operations.Alerts;
using Workbook.Operations.Backfill;
using Workbook.Operations.Monitoring;

namespace Workbook.Course.Exercises;

/// <summary>Exercise 7: keep it right when things go wrong. What the learner wrote is tried on tables and alerts that it hasn't seen.</summary>
internal static class OperationsTasks
{
    private const string LostSolution = """"
        Func<DeltaTable, long, string> lost = (table, mistake) => $"""
            SELECT * EXCLUDE (_change_type, _commit_version) FROM {table.Changes(mistake - 1, mistake).Sql}
            WHERE _change_type = 'delete' AND order_id NOT IN (SELECT order_id FROM {table.Snapshot().ScanSql()})
            """;
        """";

    private const string ReachableSolution = """
        var reachable = new MonitorDefinition("reachable.customers.phone")
        {
            Title = "customers with a phone number", Layer = "bronze", Severity = Severity.P2, Threshold = Threshold.AtLeast(96, 90),
            Measure = "SELECT 100.0 * count(phone) / count(*), count(*) - count(phone), count(*), NULL FROM bronze.customers",
            Offending = "FROM bronze.customers WHERE phone IS NULL",
            Needs = ["bronze.customers"],
        };
        """;

    private const string RoutingSolution = """"
        var routing = """
            window: 12h
            sinks:
              - {name: console, kind: console}
              - {name: file, kind: file, path: alerts.jsonl}
            routes:
              P0: [console, file]
              P1: [console, file]
              P3: [file]
            digest: {severities: [P2], to: [file]}
            """;
        """";

    private const string ApplySolution = """"
        var apply = """
            MERGE INTO target
            USING (SELECT * FROM events QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY sequence DESC) = 1) AS event
            ON target.customer_id = event.customer_id
            WHEN MATCHED AND event.sequence > target.last_sequence THEN
                UPDATE SET city = event.city, last_sequence = event.sequence, is_deleted = (event.op = 'delete')
            WHEN NOT MATCHED THEN
                INSERT (customer_id, city, last_sequence, is_deleted) VALUES (event.customer_id, event.city, event.sequence, event.op = 'delete')
            """;
        """";

    private const string PlanSolution = """
        var lastDay = Workspace.Scalar<DateOnly>("SELECT max(order_dt) FROM bronze.orders_header");
        var plan = BackfillPlan.Make(
            new IncrementTarget(Workspace.Raw, Workspace.Lake, RetailProject.Find(Workspace.Root)),
            lastDay.AddDays(-2), lastDay, ["orders_header", "orders_lines"]);
        """;

    public static IReadOnlyList<LearningTask> All { get; } =
    [
        new("operations.lost", "Bring deleted rows back and keep what came since",
            [
                "table.Changes(mistake - 1, mistake) is what that one commit did: its rows have a _change_type.",
                "Take the rows of _change_type 'delete', without the two columns that begin with an underscore. Is any of them in the table again?",
                "SELECT * EXCLUDE (_change_type, _commit_version) FROM {table.Changes(mistake - 1, mistake).Sql} WHERE _change_type = 'delete' AND order_id NOT IN (SELECT order_id FROM {table.Snapshot().ScanSql()})",
            ],
            "csharp", LostSolution,
            context => context.Value<Func<DeltaTable, long, string>>("lost", JudgeLost)),

        new("operations.monitor", "Watch whether customers can be called",
            [
                "A monitor's Measure gives one row: the value, the rows at fault, all rows, and a note or NULL.",
                "count(phone) counts the customers that have one; Offending is a query that shows the others.",
                "Measure = \"SELECT 100.0 * count(phone) / count(*), count(*) - count(phone), count(*), NULL FROM bronze.customers\", Threshold = Threshold.AtLeast(96, 90)",
            ],
            "csharp", ReachableSolution,
            context => context.Value<MonitorDefinition>("reachable", monitor => JudgeMonitor(monitor, context))),

        new("operations.routing", "Tell the right people, once",
            [
                "docs/operations.md has an example of such a file, under Severities.",
                "window says how long the same alert isn't sent again. A severity in the digest isn't in routes, too.",
                "routes: P0 and P1: [console, file], P3: [file]; digest: {severities: [P2], to: [file]}; window: 12h",
            ],
            "csharp", RoutingSolution,
            context => context.Value<string>("routing", JudgeRouting)),

        new("operations.changes", "Apply changes that come late, twice and in disorder",
            [
                "Of each customer only one event of a batch matters: which? Choose it before you merge.",
                "An event that is older than what the target knows must not change it. So a deleted customer has to stay in the target, as deleted.",
                "MERGE INTO target USING (SELECT * FROM events QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY sequence DESC) = 1) AS event ON … WHEN MATCHED AND event.sequence > target.last_sequence THEN UPDATE … WHEN NOT MATCHED THEN INSERT …",
            ],
            "csharp", ApplySolution,
            context => context.Value<string>("apply", JudgeApply)),

        new("operations.backfill", "Plan to take three days anew",
            [
                "BackfillPlan.Make takes where (an IncrementTarget), the first and the last day, and the sources.",
                "The newest day is that of bronze.orders_header; three days end with it. Orders are two sources: headers and lines.",
                "BackfillPlan.Make(target, lastDay.AddDays(-2), lastDay, [\"orders_header\", \"orders_lines\"])",
            ],
            "csharp", PlanSolution,
            context => context.Value<BackfillPlan>("plan", plan => JudgePlan(plan, context))),
    ];

    /// <summary>Ten orders; five are deleted; three come after that, and somebody puts order 7 back by hand.</summary>
    private static CheckResult JudgeLost(Func<DeltaTable, long, string> lost)
    {
        var folder = Directory.CreateTempSubdirectory("lost-").FullName;
        try
        {
            using var connection = WorkbookDatabase.Open();
            var table = DeltaTable.Create(folder, DeltaSchema.FromSql([("order_id", "BIGINT"), ("amount", "BIGINT")]));
            void Append(int from, int to) => table.Append(connection, $"SELECT range AS order_id, range * 10 AS amount FROM range({from}, {to + 1})");
            Append(1, 10);
            table.Delete(connection, "order_id BETWEEN 4 AND 8");
            var mistake = table.Snapshot().Version;
            Append(11, 13);
            Append(7, 7);
            table.Append(connection, lost(table, mistake));
            var found = connection.Query($"SELECT order_id, count(*), min(amount) FROM {table.Snapshot().ScanSql()} GROUP BY order_id ORDER BY order_id", row => (Order: row.GetInt64(0), Rows: row.GetInt64(1), Amount: row.Get<long?>(2)));
            if (found.FirstOrDefault(order => order.Rows > 1) is { Rows: > 1 } twice)
                return Off(twice.Order == 7 ? "order 7 is there twice: somebody had put it back by hand, before you came." : $"order {twice.Order} is there {twice.Rows} times. It was never lost, or you took it more than once.");
            if (found.Count < 13)
                return Off($"{13 - found.Count} of 13 orders are missing. Five were deleted by version {mistake}, which is what you are given.");
            return found.All(order => order.Amount == order.Order * 10)
                ? CheckResult.Correct("The deleted rows are back, and nothing that came since is gone. A restore would have lost it.")
                : Off("an order has lost its amount.");
        }
        catch (Exception refused) when (refused is DuckDBException or WorkbookException)
        {
            return CheckResult.Incorrect($"Your SQL is refused: {refused.Message.Split("\n\nLINE ")[0]}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static CheckResult Off(string what) => CheckResult.Incorrect($"Tried on a table that you haven't seen, {what}");
    }

    private static CheckResult JudgeApply(string sql)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute("""
            CREATE TABLE target AS
            FROM (VALUES (1, 'Perth', 5, false), (2, 'Cairns', 7, false)) AS customer(customer_id, city, last_sequence, is_deleted);
            CREATE TABLE events (customer_id INT, op VARCHAR, city VARCHAR, sequence INT)
            """);
        void Apply(string events) => connection.Execute($"TRUNCATE events; INSERT INTO events VALUES {events}; {sql}");
        const string First = "(1, 'update', 'Hobart', 9), (1, 'update', 'Darwin', 8), (2, 'delete', NULL, 10), (3, 'insert', 'Sydney', 11), (3, 'insert', 'Sydney', 11), (4, 'delete', NULL, 13)";
        try
        {
            Apply(First);
            if (Fault(connection, "in disorder and with repetitions") is { } first)
                return first;
            Apply("(2, 'update', 'Cairns North', 6), (4, 'insert', 'Broome', 12), (1, 'update', 'Albany', 7)");
            if (Fault(connection, "older than what the target knew") is { } late)
                return late;
            Apply(First);
            return Fault(connection, "that had been applied before") ?? CheckResult.Correct("However often and in whatever order they come, the newest event of each customer counts.");
        }
        catch (DuckDBException refused)
        {
            return CheckResult.Incorrect($"Your SQL is refused: {refused.Message.Split("\n\nLINE ")[0]}");
        }
    }

    private static CheckResult? Fault(DuckDBConnection connection, string batch)
    {
        var found = connection.Query("SELECT customer_id, city, is_deleted FROM target ORDER BY ALL", row => (Customer: row.GetInt32(0), City: row.Get<string?>(1), IsDeleted: row.Get<bool?>(2) == true));
        if (found.GroupBy(row => row.Customer).FirstOrDefault(rows => rows.Count() > 1) is { } twice)
            return Off($"customer {twice.Key} has {twice.Count()} rows.");
        foreach (var (customer, city) in new[] { (1, "Hobart"), (3, "Sydney") })
            if (found.FirstOrDefault(row => row.Customer == customer) is var row && (row.City != city || row.IsDeleted))
                return Off(row.Customer == 0 ? $"customer {customer} isn't there." : $"customer {customer} lives in {row.City ?? "NULL"}{(row.IsDeleted ? ", and is deleted" : "")}. Which of the events has the highest sequence?");
        foreach (var customer in (int[])[2, 4])
            if (!found.Any(row => row.Customer == customer && row.IsDeleted))
                return Off(found.Any(row => row.Customer == customer) ? $"customer {customer} is alive, and the newest event deletes it." : $"customer {customer} isn't there at all. What would tell an older event that it comes too late?");
        return null;

        CheckResult Off(string what) => CheckResult.Incorrect($"After a batch of events {batch}, {what}");
    }

    private static CheckResult JudgeMonitor(MonitorDefinition monitor, CheckContext context)
    {
        var result = LakeMonitor.Evaluate(context.Workspace.Lake, [monitor], new MonitorOptions { Record = false }).Results[0];
        if (result.Status == MonitorStatus.NotMeasured || result.Value is null)
            return CheckResult.Incorrect($"It isn't measured: {result.Note}");
        var (missing, total) = (context.Workspace.Scalar<long>("SELECT count(*) FROM bronze.customers WHERE nullif(trim(phone), '') IS NULL"), context.Workspace.Scalar<long>("SELECT count(*) FROM bronze.customers"));
        if (Math.Abs(result.Value.Value - 100.0 * (total - missing) / total) > 1e-6)
            return CheckResult.Incorrect(Invariant($"The value is {result.Value:0.##}. It is the share of all customers who have a phone number, in per cent."));
        if (result.Offending != missing || result.Total != total)
            return CheckResult.Incorrect($"The measure counts {result.Offending?.ToString(CultureInfo.InvariantCulture) ?? "NULL"} at fault of {result.Total?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}. Second comes who lacks a number, third all customers.");
        if (!monitor.Threshold.HigherIsBetter || monitor.Threshold.Warning != 96 || monitor.Threshold.Alert != 90)
            return CheckResult.Incorrect($"It warns and alerts at {monitor.Threshold}, expected below 96 and below 90.");
        var shown = context.Workspace.Scalar<long>($"SELECT count(*) FROM ({monitor.Offending})");
        return shown != missing ? CheckResult.Incorrect(Invariant($"{nameof(monitor.Offending)} shows {shown:N0} rows, but the measure counts {missing:N0} at fault. Whoever gets the alert wants to see just those."))
            : monitor.Severity != Severity.P2 ? CheckResult.Incorrect($"Its severity is {monitor.Severity}. Nobody has to get up at night for it.")
            : CheckResult.Correct($"Status {MonitorHistory.Name(result.Status)}, and the query that shows the rows comes with it.");
    }

    private static CheckResult JudgeRouting(string yaml)
    {
        var folder = Directory.CreateTempSubdirectory("routing-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "alerts.yml"), yaml);
            var routing = AlertRouting.Read(Path.Combine(folder, "alerts.yml"));
            if (routing.Sinks.Any(sink => sink.Kind == SinkKind.Webhook))
                return CheckResult.Incorrect("Nobody listens at that webhook yet: console and file only.");
            var clock = new Clock();
            using var alerts = new AlertDispatcher(new LakeFolder(folder), routing, _ => { }, clock);
            Alert[] firing = [.. Enum.GetValues<Severity>().Select(severity => new Alert($"test:{severity}", severity, "tried"))];
            var sent = new List<(int Hour, SinkKind Kind, AlertNotice Notice)>();
            foreach (var hour in (int[])[0, 6, 13, 30])
            {
                clock.Hour = hour;
                sent.AddRange(alerts.Dispatch(firing, new HashSet<string>()).Sent.Select(one => (hour, routing.Sinks.First(sink => sink.Name == one.Sink).Kind, one.Notice)));
            }

            return RoutingFault(sent) is { } fault ? CheckResult.Incorrect(fault) : CheckResult.Correct("Loud for what is urgent, once for what lasts, and a digest for the rest.");
        }
        catch (WorkbookException refused)
        {
            return CheckResult.Incorrect($"The file is refused: {refused.Message}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? RoutingFault(List<(int Hour, SinkKind Kind, AlertNotice Notice)> sent)
    {
        bool Heard(Severity severity, SinkKind kind, int hour) => sent.Any(one => one.Hour == hour && one.Kind == kind && one.Notice.Kind == NoticeKind.Firing && one.Notice.Severity == severity);
        foreach (var severity in (Severity[])[Severity.P0, Severity.P1])
            foreach (var kind in (SinkKind[])[SinkKind.Console, SinkKind.File])
                if (!Heard(severity, kind, 0))
                    return $"A {severity} fired, and the {kind.ToString().ToLowerInvariant()} did not hear of it.";
        if (Heard(Severity.P0, SinkKind.Console, 6))
            return "The same P0 was told again after 6 hours. Whoever is at work on it knows.";
        if (!Heard(Severity.P0, SinkKind.Console, 13))
            return "After 13 hours the P0 still fired, and nobody was reminded.";
        if (Heard(Severity.P2, SinkKind.Console, 0) || Heard(Severity.P2, SinkKind.File, 0))
            return "A P2 was told at once; it waits for the digest.";
        if (Heard(Severity.P3, SinkKind.Console, 0) || !Heard(Severity.P3, SinkKind.File, 0))
            return "A P3 goes to the file, and to nobody's screen.";
        var digests = sent.Where(one => one.Notice.Kind == NoticeKind.Digest).ToList();
        return digests.Any(one => one.Kind == SinkKind.Console) ? "The digest came to the console; it belongs into the file."
            : digests.Any(one => one.Kind == SinkKind.File) ? null : "The next day came without a digest of the P2.";
    }

    private static CheckResult JudgePlan(BackfillPlan plan, CheckContext context)
    {
        var last = context.Workspace.Scalar<DateOnly>("SELECT max(order_dt) FROM bronze.orders_header");
        if (plan.Sources.Except(["orders_header", "orders_lines"]).FirstOrDefault() is { } extra)
            return CheckResult.Incorrect($"The plan takes {extra} anew, too. What is right needs no repair.");
        if (plan.Sources.Count < 2)
            return CheckResult.Incorrect($"The plan takes {string.Join(", ", plan.Sources)} alone. An order without its lines is worth nothing.");
        if (plan.To != last)
            return CheckResult.Incorrect(Invariant($"The plan ends on {plan.To:yyyy-MM-dd}, which isn't the newest day of orders."));
        return plan.Days.Count == 3
            ? CheckResult.Correct(Invariant($"{plan.Days.Sum(day => day.Files.Count)} files, {plan.Days.Sum(day => day.Rows):N0} rows, and {plan.Affected.Count} models, tests and exposures that stand on them."))
            : CheckResult.Incorrect($"The plan has {plan.Days.Count} days, expected 3; the last counts, too.");
    }

    private sealed class Clock : TimeProvider
    {
        public int Hour { get; set; }

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2024, 3, 4, 6, 0, 0, TimeSpan.Zero).AddHours(Hour);
    }
}
