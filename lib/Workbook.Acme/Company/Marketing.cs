using System.Globalization;
using Workbook.Generation;

namespace Workbook.Acme.Company;

/// <summary>Visits to the web shop, the campaigns that paid for some, and marketing's own list of contacts.</summary>
internal static class Marketing
{
    private const double VisitsADay = 260;

    private static readonly (string Id, string Channel, double DollarsADay)[] Campaigns =
        [("brand-search", "search", 110), ("rocket-video", "video", 160), ("anvil-social", "social", 95), ("newsletter", "email", 12), ("road-side-posters", "outdoor", 70)];

    private static readonly string[] Pages = ["/", "/anvils", "/rockets", "/magnets", "/paint", "/springs", "/seeds", "/cart", "/checkout", "/help"];

    public static long WriteVisits(AcmeWorld world, Customers customers, string folder)
    {
        using var file = new Csv(folder, "raw_web_events", "event_id", "occurred_at", "visitor_id", "customer_id", "event_type", "page", "utm_source", "ip_address");
        for (var day = world.FirstDay; day < world.EndDay; day++)
        {
            for (var number = 0; number < world.Scaled(VisitsADay); number++)
            {
                var id = ((long)day * 1_000_000) + number;
                var draw = world.Draw(AcmeSeries.Visit, id);
                var shopper = customers.Ordering(day, ref draw);
                int? known = draw.Chance(0.4) ? shopper.CustomerId : null;
                var source = draw.Chance(0.35) ? draw.Pick(Campaigns).Id : null;
                var address = string.Create(CultureInfo.InvariantCulture, $"203.0.113.{1 + (shopper.Index % 254)}");
                file.Row(id, Instant.At(day, draw.Below(86_400)), $"v{shopper.Index:x}", known, draw.Chance(0.85) ? "page_view" : "add_to_cart", draw.Pick(Pages), source, address);
            }
        }
        file.Complete();
        return file.Rows;
    }

    public static long WriteSpend(AcmeWorld world, string folder)
    {
        using var campaigns = new Csv(folder, "raw_campaigns", "campaign_id", "channel", "started_on");
        using var spend = new Csv(folder, "raw_ad_spend", "spend_date", "campaign_id", "clicks", "cost_usd");
        for (var index = 0; index < Campaigns.Length; index++)
        {
            var (id, channel, dollars) = Campaigns[index];
            campaigns.Row(id, channel, AcmeCalendar.Opening.AddDays(index * 20));
            for (var day = world.FirstDay + (index * 20); day < world.EndDay; day++)
            {
                var draw = world.Draw(AcmeSeries.Campaign, ((long)day * 16) + index);
                var cost = (long)(dollars * world.Options.Scale * 100 * (1 + (0.25 * draw.Normal())));
                spend.Row(DateOnly.FromDayNumber(day), id, (int)(cost / draw.Between(60, 140)), new Cents(cost));
            }
        }
        campaigns.Complete();
        spend.Complete();
        return campaigns.Rows + spend.Rows;
    }

    /// <summary>Two in three customers are known to marketing too, some under another address; and so are people who never bought.</summary>
    public static long WriteContacts(AcmeWorld world, Customers customers, string folder)
    {
        using var file = new Csv(folder, "raw_hubspot_contacts", "contact_id", "firstname", "lastname", "email", "lifecyclestage", "first_touch_campaign", "createdate");
        foreach (var shopper in customers.Shoppers)
        {
            var draw = world.Draw(AcmeSeries.Contact, shopper.Index);
            if (draw.Chance(0.33))
                continue;
            var campaign = draw.Chance(0.7) ? draw.Pick(Campaigns).Id : null;
            var email = draw.Chance(0.1) ? $"{shopper.FirstName}{draw.Below(99)}@example.net".ToLowerInvariant().Replace("'", "", StringComparison.Ordinal) : shopper.Email.ToUpperInvariant();
            file.Row(2_000_001 + shopper.Index, shopper.FirstName, shopper.LastName, email, "customer", campaign, shopper.SignedUpAt.Plus(-86_400L * draw.Below(30)));
        }
        for (var index = 0; index < world.Scaled(600); index++)
        {
            var draw = world.Draw(AcmeSeries.Contact, -1 - index);
            var (first, last) = (draw.Pick(world.Names.FirstNames), draw.Pick(world.Names.LastNames));
            var email = string.Concat($"{first}.{last}".ToLowerInvariant().Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.')) + "@example.org";
            file.Row(3_000_001 + index, first, last, email, "lead", draw.Pick(Campaigns).Id, Instant.At(world.FirstDay + draw.Below(world.EndDay - world.FirstDay), draw.Below(86_400)));
        }
        file.Complete();
        return file.Rows;
    }
}
