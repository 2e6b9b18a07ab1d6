using System.Globalization;
using Workbook.Generation;

namespace Workbook.Acme.Company;

/// <summary>Somebody who buys at Acme, by the number of their first account.</summary>
/// <param name="Loyalty">How readily they order again, from 0 to 1.</param>
internal sealed record Shopper(
    int Index, string FirstName, string LastName, string Email, string Phone, string City, string State, string Country, Instant SignedUpAt, double Loyalty)
{
    public int CustomerId => Customers.FirstId + Index;

    public Currency Currency => Country switch
    {
        "CA" => Currencies.Cad,
        "GB" => Currencies.Gbp,
        "MX" => Currencies.Mxn,
        "US" => Currencies.Usd,
        _ => Currencies.Eur,
    };
}

/// <param name="Difference">In what it differs from the first account.</param>
internal sealed record AppAccount(int CustomerId, Shopper Shopper, string FirstName, string LastName, string Email, string Phone, Instant SignedUpAt, string Difference);

/// <summary>
/// The customers and the accounts they have: the first, for some a copy from sales' address book, and for some another
/// that they opened in the app, with other particulars.
/// </summary>
internal sealed class Customers
{
    public const int FirstId = 1_001;
    public const int FirstImportId = 500_001;
    public const int FirstAppId = 800_001;

    private const int AtOpening = 1_500;
    private const double ADay = 6;
    private const double ImportShare = 0.06;
    private const double AppShare = 0.08;

    private static readonly (string Country, (string City, string State)[] Places, int Weight)[] Markets =
    [
        ("US", [("Austin", "TX"), ("Boston", "MA"), ("Chicago", "IL"), ("Denver", "CO"), ("New York", "NY"), ("Portland", "OR"), ("San Diego", "CA"), ("Seattle", "WA"), ("Atlanta", "GA"), ("Tucson", "AZ")], 72),
        ("CA", [("Toronto", "ON"), ("Vancouver", "BC"), ("Montreal", "QC")], 12),
        ("DE", [("Berlin", "BE"), ("Hamburg", "HH")], 4),
        ("FR", [("Lyon", "ARA"), ("Paris", "IDF")], 3),
        ("IE", [("Dublin", "D")], 2),
        ("GB", [("Leeds", "LDS"), ("London", "LDN")], 7),
    ];

    private static readonly Dictionary<string, string> Nicknames = new()
    {
        ["Michael"] = "Mike", ["William"] = "Bill", ["Robert"] = "Bob", ["Elizabeth"] = "Liz", ["Katherine"] = "Kate", ["James"] = "Jim",
        ["Thomas"] = "Tom", ["Alexander"] = "Alex", ["Benjamin"] = "Ben", ["Daniel"] = "Dan", ["Jennifer"] = "Jen", ["Jessica"] = "Jess",
        ["Nicholas"] = "Nick", ["Samantha"] = "Sam", ["Timothy"] = "Tim", ["Joseph"] = "Joe", ["Edward"] = "Ted", ["Christopher"] = "Chris",
    };

    private static readonly string[] Domains = ["example.com", "example.org", "example.net", "mail.example.com"];

    private readonly AcmeWorld _world;
    private readonly List<Shopper> _shoppers;

    public Customers(AcmeWorld world)
    {
        _world = world;
        _shoppers = [.. Enumerable.Range(0, CountOn(world.EndDay - 1)).Select(Shopper)];
    }

    public IReadOnlyList<Shopper> Shoppers => _shoppers;

    /// <summary>Who orders: a customer of that day, the loyal more often.</summary>
    public Shopper Ordering(int day, ref Draw draw)
    {
        var count = CountOn(day - 1);
        var candidate = _shoppers[draw.Below(count)];
        for (var look = 0; look < 6 && !draw.Chance(candidate.Loyalty); look++)
            candidate = _shoppers[draw.Below(count)];
        return candidate;
    }

    /// <summary>The account that an order of the app comes under: the second one, where there is one by then.</summary>
    public (int CustomerId, string Email) InApp(Shopper shopper, int day) =>
        AppAccount(shopper) is { } account && account.SignedUpAt.Day < day ? (account.CustomerId, account.Email) : (shopper.CustomerId, shopper.Email);

    public long Write(AcmeOptions options, DefectLedger ledger)
    {
        using var file = new Csv(options.Output, "raw_customers", "customer_id", "first_name", "last_name", "email", "phone", "city", "state", "country", "signed_up_at", "source");
        using var identities = new Csv(options.Truth, "_identities", "customer_id", "person_id");
        foreach (var shopper in _shoppers)
        {
            file.Row(shopper.CustomerId, shopper.FirstName, shopper.LastName, shopper.Email, shopper.Phone, shopper.City, shopper.State, shopper.Country, shopper.SignedUpAt, "web");
            identities.Row(shopper.CustomerId, shopper.CustomerId);
        }
        foreach (var shopper in _shoppers.Where(IsImported))
        {
            WriteImported(file, shopper);
            identities.Row(FirstImportId + shopper.Index, shopper.CustomerId);
            ledger.Add("imported_twice", "raw_customers", FirstImportId + shopper.Index, shopper.CustomerId);
        }
        foreach (var account in _shoppers.Select(AppAccount).OfType<AppAccount>().Where(account => _world.IsPast(account.SignedUpAt)))
        {
            var shopper = account.Shopper;
            file.Row(account.CustomerId, account.FirstName, account.LastName, account.Email, account.Phone, shopper.City, shopper.State, shopper.Country, account.SignedUpAt, "app");
            identities.Row(account.CustomerId, shopper.CustomerId);
            ledger.Add(account.Difference, "raw_customers", account.CustomerId, shopper.CustomerId);
        }
        file.Complete();
        identities.Complete();
        return file.Rows;
    }

    private int CountOn(int day) => _world.Scaled(AtOpening) + (int)(ADay * _world.Options.Scale * Math.Max(0, day - _world.FirstDay + 1));

    private Shopper Shopper(int index)
    {
        var draw = _world.Draw(AcmeSeries.Person, index);
        var first = draw.Pick(_world.Names.FirstNames);
        var last = draw.Pick(_world.Names.LastNames);
        var signedUp = SignedUp(index, ref draw);
        var (country, city, state) = Home(signedUp, ref draw);
        var loyalty = Math.Pow(draw.Unit(), 2);
        var domain = draw.Pick(Domains);
        // The one of whom sales complains, and another of the same name who is somebody else.
        (first, last, city, state, country, loyalty) = index switch
        {
            12 => ("Michael", "Chen", "Austin", "TX", "US", 1),
            13 => ("Michael", "Chen", "Boston", "MA", "US", 0.9),
            _ => (first, last, city, state, country, loyalty),
        };
        return new Shopper(index, first, last, Email(first, last, index % 997, domain), Phone(country, ref draw), city, state, country, signedUp, loyalty);
    }

    private Instant SignedUp(int index, ref Draw draw)
    {
        var atOpening = _world.Scaled(AtOpening);
        return index < atOpening
            ? Instant.At(_world.FirstDay - 1 - draw.Below(400), draw.Below(86_400))
            : Instant.At(_world.FirstDay + (int)((index - atOpening) / (ADay * _world.Options.Scale)), draw.Below(86_400));
    }

    private static (string Country, string City, string State) Home(Instant signedUp, ref Draw draw)
    {
        var isMexican = draw.Chance(0.17);
        var weight = draw.Below(100);
        if (isMexican && signedUp.Day >= AcmeCalendar.MexicoLaunch.DayNumber)
            return ("MX", "Guadalajara", "JAL");
        foreach (var market in Markets)
        {
            if ((weight -= market.Weight) >= 0)
                continue;
            var (city, state) = draw.Pick(market.Places);
            return (market.Country, city, state);
        }
        throw new InvalidOperationException("The markets' weights don't add up to 100.");
    }

    private bool IsImported(Shopper shopper) =>
        _world.EndDay > AcmeCalendar.CrmImport.DayNumber && shopper.SignedUpAt.Day < AcmeCalendar.CrmImport.DayNumber - 30
        && (shopper.Index == 12 || _world.Draw(AcmeSeries.Import, shopper.Index).Chance(ImportShare));

    private static void WriteImported(Csv file, Shopper shopper)
    {
        var digits = string.Concat(shopper.Phone.Where(char.IsAsciiDigit));
        file.Row(FirstImportId + shopper.Index, shopper.FirstName.ToUpperInvariant(), shopper.LastName.ToUpperInvariant(), $"{char.ToUpperInvariant(shopper.Email[0])}{shopper.Email[1..]}", digits,
            shopper.City.ToUpperInvariant(), shopper.State, shopper.Country, Instant.At(AcmeCalendar.CrmImport.DayNumber, (3 * 3_600) + (shopper.Index % 60)), "crm_import");
    }

    /// <summary>Null for those who have none.</summary>
    private AppAccount? AppAccount(Shopper shopper)
    {
        var draw = _world.Draw(AcmeSeries.AppAccount, shopper.Index);
        var after = draw.Below(120);
        var second = draw.Below(86_400);
        var isTheOne = shopper.Index == 12;
        if (!(isTheOne || draw.Chance(AppShare)) || shopper.SignedUpAt.Day >= AcmeCalendar.AppLaunch.DayNumber)
            return null;
        var home = Email(shopper.FirstName[..1], shopper.LastName, 1_000 + draw.Below(8_999), draw.Pick(Domains));
        var other = Phone(shopper.Country, ref draw);
        var (first, last, email, phone, difference) = (isTheOne ? 1 : draw.Below(5)) switch
        {
            0 => (shopper.FirstName, Typo(shopper.LastName, ref draw), shopper.Email, shopper.Phone, "typo_in_name"),
            1 when Nicknames.TryGetValue(shopper.FirstName, out var nickname) => (nickname, shopper.LastName, home, shopper.Phone, "nickname_and_other_email"),
            1 => (shopper.FirstName[..1], shopper.LastName, home, shopper.Phone, "initial_and_other_email"),
            2 => (shopper.FirstName, shopper.LastName, shopper.Email, other, "other_phone"),
            3 => (shopper.LastName, shopper.FirstName, shopper.Email, shopper.Phone, "names_swapped"),
            _ => (shopper.FirstName, Typo(shopper.LastName, ref draw), home, shopper.Phone, "typo_and_other_email"),
        };
        return new AppAccount(FirstAppId + shopper.Index, shopper, first, last, email, phone, Instant.At(AcmeCalendar.AppLaunch.DayNumber + (isTheOne ? 3 : after), second), difference);
    }

    private static string Phone(string country, ref Draw draw)
    {
        var number = draw.Between(2_000_000, 9_999_999).ToString(CultureInfo.InvariantCulture);
        var area = draw.Between(201, 989);
        var code = country switch { "US" or "CA" => "1", "MX" => "52", "GB" => "44", "DE" => "49", "FR" => "33", _ => "353" };
        return $"+{code} {area} {number[..3]} {number[3..]}";
    }

    private static string Email(string first, string last, int number, string domain) =>
        $"{string.Concat($"{first}.{last}".ToLowerInvariant().Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '.'))}{number}@{domain}";

    private static string Typo(string name, ref Draw draw)
    {
        if (name.Length < 4)
            return name + name[^1];
        var at = 1 + draw.Below(name.Length - 2);
        return draw.Chance(0.5) ? name.Remove(at, 1) : $"{name[..at]}{name[at + 1]}{name[at]}{name[(at + 2)..]}";
    }
}
