using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>One session of the web shop or the app, before its events are written.</summary>
/// <param name="Key">Names its draws: positive for a visit that buys nothing, the order's id below zero for one that buys.</param>
/// <param name="OrderDay">The local trading day of the order, if there is one.</param>
/// <param name="Start">Second of the day, UTC.</param>
/// <param name="Pace">Seconds between two events, about.</param>
/// <param name="Events">As planned; a planted fault takes an event more.</param>
internal readonly record struct Visit(long Key, int User, int OrderDay, int Start, int Pace, int Events)
{
    public bool Buys => Key < 0;

    public long OrderId => -Key;
}

/// <summary>
/// Which visits a day has. One web order in eight was placed by somebody whose browser lets itself be counted: that visit
/// ends with the order. The rest of the day's events are visits that buy nothing, many of a single page, a few long.
/// </summary>
internal static class Visits
{
    private const double CountedShare = 1.0 / 8;
    private const int SecondsInDay = 86_400;
    private const int LongestBrowsing = 40;

    /// <summary>Landing, checkout and purchase; each line of the order adds a view and a cart.</summary>
    private const int EventsOfBuying = 3;

    /// <param name="part">Which of the day's <paramref name="parts"/> files, from 0.</param>
    /// <param name="room">Events that the visits have in all: no more, no fewer.</param>
    /// <returns>In the order in which they begin.</returns>
    public static List<Visit> Of(World world, int day, int part, int parts, int room)
    {
        var visits = new List<Visit>(room / 4);
        // A day in UTC has orders of up to three local days; those of other windows lie in no file of this one.
        for (var local = Math.Max(day - 1, world.FirstDay); local <= Math.Min(day + 1, world.EndDay - 1); local++)
        {
            var first = world.Orders.FirstIdOn(local);
            for (var id = first; id < first + world.Orders.CountOn(local); id++)
            {
                if (id % parts == part && Buying(world, id, local, day) is { } visit && visit.Events <= room)
                {
                    visits.Add(visit);
                    room -= visit.Events;
                }
            }
        }

        for (var number = 0; room > 0; number++)
        {
            var visit = Browsing(world, (((day * 1_000L) + part) << 24) + number, day, room);
            visits.Add(visit);
            room -= visit.Events;
        }

        visits.Sort(static (a, b) => (a.Start, a.Key).CompareTo((b.Start, b.Key)));
        return visits;
    }

    private static Visit? Buying(World world, long orderId, int localDay, int day)
    {
        var draw = world.Draw(Series.Visit, -orderId);
        if (!draw.Chance(CountedShare))
            return null;
        var order = world.Orders.At(orderId, localDay);
        if (!order.IsWeb || order.Placed.Day != day || Sources.OrderFiles.IsFaulty(world, orderId))
            return null;
        var events = EventsOfBuying + (2 * order.Lines) + draw.Below(4);
        var pace = draw.Between(10, 70);
        var start = order.Placed.SecondOfDay - ((events - 1) * pace);
        return start < 0 ? null : new Visit(-orderId, order.CustomerId, localDay, start, pace, events);
    }

    private static Visit Browsing(World world, long key, int day, int room)
    {
        var draw = world.Draw(Series.Visit, key);
        var user = 1 + draw.LongTail(world.CustomersJoinedBy(day));
        var pace = draw.Between(10, 70);
        // Geometric: of those who stay for an event, three in four stay for another.
        var events = Math.Min(Math.Min(LongestBrowsing, room), 1 + (int)(Math.Log(1 - draw.Unit()) / Math.Log(0.75)));
        var local = OrderBook.LocalSecond(ref draw, isWeb: true);
        var utc = local - (60 * world.CustomerBook.HomeOf(user).UtcOffsetMinutes) + SecondsInDay;
        return new Visit(key, user, 0, Math.Min(utc % SecondsInDay, SecondsInDay - (events * pace)), pace, events);
    }
}
