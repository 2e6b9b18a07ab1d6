using System.Globalization;
using System.Text;
using Workbook.Contracts;
using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>
/// Writes the events of visits in the order in which people act: nothing comes into the cart that wasn't looked at, nobody
/// checks out with an empty cart, and a purchase names the order, whose lines were all put into the cart.
/// </summary>
/// <param name="count">Events that the file takes: what would come after them, at the end of the last visit, is left out.</param>
internal sealed class EventWriter(World world, string file, int day, int count, TextOutput output, LedgerPage ledger)
{
    private static readonly FaultPlan Faults = FaultPlan.ByChance(Signals.Events);
    private static readonly byte[][] Types = Utf8("page_view", "product_view", "search", "add_to_cart", "checkout", "purchase");
    private static readonly byte[][] Pages = Utf8("/", "/sale", "/new", "/stores", "/account", "/help/returns", "/help/shipping", "/gift-cards");
    private static readonly byte[][] Searches = Utf8("coffee", "desk lamp", "running shoes", "kids puzzle", "garden hose", "phone case", "yoga mat", "olive oil");
    private static readonly byte[][] Devices = Utf8("ios", "android", "desktop", "tablet");
    private static readonly byte[][] Referrers = Utf8("direct", "google", "newsletter", "instagram", "affiliate");

    private int _written;
    private Draw _draw;
    private Visit _visit;
    private ulong _session;
    private byte[] _device = [];
    private byte[] _referrer = [];
    private int _step;

    private enum EventType { PageView, ProductView, Search, AddToCart, Checkout, Purchase }

    public void Write(in Visit visit)
    {
        _visit = visit;
        _step = 0;
        _draw = world.Draw(Series.Event, visit.Key);
        _session = _draw.Next();
        _device = _draw.Pick(Devices);
        _referrer = _draw.Pick(Referrers);
        if (visit.Buys)
            Buy();
        else
            Browse();
    }

    private void Buy()
    {
        var order = world.Orders.At(_visit.OrderId, _visit.OrderDay);
        var looksAround = _visit.Events - 3 - (2 * order.Lines);
        Add(EventType.PageView);
        for (var extra = 0; extra < looksAround; extra++)
            Add(extra == 0 ? EventType.Search : EventType.ProductView, AnyProduct());
        for (var number = 1; number <= order.Lines; number++)
        {
            var line = world.Orders.Line(order, number);
            Add(EventType.ProductView, line.ProductId);
            Add(EventType.AddToCart, line.ProductId, line.Quantity);
        }

        var first = world.Orders.Line(order, 1);
        Add(EventType.Checkout, first.ProductId, first.Quantity);
        Add(EventType.Purchase, first.ProductId, first.Quantity);
    }

    private void Browse()
    {
        var (seen, inCart, quantity) = (0, 0, 0);
        for (var step = 0; step < _visit.Events; step++)
        {
            var roll = _draw.Below(100);
            if (seen != 0 && roll < 14)
            {
                (inCart, quantity, seen) = (seen, 1 + _draw.LongTail(5), 0);
                Add(EventType.AddToCart, inCart, quantity);
            }
            else if (inCart != 0 && roll < 20)
            {
                Add(EventType.Checkout, inCart, quantity);
                inCart = 0; // and there they turn back
            }
            else if (roll < 30 && step > 0)
            {
                Add(EventType.Search);
            }
            else if (roll < 58)
            {
                seen = AnyProduct();
                Add(EventType.ProductView, seen);
            }
            else
            {
                Add(EventType.PageView);
            }
        }
    }

    private int AnyProduct() => world.Catalogue.OnSale(_draw.LongTail(world.Products), day);

    private void Add(EventType type, int product = 0, int quantity = 0)
    {
        var second = _visit.Start + (_step * _visit.Pace);
        // The last step of a visit that buys is the order's own second.
        if (type != EventType.Purchase)
            second += _draw.Below(_visit.Pace);
        _step++;
        var at = Instant.At(day, second);
        // A faulty event is one more page view, so that no purchase loses what led to it.
        if (Faults.Drawn(_draw.Unit()) is { } fault && _written < count)
            WriteLine(EventType.PageView, 0, 0, at, fault);
        if (_written < count)
            WriteLine(type, product, quantity, at, null);
    }

    private void WriteLine(EventType type, int product, int quantity, Instant at, PlantedAnomaly? fault)
    {
        _written++;
        var (high, low) = (_draw.Next(), _draw.Next());
        if (fault is not null)
            ledger.Add(Signals.Events, fault, file, output.Line, ("event_id", fault.Kind == "missing_event_id" ? null : EventId(high, low)));
        output.Byte((byte)'{');
        if (fault?.Kind != "missing_event_id")
        {
            output.Raw("\"event_id\":\""u8);
            Hex(high, 16);
            Hex(low, 16);
            output.Raw("\","u8);
        }

        if (fault?.Kind != "missing_event_ts")
        {
            output.Raw("\"event_ts\":\""u8);
            output.Timestamp(at);
            output.Raw("\","u8);
        }

        if (fault?.Kind == "not_json")
        {
            output.Raw("\"event_type\":\"page_vi"u8); // as if the writer died in mid-line
            output.EndRow();
            return;
        }

        output.Raw("\"event_type\":\""u8);
        output.Raw(Types[(int)type]);
        Number("\",\"user_id\":"u8, _visit.User);
        output.Raw(",\"session_id\":\"s-"u8);
        Hex(_session, 12);
        output.Raw("\",\"payload\":{"u8);
        WritePayload(type, product, quantity);
        output.Raw("}}"u8);
        output.EndRow();
    }

    private void WritePayload(EventType type, int product, int quantity)
    {
        Member("device"u8, _device);
        output.Comma();
        Member("referrer"u8, _referrer);
        output.Comma();
        switch (type)
        {
            case EventType.PageView:
                Member("url"u8, Pages[_draw.Below(Pages.Length)]);
                Number(",\"duration_ms\":"u8, 200 + _draw.Below(90_000));
                return;
            case EventType.Search:
                Member("query"u8, Searches[_draw.Below(Searches.Length)]);
                Number(",\"results\":"u8, _draw.Below(240));
                return;
        }

        Number("\"product_id\":"u8, product);
        output.Raw(",\"price\":"u8);
        output.Decimal(world.Prices.On(product, day) / 100, 2);
        if (type != EventType.ProductView)
            Number(",\"quantity\":"u8, quantity);
        if (type == EventType.Purchase)
            Number(",\"order_id\":"u8, _visit.OrderId);
    }

    private void Member(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        output.Byte((byte)'"');
        output.Raw(name);
        output.Raw("\":\""u8);
        output.Raw(value);
        output.Byte((byte)'"');
    }

    private void Number(ReadOnlySpan<byte> prefix, long value)
    {
        output.Raw(prefix);
        output.Integer(value);
    }

    private void Hex(ulong value, int digits)
    {
        Span<byte> text = stackalloc byte[16];
        for (var at = 0; at < digits; at++, value >>= 4)
            text[at] = "0123456789abcdef"u8[(int)(value & 15)];
        output.Raw(text[..digits]);
    }

    private static string EventId(ulong high, ulong low) =>
        string.Create(CultureInfo.InvariantCulture, $"{Reversed(high)}{Reversed(low)}");

    /// <summary>The digits in the order in which <see cref="Hex"/> writes them.</summary>
    private static string Reversed(ulong value) => new([.. value.ToString("x16", CultureInfo.InvariantCulture).Reverse()]);

    private static byte[][] Utf8(params string[] values) => [.. values.Select(Encoding.UTF8.GetBytes)];
}
