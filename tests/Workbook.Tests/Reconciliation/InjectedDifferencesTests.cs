using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

/// <summary>Random sides that agree, into which differences of every cause are put: what was put in must come out.</summary>
public sealed class InjectedDifferencesTests
{
    private static readonly DateTime CutOff = new(2026, 7, 1);
    private static readonly (string Code, decimal Rate)[] Rates = [("AUD", 1), ("USD", 1.5312m), ("EUR", 1.6487m), ("JPY", 0.010213m)];
    private static readonly string[] States = ["open", "paid", "void"];

    private sealed record Order(long? Id, decimal Amount, string Currency, DateTime At, string State)
    {
        public decimal Base => decimal.Round(Amount * Rates.Single(rate => rate.Code == Currency).Rate, 2, MidpointRounding.AwayFromZero);

        public decimal Counted => At < CutOff ? Base : 0;
    }

    [Fact]
    public void Every_difference_is_found_none_is_invented_and_causes_are_right()
    {
        var (right, all, wrong) = (0, 0, new List<string>());
        for (var seed = 0; seed < 12; seed++)
        {
            using var sides = new TwoSides();
            var random = new Random(seed);
            var (lefts, rights, truth) = Inject(random, 300 + random.Next(700));
            Load(sides, "lefts", Shuffled(random, lefts));
            Load(sides, "rights", Shuffled(random, rights));
            var spec = TwoSides.Spec() with
            {
                Amount = new AmountColumn("amount") { Tolerance = 0.01m },
                Time = new TimeColumn("at") { Window = TimeSpan.FromSeconds(30), CutOff = CutOff },
                Currency = new CurrencyRule("AUD", Side.Query("FROM (VALUES ('USD', 1.5312), ('EUR', 1.6487), ('JPY', 0.010213)) t(currency, rate)")) { Left = "currency" },
                Compare = [new ComparedColumn("state")],
            };
            var report = sides.Run(spec);

            var found = sides.Connection.Query($"SELECT order_id, cause, effect FROM {report.DifferencesTable}",
                row => (Id: row.Get<long?>(0), Cause: row.GetString(1), Effect: row.Get<decimal>(2)));
            Assert.Equal(truth.Keys.Order(), found.Where(row => row.Id is not null).Select(row => row.Id!.Value).Distinct().Order());
            Assert.Equal(lefts.Concat(rights).Count(order => order.Id is null), found.Count(row => row.Id is null && row.Cause == "null_key"));
            Assert.Equal((lefts.Sum(order => order.Counted), rights.Sum(order => order.Counted)), (report.Left.Total, report.Right.Total));
            Assert.Equal(report.Right.Total - report.Left.Total, report.Causes.Sum(cause => cause.Effect) + report.WithinTolerance);
            foreach (var rows in found.Where(row => row.Id is not null).GroupBy(row => row.Id!.Value))
            {
                Assert.Equal(rights.Where(order => order.Id == rows.Key).Sum(order => order.Counted) - lefts.Where(order => order.Id == rows.Key).Sum(order => order.Counted), rows.Sum(row => row.Effect));
                all++;
                if (rows.All(row => row.Cause == truth[rows.Key]))
                    right++;
                else
                    wrong.Add($"seed {seed}, {rows.Key}: {truth[rows.Key]} came out as {string.Join(", ", rows.Select(row => row.Cause))}");
            }
        }
        Assert.True(all > 2_500, $"{all} differences");
        Assert.True(right >= 0.99 * all, $"{right} of {all} causes are right. {string.Join("; ", wrong.Take(20))}");
    }

    /// <summary>Both sides, and the cause for each key that differs. The right side's amounts are converted.</summary>
    private static (List<Order> Left, List<Order> Right, Dictionary<long, string> Truth) Inject(Random random, int count)
    {
        var (lefts, rights, truth) = (new List<Order>(), new List<Order>(), new Dictionary<long, string>());
        for (var id = 1; id <= count; id++)
        {
            var order = new Order(id, random.Next(100, 100_000) / 100m, Rates[random.Next(4)].Code, CutOff.AddSeconds(-random.Next(3 * 86_400, 30 * 86_400)), States[random.Next(3)]);
            var paid = order with { Amount = order.Base, Currency = "AUD", At = order.At.AddSeconds(random.Next(-30, 31)) };
            if (order.Currency == "JPY" && order.Base < 1)
                order = paid;
            var cause = random.Next(30);
            // A zone's clock is as exact as any other; what is late never comes by half hours.
            (Order[] Left, Order[] Right, string? Name) put = cause switch
            {
                0 => ([], [paid], "missing_left"),
                1 => ([order], [], "missing_right"),
                2 => ([order, order], [paid], "duplicate_left"),
                3 => ([order], [paid, paid], "duplicate_right"),
                4 => ([order], [paid with { Amount = paid.Amount + Sign(random, random.Next(300, 20_000) / 100m) }], "amount"),
                5 => ([order], [paid with { Amount = paid.Amount + Sign(random, random.Next(2, 6) / 100m) }], "rounding"),
                6 => ([order], [paid with { At = paid.At.AddHours(random.Next(2) == 0 ? 10 : -9.5) }], "time_zone"),
                7 when order.Currency != "AUD" => ([order], [paid with { Amount = order.Amount }], "currency"),
                8 => ([order, order with { Amount = -decimal.Round(order.Amount / 3, 2) }], [paid with { Amount = order.Base + (order with { Amount = -decimal.Round(order.Amount / 3, 2) }).Base }], "refund"),
                9 => ([order], [paid, paid with { Amount = -paid.Amount }], "refund"),
                10 => ([order, order with { Amount = -order.Amount }], [], "refund"),
                11 => ([order], [paid with { At = CutOff.AddSeconds(random.Next(100, 1_000)) }], "late"),
                12 => ([order with { At = CutOff.AddSeconds(-random.Next(1, 29)) }], [], "late"),
                13 => ([order], [paid with { State = order.State == "open" ? "paid" : "open" }], "other_column"),
                14 => ([order with { Id = null }], [], null),
                // Passes: beyond the cut-off on both sides, within the tolerance, twice on both.
                15 => ([order with { At = CutOff.AddDays(1) }], [], null),
                16 => ([order], [paid with { Amount = paid.Amount + 0.01m }], null),
                17 => ([order, order], [paid, paid], null),
                _ => ([order], [paid], (string?)null),
            };
            lefts.AddRange(put.Left);
            rights.AddRange(put.Right);
            if (put.Name is not null)
                truth[id] = put.Name;
        }
        return (lefts, rights, truth);
    }

    private static decimal Sign(Random random, decimal amount) => random.Next(2) == 0 ? amount : -amount;

    private static List<Order> Shuffled(Random random, List<Order> orders)
    {
        var mixed = orders.ToArray();
        random.Shuffle(mixed);
        return [.. mixed];
    }

    private static void Load(TwoSides sides, string table, List<Order> orders)
    {
        sides.Connection.Execute($"CREATE TABLE {table} (order_id BIGINT, amount DECIMAL(12, 2), currency VARCHAR, \"at\" TIMESTAMP, state VARCHAR)");
        using var appender = new CheckedAppender(sides.Connection, table);
        foreach (var order in orders)
            appender.AddRow(order.Id, order.Amount, order.Currency, order.At, order.State);
        appender.Complete();
    }
}
