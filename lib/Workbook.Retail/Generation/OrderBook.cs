using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>What the sources that speak of an order agree on.</summary>
/// <param name="Day">The local trading day.</param>
internal readonly record struct Order(
    long Id, int Day, Instant Placed, int StoreId, int CustomerId, State State, bool IsWeb, int Lines);

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

    /// <summary>Twenty consecutive orders have these numbers of lines in some order: 70, an average of 3.5 with a long tail.</summary>
    private static readonly int[] LinesOfTwenty = [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 8, 10];

    private readonly State[] _storeStates = Geography.StoreStates(world);
    private readonly long _baseTotal = (long)Math.Round(Sales.OrdersHeader.Rows * world.Scale);
    private readonly int _productStride = CoprimeStride(world.Products);

    public long FirstIdOn(int day) => world.Calendar.Before(_baseTotal, day) + 1;

    public int CountOn(int day) => (int)world.Calendar.On(_baseTotal, day);

    /// <summary>Orders of the day that are delivered a day late, besides those that are on time: one in fifty.</summary>
    public int LateCountOn(int day) => Math.Max(1, CountOn(day) / 50);

    public static long FirstLateIdOn(int day) => LateIds + ((long)(day - World.EpochDay) * LateIdsInDay);

    public State StateOf(int storeId) => _storeStates[storeId];

    public Order At(long id, int day)
    {
        var draw = world.Draw(Series.Order, id);
        var isWeb = draw.Chance(0.42);
        var storeId = isWeb
            ? 20 * (1 + draw.LongTail(world.WebStores))
            : World.PosStore(draw.LongTail(world.PosStores));
        var state = _storeStates[storeId];
        var customer = 1 + (int)(world.CustomersJoinedBy(day) * LongTailShare(draw.Unit()));
        var placed = Instant.At(day, LocalSecond(ref draw, isWeb)).Plus(-60L * state.UtcOffsetMinutes);
        return new Order(id, day, placed, storeId, customer, state, isWeb, LinesOf(id));
    }

    public OrderLine Line(in Order order, int number)
    {
        var draw = world.Draw(Series.OrderLine, (order.Id * 32) + number);
        var product = ProductAtRank(draw.LongTail(world.Products));
        var quantity = draw.Below(100) switch { < 68 => 1, < 86 => 2, < 94 => 3, < 98 => draw.Between(4, 6), _ => draw.Between(7, 24) };
        var discount = draw.Below(100) switch { < 74 => 0, < 86 => 500, < 94 => 1_000, < 98 => 2_000, _ => 3_000 };
        var price = Currencies.Convert(world.Prices.On(product, order.Day), world.Prices.CurrencyOf(product), order.State.Currency);
        return new OrderLine(product, quantity, price, discount, order.State.TaxUnits);
    }

    /// <summary>The product at a popularity rank: 0 sells best.</summary>
    public int ProductAtRank(int rank) => 1 + (int)((long)rank * _productStride % world.Products);

    private static int LinesOf(long id)
    {
        var (block, place) = Math.DivRem(id - 1, 20L);
        return LinesOfTwenty[((place * 7) + (block * 11)) % 20];
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

    /// <summary>A step that visits every product once, so that the best sellers are scattered over the ids.</summary>
    private static int CoprimeStride(int count)
    {
        var stride = (int)(count * 0.618) | 1;
        while (Gcd(stride, count) != 1)
            stride += 2;
        return stride;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
