using Workbook.Generation;

namespace Workbook.Acme.Company;

internal enum Channel { Web, App, Phone }

/// <param name="UnitPrice">In hundredths of the order's currency.</param>
internal sealed record OrderLine(int Number, Product Product, int Quantity, long UnitPrice)
{
    public long Amount => Quantity * UnitPrice;
}

/// <summary>An order as it truly is; the tables show it as the systems that know of it do.</summary>
/// <param name="CustomerId">The account it came under; null for guests.</param>
/// <param name="Discount">In hundredths; 0 where there was none.</param>
internal sealed record Order(
    long Id, Shopper Shopper, int? CustomerId, string Email, Instant At, Channel Channel, bool IsCancelled, long Discount, long Shipping, IReadOnlyList<OrderLine> Lines)
{
    public Currency Currency => Shopper.Currency;

    public string Reference => $"ORD-{Id}";

    public long Subtotal => Lines.Sum(line => line.Amount);

    public long Total => Subtotal - Discount + Shipping;

    /// <summary>Firms order by telephone and pay by bank transfer.</summary>
    public bool IsInvoiced => Channel == Channel.Phone;
}

/// <summary>All orders, day by day; a day's orders don't depend on the days after it.</summary>
internal sealed class Orders(AcmeWorld world, Customers customers)
{
    private const long FirstId = 100_001;
    private const double ADay = 120;
    private const double PhoneShare = 0.045;
    private const double AppShare = 0.3;
    private const double GuestShare = 0.05;
    private const double CouponShare = 0.2;
    private const double CancelledShare = 0.045;

    /// <summary>From Sunday to Saturday.</summary>
    private static readonly double[] Weekdays = [1.15, 0.95, 0.9, 0.9, 0.95, 1.05, 1.1];

    public IEnumerable<Order> All()
    {
        var id = FirstId;
        for (var day = world.FirstDay; day < world.EndDay; day++)
        {
            foreach (var number in Enumerable.Range(0, CountOn(day)))
                yield return Create(id + number, day);
            id += CountOn(day);
        }
    }

    private int CountOn(int day)
    {
        var date = DateOnly.FromDayNumber(day);
        var season = date.Month is 11 or 12 ? 1.35 : date.Month is 1 or 2 ? 0.9 : 1;
        var noise = 1 + (0.06 * world.Draw(AcmeSeries.Day, day).Normal());
        var growth = 1 + (0.25 * (day - world.FirstDay) / 365);
        return world.Scaled(ADay * Weekdays[(int)date.DayOfWeek] * season * growth * noise);
    }

    private Order Create(long id, int day)
    {
        var draw = world.Draw(AcmeSeries.Order, id);
        var shopper = customers.Ordering(day, ref draw);
        var at = Instant.At(day, Second(ref draw));
        var channel = draw.Unit() switch
        {
            < PhoneShare => Channel.Phone,
            < PhoneShare + AppShare when day >= AcmeCalendar.AppLaunch.DayNumber => Channel.App,
            _ => Channel.Web,
        };
        var isGuest = draw.Chance(GuestShare) && channel == Channel.Web;
        var (account, email) = channel == Channel.App ? customers.InApp(shopper, day) : (shopper.CustomerId, shopper.Email);
        var isCancelled = draw.Chance(CancelledShare);
        var hasCoupon = draw.Chance(CouponShare);
        var lines = Lines(shopper.Currency, ref draw);
        var subtotal = lines.Sum(line => line.Amount);
        var discount = hasCoupon ? subtotal / 10 : 0;
        var shipping = subtotal * shopper.Currency.UsdPerUnit >= 7_500 ? 0 : (long)Math.Ceiling(6.9 / shopper.Currency.UsdPerUnit) * 100;
        return new Order(id, shopper, isGuest ? null : account, email, at, channel, isCancelled, discount, shipping, lines);
    }

    /// <summary>People shop in the American evening: a fifth of the orders is of another day in New York than in UTC.</summary>
    private static int Second(ref Draw draw)
    {
        var hour = 20 + (4.2 * draw.Normal());
        return (int)(((hour % 24) + 24) % 24 * 3_600);
    }

    private static List<OrderLine> Lines(Currency currency, ref Draw draw)
    {
        var lines = new List<OrderLine>();
        var count = 1 + draw.LongTail(4);
        for (var number = 1; number <= count; number++)
        {
            var product = draw.Pick(Products.All);
            if (lines.All(line => line.Product != product))
                lines.Add(new OrderLine(lines.Count + 1, product, 1 + draw.LongTail(3), product.Price(currency)));
        }
        return lines;
    }
}
