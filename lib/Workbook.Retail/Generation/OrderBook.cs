using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>What the sources that speak of an order agree on.</summary>
/// <param name="Day">The local trading day.</param>
internal readonly record struct Order(
    long Id, int Day, Instant Placed, int StoreId, int CustomerId, State State, bool IsWeb, int Lines, Coupon Coupon);

/// <summary>One product on an order. The price is in ten-thousandths of the order's currency, rates in ten-thousandths.</summary>
internal readonly record struct OrderLine(int ProductId, int Quantity, long UnitPrice, int Discount, int Tax);

/// <summary>
/// All orders of the world as pure functions: headers, lines, shipments, returns and events each compute the same order
/// by itself, so nothing needs to be kept.
/// </summary>
internal sealed class OrderBook(World world)
{
    /// <summary>Late orders have ids of their own, so that they move no other order.</summary>
    private const long LateIds = 5_000_000_000;
    private const int LateIdsInDay = 1_000_000;

    /// <summary>Two hundred of any currency, in ten-thousandths.</summary>
    private const long ExpensivePrice = 2_000_000;

    /// <summary>Of a hundred consecutive orders, how many have one line, two, up to twelve: 350 in all, with a long tail.</summary>
    private static readonly int[] OrdersByLines = [25, 20, 16, 12, 8, 6, 4, 3, 2, 2, 1, 1];


    /// <summary>The lines of a hundred orders, shuffled in some ways; each hundred has one of them.</summary>
    private readonly byte[][] _lines = [.. Enumerable.Range(0, 64).Select(way => Shuffled(world.Draw(Series.OrderSize, -1 - way)))];

    private readonly long _baseTotal = (long)Math.Round(Sales.OrdersHeader.Rows * world.Scale);

    public long FirstIdOn(int day) => world.Calendar.Before(_baseTotal, day) + 1;

    public int CountOn(int day) => (int)world.Calendar.On(_baseTotal, day);

    /// <summary>Orders of the day that are delivered a day late, besides those that are on time: one in fifty.</summary>
    public int LateCountOn(int day) => Math.Max(1, CountOn(day) / 50);

    public static long FirstLateIdOn(int day) => LateIds + ((long)(day - World.EpochDay) * LateIdsInDay);

    public Order At(long id, int day)
    {
        var draw = world.Draw(Series.Order, id);
        var customer = 1 + (int)(world.CustomersJoinedBy(day) * LongTailShare(draw.Unit()));
        var storeId = world.StoreBook.For(world.CustomerBook.HomeOf(customer), draw.Chance(0.42), ref draw);
        var isWeb = World.IsWeb(storeId);
        var state = world.StoreBook.StateOf(storeId);
        var placed = Instant.At(day, LocalSecond(ref draw, isWeb)).Plus(-60L * state.UtcOffsetMinutes);
        var coupon = Coupons.Used(world, customer, day, isWeb, state, draw.Unit());
        return new Order(id, day, placed, storeId, customer, state, isWeb, LinesOf(id), coupon);
    }

    public OrderLine Line(in Order order, int number)
    {
        var draw = world.Draw(Series.OrderLine, (order.Id * 32) + number);
        var product = world.Catalogue.OnSale(draw.LongTail(world.Products), order.Day);
        var quantity = draw.Below(100) switch { < 68 => 1, < 86 => 2, < 94 => 3, < 98 => draw.Between(4, 6), _ => draw.Between(7, 24) };
        var discount = draw.Below(100) switch { < 74 => 0, < 86 => 500, < 94 => 1_000, < 98 => 2_000, _ => 3_000 };
        var price = Currencies.Convert(world.Prices.On(product, order.Day), world.Prices.CurrencyOf(product), order.State.Currency);
        // Nobody buys a dozen sofas.
        if (price >= ExpensivePrice)
            quantity = 1 + (quantity / 12);
        return new OrderLine(product, quantity, price, Math.Max(discount, Coupons.DiscountOf(order.Coupon)), order.State.TaxUnits);
    }

    private int LinesOf(long id)
    {
        var (block, place) = Math.DivRem(id - 1, 100L);
        var draw = world.Draw(Series.OrderSize, block);
        return _lines[draw.Below(_lines.Length)][(place + draw.Below(100)) % 100];
    }

    private static byte[] Shuffled(Draw draw)
    {
        byte[] lines = [.. OrdersByLines.SelectMany((orders, index) => Enumerable.Repeat((byte)(index + 1), orders))];
        for (var left = lines.Length; left > 1; left--)
        {
            var other = draw.Below(left);
            (lines[left - 1], lines[other]) = (lines[other], lines[left - 1]);
        }

        return lines;
    }

    private static double LongTailShare(double unit) => unit * Math.Sqrt(unit);

    /// <summary>Shops sell from nine to six with a peak at noon; the web has its peak in the evening and sells all night.</summary>
    public static int LocalSecond(ref Draw draw, bool isWeb)
    {
        var hour = isWeb
            ? (draw.Chance(0.7) ? 20 + (2.2 * draw.Normal()) : 24 * draw.Unit())
            : 13 + (2.0 * draw.Normal());
        return (int)(((hour % 24) + 24) % 24 * 3_600);
    }
}
