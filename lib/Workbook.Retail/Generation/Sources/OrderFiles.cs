using System.Globalization;
using System.Text;
using Workbook.Contracts;
using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>
/// orders_header and orders_lines: a folder a local trading day, a part for each fifty thousand orders. Late orders of
/// a day come as a part of their own.
/// </summary>
internal static class OrderFiles
{
    private const int OrdersInPart = 50_000;
    private static readonly FaultPlan HeaderFaults = FaultPlan.ByChance(Sales.OrdersHeader, "unknown_customer", "unknown_store");
    private static readonly FaultPlan LineFaults = FaultPlan.ByChance(Sales.OrdersLines);
    private static readonly PlantedAnomaly Repeated = Sales.OrdersHeader.Anomaly("repeated_order");
    private static readonly byte[][] Payments = [.. new[] { "card", "paypal", "afterpay", "gift_card", "cash" }.Select(Encoding.UTF8.GetBytes)];

    public static IEnumerable<GenerationUnit> Headers(World world) => Parts(world).Select(part => TextUnit.Create(
        world, Sales.OrdersHeader, part.Path("orders_header"), part.Count, (output, ledger) => WriteHeaders(world, part, output, ledger)));

    public static IEnumerable<GenerationUnit> Lines(World world) => Parts(world).Select(part => TextUnit.Create(
        world, Sales.OrdersLines, part.Path("orders_lines"), part.Count * 7L / 2, (output, ledger) => WriteLines(world, part, output, ledger)));

    private static IEnumerable<Part> Parts(World world)
    {
        if (world.Options.Late)
            yield return new Part(world.FirstDay - 1, "late", OrderBook.FirstLateIdOn(world.FirstDay - 1), world.Orders.LateCountOn(world.FirstDay - 1));
        for (var day = world.FirstDay; day < world.EndDay; day++)
        {
            var first = world.Orders.FirstIdOn(day);
            var left = world.Orders.CountOn(day);
            for (var number = 1; number == 1 || left > 0; number++)
            {
                var count = Math.Min(left, OrdersInPart);
                yield return new Part(day, number.ToString(CultureInfo.InvariantCulture), first, count) { RepeatsYesterday = number == 1 && day > world.FirstDay };
                (first, left) = (first + count, left - count);
            }
        }
    }

    private static long WriteHeaders(World world, Part part, TextOutput output, LedgerPage ledger)
    {
        var file = part.Path("orders_header");
        for (var id = part.FirstId; id < part.FirstId + part.Count; id++)
            WriteHeader(world, world.Orders.At(id, part.Day), file, output, ledger);
        return part.Count + (part.RepeatsYesterday ? RepeatSome(world, part.Day - 1, file, output, ledger) : 0);
    }

    /// <summary>A delivery fault of the shop system: a few of yesterday's orders come again today.</summary>
    private static long RepeatSome(World world, int day, string file, TextOutput output, LedgerPage ledger)
    {
        var repeated = 0;
        var first = world.Orders.FirstIdOn(day);
        for (var id = first; id < first + world.Orders.CountOn(day); id++)
        {
            if (!world.Draw(Series.LateOrder, id).Chance(Repeated.Rate))
                continue;
            ledger.Add(Sales.OrdersHeader, Repeated, file, output.Line, ("order_id", id));
            WriteHeader(world, world.Orders.At(id, day), file, output, new LedgerPage());
            repeated++;
        }

        return repeated;
    }

    private static void WriteHeader(World world, in Order order, string file, TextOutput output, LedgerPage ledger)
    {
        var draw = world.Draw(Series.OrderFault, order.Id);
        var fault = HeaderFaults.Drawn(draw.Unit());
        if (fault is not null)
            ledger.Add(Sales.OrdersHeader, fault, file, output.Line, ("order_id", order.Id));
        output.Integer(order.Id);
        output.Comma();
        output.Timestamp(order.Placed);
        output.Comma();
        output.Date(order.Day);
        output.Comma();
        output.Integer(fault?.Kind == "unknown_customer" ? world.Customers + 1 + draw.Below(1_000_000) : order.CustomerId);
        output.Comma();
        output.Integer(fault?.Kind == "unknown_store" ? world.Stores + 1 + draw.Below(100_000) : order.StoreId);
        output.Comma();
        output.Raw(order.IsWeb ? "web"u8 : "pos"u8);
        output.Comma();
        output.Raw(PaymentOf(order, draw.Below(100)));
        output.Comma();
        output.Raw(Coupons.CodeOf(order.Coupon));
        output.Comma();
        output.Decimal(order.IsWeb && order.Coupon != Coupon.FreeShip ? 495 + (50 * draw.Below(20)) : 0, 2);
        output.Comma();
        output.Raw(Encoding.UTF8.GetBytes(order.State.Currency));
        output.EndRow();
    }

    /// <summary>Whether the header points at a customer or store that doesn't exist.</summary>
    public static bool IsFaulty(World world, long orderId) => HeaderFaults.Drawn(world.Draw(Series.OrderFault, orderId).Unit()) is not null;

    private static byte[] PaymentOf(in Order order, int percent) => percent switch
    {
        < 62 => Payments[0],
        < 80 => order.IsWeb ? Payments[1] : Payments[4],
        < 94 => order.IsWeb ? Payments[2] : Payments[0],
        _ => Payments[3],
    };

    private static long WriteLines(World world, Part part, TextOutput output, LedgerPage ledger)
    {
        var file = part.Path("orders_lines");
        var rows = 0L;
        for (var id = part.FirstId; id < part.FirstId + part.Count; id++)
        {
            var order = world.Orders.At(id, part.Day);
            for (var number = 1; number <= order.Lines; number++)
                WriteLine(world, order, number, file, output, ledger);
            rows += order.Lines;
        }

        return rows;
    }

    private static void WriteLine(World world, in Order order, int number, string file, TextOutput output, LedgerPage ledger)
    {
        var line = world.Orders.Line(order, number);
        var draw = world.Draw(Series.LineFault, (order.Id * 32) + number);
        var fault = LineFaults.Drawn(draw.Unit());
        if (fault is not null)
        {
            ledger.Add(Sales.OrdersLines, fault, file, output.Line, ("order_id", order.Id), ("line_number", number));
            line = fault.Kind switch
            {
                "unknown_product" => line with { ProductId = world.Products + 1 + draw.Below(1_000_000) },
                "negative_qty" => line with { Quantity = -line.Quantity },
                _ => line with { UnitPrice = 0 },
            };
        }

        output.Integer(order.Id);
        output.Comma();
        output.Integer(number);
        output.Comma();
        output.Integer(line.ProductId);
        output.Comma();
        output.Integer(line.Quantity);
        output.Comma();
        output.Decimal(line.UnitPrice, 4);
        output.Comma();
        output.Decimal(line.Discount, 4);
        output.Comma();
        output.Decimal(line.Tax, 4);
        output.EndRow();
    }

    private sealed record Part(int Day, string Name, long FirstId, int Count)
    {
        /// <summary>Whether the file also brings a few orders of the day before again.</summary>
        public bool RepeatsYesterday { get; init; }

        public string Path(string source) => Invariant($"{source}/order_dt={DateOnly.FromDayNumber(Day):yyyy-MM-dd}/part-{Name}.csv");
    }
}
