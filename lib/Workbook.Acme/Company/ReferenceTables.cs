using System.Globalization;

namespace Workbook.Acme.Company;

/// <summary>What orders refer to, and who works at Acme.</summary>
internal static class ReferenceTables
{
    private static readonly (string Team, int People)[] Teams = [("Engineering", 9), ("Data", 2), ("Sales", 8), ("Marketing", 5), ("Finance", 4), ("Service desk", 7), ("Warehouse", 5)];

    public static long WriteProducts(string folder)
    {
        using var file = new Csv(folder, "raw_products", "product_id", "name", "category", "list_price_usd");
        foreach (var product in Products.All)
            file.Row(product.Id, product.Name, product.Category, new Cents(product.UsdCents));
        file.Complete();
        return file.Rows;
    }

    /// <summary>The treasury's feed: a rate for each day and currency that somebody asked for. Nobody asked for pesos.</summary>
    public static long WriteRates(AcmeWorld world, string folder)
    {
        using var file = new Csv(folder, "raw_exchange_rates", "rate_date", "currency", "usd_per_unit");
        for (var day = world.FirstDay; day < world.EndDay; day++)
        {
            foreach (var currency in Currencies.All.Where(currency => currency != Currencies.Mxn))
                file.Row(DateOnly.FromDayNumber(day), currency.Code, (Currencies.UsdMillionths(world, currency, day) / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture));
        }
        file.Complete();
        return file.Rows;
    }

    public static long WriteEmployees(AcmeWorld world, string folder)
    {
        using var file = new Csv(folder, "raw_employees", "employee_id", "first_name", "last_name", "email", "team", "hired_on", "left_on");
        var id = 1;
        foreach (var (team, people) in Teams)
        {
            for (var seat = 0; seat < people; seat++, id++)
            {
                var draw = world.Draw(AcmeSeries.Employee, id);
                var (first, last) = (draw.Pick(world.Names.FirstNames), draw.Pick(world.Names.LastNames));
                var hired = AcmeCalendar.Opening.AddDays(-draw.Below(1_200));
                // The data engineer before you.
                DateOnly? left = team == "Data" && seat == 0 && AcmeCalendar.DayOne <= world.Options.Today ? AcmeCalendar.DayOne.AddDays(-10) : null;
                file.Row(id, first, last, string.Concat($"{first}.{last}".ToLowerInvariant().Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.')) + "@acme.example", team, hired, left);
            }
        }
        file.Complete();
        return file.Rows;
    }
}
