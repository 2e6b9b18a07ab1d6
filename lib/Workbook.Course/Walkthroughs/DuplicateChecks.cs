using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Course.Tasks;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Model;

namespace Workbook.Course.Walkthroughs;

/// <summary>Judges the answers of walkthrough 08 that aren't compared with a reference query. They look at the tables that the notebook's given cells made.</summary>
internal static class DuplicateChecks
{
    private const string Broken = "5";
    private const long MostPairs = 20_000;
    private const double LeastReached = 0.99;
    private const double LeastPrecision = 0.99;
    private const double LeastRecall = 0.98;
    private const string Austin = "1013";
    private const string Boston = "1014";

    public static CheckResult Twice(IConvertible found, CheckContext context)
    {
        if (found is string)
            return CheckResult.Incorrect("'twice' is a text, expected a number.");
        var value = found.ToDouble(CultureInfo.InvariantCulture);
        var (listed, revenue) = (context.Workspace.Scalar<double>("SELECT CAST(sum(revenue_usd) AS DOUBLE) FROM listed"), Revenue(context, "revenue_usd"));
        if (Math.Abs(value - (listed - revenue)) < 0.05)
            return CheckResult.Correct("More than a fifth of all revenue, invented by a list.");
        if (Math.Abs(value - listed) < 0.05)
            return CheckResult.Incorrect("That is the whole list. Most of it was earned.");
        if (Math.Abs(value - (listed - Revenue(context, "gross_revenue_usd"))) < 0.05)
            return CheckResult.Incorrect("The list is after refunds, what you take off is before them.");
        return CheckResult.Incorrect(Invariant($"{value:N2} is too {(value < listed - revenue ? "small" : "large")}."));
    }

    public static CheckResult Rules(IReadOnlyList<BlockingRule> rules, CheckContext context)
    {
        if (context.Variable("model") is not MatchModel model)
            return CheckResult.NotAttempted("There is no 'model' yet. Run the cells above.");
        if (rules.Count == 0)
            return CheckResult.NotAttempted("'rules' is empty.");
        var connection = context.Workspace.Connection;
        model = model with { Method = MatchMethod.Deterministic, Blocking = rules };
        var options = new DedupOptions { Schema = "checked_rules" };
        try
        {
            var pairs = Deduplication.Estimate(connection, "october", model, options);
            if (pairs.Sum(rule => rule.Pairs) > MostPairs)
                return CheckResult.Incorrect(Invariant($"They compare {pairs.Sum(rule => rule.Pairs):N0} pairs, more than {MostPairs:N0}. The most come from {pairs.MaxBy(rule => rule.Pairs)!.Rule}."));
            var tables = Deduplication.Run(connection, "october", model, options).Tables;
            var (reached, real) = (connection.Scalar<long>($"SELECT count(*) FROM {tables.Pairs} JOIN truth AS l ON l.id = left_id JOIN truth AS r ON r.id = right_id WHERE l.entity = r.entity"), TruePairs(connection));
            return reached < LeastReached * real
                ? CheckResult.Incorrect(Invariant($"{real - reached:N0} of {real:N0} true pairs share no block: no model, however good, will ever see them."))
                : CheckResult.Correct(Invariant($"{pairs.Sum(rule => rule.Pairs):N0} pairs instead of ten million, and {reached:N0} of {real:N0} true ones are among them."));
        }
        catch (Exception fault) when (fault is WorkbookException or DuckDBException)
        {
            return CheckResult.Incorrect($"The rules can't be used: {fault.Message.Split('\n')[0]}");
        }
    }

    public static CheckResult People(DedupResult people, CheckContext context)
    {
        var connection = context.Workspace.Connection;
        if (people.Records != connection.Scalar<long>("SELECT count(*) FROM october"))
            return CheckResult.Incorrect(Invariant($"'people' is made of {people.Records:N0} records; october has others."));
        if (people.Model.Columns.FirstOrDefault(column => column.Of == "phone") is { } phone
            && connection.Scalar<long>($"SELECT count({Sql.Identifier(phone.Name)}) FROM {people.Tables.Records}") > connection.Scalar<long>("SELECT count(phone) FROM october"))
            return CheckResult.Incorrect("Those are today's accounts, with all their phones. The question is what holds in october.");
        var found = people.Compare("truth").Pairs;
        var figures = string.Create(CultureInfo.InvariantCulture, $"precision {found.Precision:0.000}, recall {found.Recall:0.000}");
        if (found.Precision < LeastPrecision)
        {
            var isOneChen = connection.Scalar<long>($"SELECT count(DISTINCT cluster_key) FROM {people.Tables.Clusters} WHERE CAST(id AS VARCHAR) IN ('{Austin}', '{Boston}')") == 1;
            return CheckResult.Incorrect($"Strangers are joined ({figures}); of a hundred pairs one may be wrong.{(isOneChen ? " Austin and Boston are one Michael Chen." : "")}");
        }
        return found.Recall < LeastRecall
            ? CheckResult.Incorrect($"Nobody is joined wrongly, but people are still in pieces ({figures}); of a hundred pairs two may be missed.")
            : CheckResult.Correct($"Without their phones, too: {figures}.");
    }

    public static CheckResult Against(IReadOnlyList<string> names, CheckContext context)
    {
        if (context.Variable("today") is not DedupResult today)
            return CheckResult.NotAttempted("There is no result 'today' yet. Run the cells above.");
        var columns = today.Explain(Austin, Boston).Columns;
        var bits = columns.ToDictionary(column => column.Name, column => column.Contribution + column.Frequency);
        if (names.FirstOrDefault(name => !bits.ContainsKey(name)) is { } stranger)
            return CheckResult.Incorrect($"'{stranger}' isn't compared. Compared are {string.Join(", ", bits.Keys)}.");
        if (names.FirstOrDefault(name => bits[name] >= 0) is { } witness)
            return CheckResult.Incorrect($"{witness} speaks for it: it agrees.");
        var expected = columns.Where(column => bits[column.Name] < 0).OrderBy(column => bits[column.Name]).Select(column => column.Name).ToList();
        if (expected.Except(names).Count() is > 0 and var missing)
            return CheckResult.Incorrect($"{missing} more {(missing == 1 ? "speaks" : "speak")} against it.");
        return names.SequenceEqual(expected)
            ? CheckResult.Correct("A name in common is what strangers have, too. A person is what doesn't contradict itself.")
            : CheckResult.Incorrect("These are the ones, but not the loudest first.");
    }

    public static CheckResult Plan(SurvivorshipPlan plan, CheckContext context)
    {
        if (context.Variable("today") is not DedupResult today)
            return CheckResult.NotAttempted("There is no result 'today' yet. Run the cells above.");
        var connection = context.Workspace.Connection;
        DedupTables tables;
        try
        {
            tables = Deduplication.Run(connection, "accounts", today.Model with { Survivorship = plan }, new DedupOptions { Schema = "checked_plan" }).Tables;
        }
        catch (WorkbookException fault)
        {
            return CheckResult.Incorrect(fault.Message);
        }
        foreach (var column in new[] { "first_name", "last_name", "city" })
        {
            var taken = connection.Query($"SELECT account.source, count(*) FROM {tables.Lineage} AS lineage JOIN accounts AS account ON account.customer_id = lineage.{column} WHERE account.source <> 'web' GROUP BY ALL ORDER BY ALL DESC", row => (Source: row.GetString(0), Records: row.Get<long>(1)));
            if (taken.Count > 0)
                return CheckResult.Incorrect(Invariant($"{taken[0].Records:N0} golden records have the {column} from {taken[0].Source}, although the person once wrote it in the shop."));
        }
        foreach (var column in new[] { "email", "phone" })
        {
            var stale = connection.Scalar<long>(
                $"""
                WITH latest AS (
                    SELECT cluster_key, arg_max(customer_id, typed_at) AS customer_id
                    FROM {tables.Clusters} JOIN accounts ON customer_id = id WHERE {column} IS NOT NULL GROUP BY cluster_key)
                SELECT count(*) FROM {tables.Lineage} AS lineage JOIN latest USING (cluster_key) WHERE lineage.{column} <> latest.customer_id
                """);
            if (stale > 0)
                return CheckResult.Incorrect(Invariant($"{stale:N0} golden records have the {column} from another account than the last one that the person opened themselves."));
        }
        return CheckResult.Correct("Each value has a reason, and its lineage says where it is from.");
    }

    public static CheckResult Note(string note, CheckContext context)
    {
        var (listed, revenue) = (AcmeReference.Number(context, Broken, "SELECT sum(revenue_usd) FROM marts.mart_top_customers"), AcmeReference.Number(context, Broken, "SELECT sum(revenue_usd) FROM marts.fct_daily_revenue"));
        return PlainNote.Judge(note, "She knows who is who, how far the list was off, and what to do with the hampers.", 0.05, listed - revenue, (listed - revenue) / revenue * 100);
    }

    private static double Revenue(CheckContext context, string column) => context.Workspace.Scalar<double>($"SELECT CAST(sum({column}) AS DOUBLE) FROM warehouse.marts.fct_daily_revenue");

    private static long TruePairs(DuckDBConnection connection) => connection.Scalar<long>("SELECT CAST(sum(n * (n - 1) // 2) AS BIGINT) FROM (SELECT count(*) AS n FROM truth GROUP BY entity)");
}
