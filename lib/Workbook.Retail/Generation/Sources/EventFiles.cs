using System.Globalization;
using System.Text;
using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>events: one JSON Lines file for each day and fifty thousand events; about six events make a session.</summary>
internal static class EventFiles
{
    private const int EventsInFile = 50_000;
    private const int EventsInSession = 6;
    private static readonly FaultPlan Faults = FaultPlan.ByChance(Signals.Events);
    private static readonly byte[][] Pages = Utf8("/", "/sale", "/new", "/stores", "/account", "/help/returns", "/help/shipping", "/gift-cards");
    private static readonly byte[][] Searches = Utf8("coffee", "desk lamp", "running shoes", "kids puzzle", "garden hose", "phone case", "yoga mat", "olive oil");
    private static readonly byte[][] Devices = Utf8("ios", "android", "desktop", "tablet");
    private static readonly byte[][] Referrers = Utf8("direct", "google", "newsletter", "instagram", "affiliate");

    public static IEnumerable<GenerationUnit> Units(World world)
    {
        var total = (long)Math.Round(Signals.Events.Rows * world.Scale);
        for (var day = world.FirstDay; day < world.EndDay; day++)
        {
            var first = world.Calendar.Before(total, day);
            var end = world.Calendar.Before(total, day + 1);
            for (var number = 1; number == 1 || first < end; number++, first += EventsInFile)
            {
                var (from, count, tradingDay) = (first, (int)Math.Min(EventsInFile, end - first), day);
                var file = Invariant($"events/event_dt={DateOnly.FromDayNumber(day):yyyy-MM-dd}/events_{number}.jsonl");
                yield return TextUnit.Create(world, Signals.Events, file, count, (output, ledger) =>
                {
                    for (var index = from; index < from + count; index++)
                        Write(world, index, tradingDay, file, output, ledger);
                    return count;
                }, header: false);
            }
        }
    }

    private static void Write(World world, long index, int day, string file, TextOutput output, LedgerPage ledger)
    {
        var draw = world.Draw(Series.Event, index);
        var session = world.Draw(Series.Event, -1 - (index / EventsInSession));
        var sessionId = session.Next();
        var joined = world.CustomersJoinedBy(day);
        var user = 1 + session.LongTail(joined);
        var second = (long)(86_400 * session.Unit() * 0.99) + (index % EventsInSession * 40) + draw.Below(40);
        var at = Instant.At(day, Math.Min(second, 86_399));
        var (high, low) = (draw.Next(), draw.Next());
        var fault = Faults.Drawn(world.Draw(Series.EventFault, index).Unit());
        if (fault is not null)
            ledger.Add(Signals.Events, fault, file, output.Line, ("event_id", fault.Kind == "missing_event_id" ? null : EventId(high, low)));

        output.Byte((byte)'{');
        if (fault?.Kind != "missing_event_id")
        {
            output.Raw("\"event_id\":\""u8);
            Hex(output, high, 16);
            Hex(output, low, 16);
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

        var type = EventTypes[draw.Below(EventTypes.Length)];
        output.Raw("\"event_type\":\""u8);
        output.Raw(type);
        output.Raw("\",\"user_id\":"u8);
        output.Integer(user);
        output.Raw(",\"session_id\":\"s-"u8);
        Hex(output, sessionId, 12);
        output.Raw("\",\"payload\":{"u8);
        WritePayload(world, type, day, ref draw, ref session, output);
        output.Raw("}}"u8);
        output.EndRow();
    }

    /// <summary>Each type as often as it stands here: a funnel from many views to few purchases.</summary>
    private static readonly byte[][] EventTypes =
    [
        .. Enumerable.Repeat(PageView, 38), .. Enumerable.Repeat(ProductView, 28), .. Enumerable.Repeat(Search, 14),
        .. Enumerable.Repeat(AddToCart, 11), .. Enumerable.Repeat(Checkout, 5), .. Enumerable.Repeat(Purchase, 4),
    ];

    private static byte[] PageView => "page_view"u8.ToArray();
    private static byte[] ProductView => "product_view"u8.ToArray();
    private static byte[] Search => "search"u8.ToArray();
    private static byte[] AddToCart => "add_to_cart"u8.ToArray();
    private static byte[] Checkout => "checkout"u8.ToArray();
    private static byte[] Purchase => "purchase"u8.ToArray();

    private static void WritePayload(World world, ReadOnlySpan<byte> type, int day, ref Draw draw, ref Draw session, TextOutput output)
    {
        Member(output, "device"u8, Devices[session.Below(Devices.Length)]);
        output.Comma();
        Member(output, "referrer"u8, Referrers[session.Below(Referrers.Length)]);
        output.Comma();
        if (type.SequenceEqual("page_view"u8))
        {
            Member(output, "url"u8, Pages[draw.Below(Pages.Length)]);
            Number(output, ",\"duration_ms\":"u8, 200 + draw.Below(90_000));
        }
        else if (type.SequenceEqual("search"u8))
        {
            Member(output, "query"u8, Searches[draw.Below(Searches.Length)]);
            Number(output, ",\"results\":"u8, draw.Below(240));
        }
        else
        {
            var product = world.Orders.ProductAtRank(draw.LongTail(world.Products));
            Number(output, "\"product_id\":"u8, product);
            output.Raw(",\"price\":"u8);
            output.Decimal(world.Prices.On(product, day) / 100, 2);
            if (!type.SequenceEqual("product_view"u8))
                Number(output, ",\"quantity\":"u8, 1 + draw.LongTail(5));
            if (type.SequenceEqual("purchase"u8))
                Number(output, ",\"order_id\":"u8, world.Orders.FirstIdOn(day) + draw.Below(Math.Max(1, world.Orders.CountOn(day))));
        }
    }

    private static void Member(TextOutput output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        output.Byte((byte)'"');
        output.Raw(name);
        output.Raw("\":\""u8);
        output.Raw(value);
        output.Byte((byte)'"');
    }

    private static void Number(TextOutput output, ReadOnlySpan<byte> prefix, long value)
    {
        output.Raw(prefix);
        output.Integer(value);
    }

    private static void Hex(TextOutput output, ulong value, int digits)
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
