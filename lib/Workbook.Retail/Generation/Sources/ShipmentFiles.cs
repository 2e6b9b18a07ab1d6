using Workbook.Contracts;
using Workbook.Database;
using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>
/// shipments: a Parquet file for each calendar month of orders, one parcel an order. What hasn't arrived by the end of
/// the window has no delivery time yet.
/// </summary>
internal static class ShipmentFiles
{
    private const int SlaDays = 7;
    private static readonly PlantedAnomaly InTransit = Sales.Shipments.Anomaly("in_transit");
    private static readonly PlantedAnomaly Late = Sales.Shipments.Anomaly("late_beyond_sla");

    /// <summary>The carriers with the days they usually take.</summary>
    private static readonly (string Name, int Days)[] Carriers =
        [("AusPost", 3), ("StarTrack", 2), ("DHL", 2), ("FedEx", 2), ("Sendle", 4), ("Aramex", 3)];

    public static IEnumerable<GenerationUnit> Units(World world)
    {
        for (var day = world.FirstDay; day < world.EndDay;)
        {
            var first = DateOnly.FromDayNumber(day);
            var end = Math.Min(new DateOnly(first.Year, first.Month, 1).AddMonths(1).DayNumber, world.EndDay);
            var (from, to) = (day, end);
            var file = Invariant($"shipments/shipments_{first:yyyy-MM-dd}_{DateOnly.FromDayNumber(end - 1):yyyy-MM-dd}.parquet");
            yield return new GenerationUnit(Sales.Shipments, world.Orders.FirstIdOn(to) - world.Orders.FirstIdOn(from),
                (ledger, _) => Write(world, from, to, file, ledger));
            day = end;
        }
    }

    /// <summary>One thread and one connection for each file, so that its row groups don't depend on how many run at once.</summary>
    private static UnitResult Write(World world, int firstDay, int endDay, string file, LedgerPage ledger)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
        connection.Execute("CREATE TABLE parcel (order_id BIGINT, carrier INTEGER, shipped BIGINT, delivered BIGINT, cents BIGINT)");
        var rows = 0L;
        using (var appender = new CheckedAppender(connection, "parcel"))
        {
            for (var day = firstDay; day < endDay; day++)
            {
                var firstId = world.Orders.FirstIdOn(day);
                for (var id = firstId; id < firstId + world.Orders.CountOn(day); id++)
                    Append(world, world.Orders.At(id, day), ++rows, file, appender, ledger);
            }

            appender.Complete();
        }

        using var target = new CompleteFile(world.PathOf(file));
        target.Stream.Dispose();
        connection.Execute($"""
            COPY (
                SELECT order_id AS shipment_id,
                       order_id,
                       [{string.Join(", ", Carriers.Select(carrier => Sql.Literal(carrier.Name)))}][carrier + 1] AS carrier,
                       to_timestamp(shipped) AS shipped_at,
                       to_timestamp(delivered) AS delivered_at,
                       CAST(cents / 100 AS DECIMAL(12,2)) AS ship_cost
                FROM parcel
            ) TO {LakePath.Target(target.TemporaryPath)} (FORMAT parquet, COMPRESSION zstd)
            """);
        target.Complete();
        return new UnitResult(rows, new FileInfo(world.PathOf(file)).Length);
    }

    private static void Append(World world, in Order order, long row, string file, CheckedAppender appender, LedgerPage ledger)
    {
        var draw = world.Draw(Series.Shipment, order.Id);
        var carrier = draw.Below(Carriers.Length);
        var shipped = order.Placed.Plus(draw.Between(2 * 3_600, 60 * 3_600));
        var isLate = draw.Chance(Late.Rate);
        var days = isLate ? SlaDays + 1 + (6 * draw.Unit()) : Math.Min(SlaDays - 0.5, Carriers[carrier].Days * (0.6 + (0.8 * draw.Unit())));
        var delivered = shipped.Plus((long)(days * 86_400));
        var isInTransit = draw.Chance(InTransit.Rate) || delivered.Day >= world.EndDay;
        if (isInTransit || isLate)
            ledger.Add(Sales.Shipments, isInTransit ? InTransit : Late, file, row, ("shipment_id", order.Id));
        appender.Add(order.Id).Add(carrier).Add(UnixSeconds(shipped))
            .Add(isInTransit ? null : (long?)UnixSeconds(delivered))
            .Add(450L + draw.Below(2_600));
        appender.EndRow();
    }

    private static long UnixSeconds(Instant instant) => instant.Seconds - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond);
}
