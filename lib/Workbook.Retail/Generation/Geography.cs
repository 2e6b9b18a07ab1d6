using System.Globalization;
using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>A state in which the retailer trades.</summary>
/// <param name="UtcOffsetMinutes">Standard time; the generated world keeps no daylight saving.</param>
/// <param name="Weight">Of a hundred customers or stores, how many are there.</param>
/// <param name="PhoneForms">Of mobile telephones, as <see cref="Geography.Filled"/> takes them.</param>
internal sealed record State(
    string Country, string Region, string Code, int UtcOffsetMinutes, string Currency, decimal Tax, int Weight, params string[] PhoneForms)
{
    /// <summary>The tax rate in units of a ten-thousandth.</summary>
    public int TaxUnits { get; } = (int)(Tax * 10_000);

    public bool IsSouthern => Region == "Oceania";
}

/// <summary>A city of one state, with its centre.</summary>
/// <param name="PostcodeForm">As <see cref="Geography.Filled"/> takes it.</param>
/// <param name="ResidentsUpTo">Thousands, those of the state's cities before it included.</param>
internal sealed record City(string Name, State State, double Latitude, double Longitude, string PostcodeForm, int ResidentsUpTo);

/// <summary>Where people live and stores stand. The cities are those of <c>cities.csv</c>.</summary>
internal static class Geography
{
    private static readonly string[] Australian = ["+61 40# ### ###", "+61 41# ### ###", "+61 42# ### ###", "+61 43# ### ###"];

    public static readonly IReadOnlyList<State> States =
    [
        new("AU", "Oceania", "NSW", 600, "AUD", 0.10m, 26, Australian),
        new("AU", "Oceania", "VIC", 600, "AUD", 0.10m, 22, Australian),
        new("AU", "Oceania", "QLD", 600, "AUD", 0.10m, 14, Australian),
        new("AU", "Oceania", "WA", 480, "AUD", 0.10m, 7, Australian),
        new("AU", "Oceania", "SA", 570, "AUD", 0.10m, 5, Australian),
        new("NZ", "Oceania", "AUK", 720, "NZD", 0.15m, 8, "+64 21 ### ####", "+64 22 ### ####", "+64 27 ### ####"),
        new("US", "North America", "CA", -480, "USD", 0.0725m, 6, "+1 213 ~## ####", "+1 310 ~## ####", "+1 415 ~## ####", "+1 510 ~## ####", "+1 619 ~## ####", "+1 916 ~## ####"),
        new("US", "North America", "NY", -300, "USD", 0.04m, 5, "+1 212 ~## ####", "+1 315 ~## ####", "+1 518 ~## ####", "+1 585 ~## ####", "+1 716 ~## ####", "+1 914 ~## ####"),
        new("GB", "Europe", "ENG", 0, "GBP", 0.20m, 7, "+44 771# ######", "+44 773# ######", "+44 775# ######", "+44 777# ######"),
    ];

    private static readonly State[] Weighted = [.. States.SelectMany(state => Enumerable.Repeat(state, state.Weight))];
    private static readonly Dictionary<string, City[]> Cities = ReadCities();

    /// <summary>By chance, the larger the more likely.</summary>
    public static State StateOf(World world, Series series, int id) =>
        Weighted[world.Draw(series, id).Below(Weighted.Length)];

    /// <summary>
    /// In turn, so that however few there are they are spread as the people are; a step near the golden section of a
    /// hundred leaves no large gap.
    /// </summary>
    public static State StateInTurn(int number) => Weighted[(int)(number * 61L % Weighted.Length)];

    /// <summary>A city of the state, the larger the more likely.</summary>
    public static City CityIn(State state, ref Draw draw)
    {
        var cities = Cities[state.Code];
        var resident = draw.Below(cities[^1].ResidentsUpTo);
        return cities.First(city => resident < city.ResidentsUpTo);
    }

    /// <summary>A place in the city or its suburbs, in degrees: at most about eight kilometres from the centre each way.</summary>
    public static (double Latitude, double Longitude) PlaceIn(City city, ref Draw draw) =>
        (Math.Round(city.Latitude + (0.02 * draw.Normal()), 6), Math.Round(city.Longitude + (0.02 * draw.Normal()), 6));

    /// <summary>
    /// A postcode or telephone number of the form: <c>#</c> stands for a digit, <c>%</c> for one from 1, <c>~</c> for one
    /// from 2, <c>@</c> for a letter that British postcodes end in; anything else is itself.
    /// </summary>
    public static string Filled(string form, ref Draw draw)
    {
        const string Letters = "ABDEFGHJLNPQRSTUWXYZ";
        var text = new char[form.Length];
        for (var at = 0; at < text.Length; at++)
        {
            text[at] = form[at] switch
            {
                '#' => (char)('0' + draw.Below(10)),
                '%' => (char)('1' + draw.Below(9)),
                '~' => (char)('2' + draw.Below(8)),
                '@' => Letters[draw.Below(Letters.Length)],
                var itself => itself,
            };
        }

        return new string(text);
    }

    private static Dictionary<string, City[]> ReadCities()
    {
        using var file = typeof(Geography).Assembly.GetManifestResourceStream("Generation/cities.csv")!;
        using var text = new StreamReader(file);
        var rows = text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).ToList();
        var cities = new Dictionary<string, City[]>();
        foreach (var state in States)
        {
            var residents = 0;
            cities[state.Code] = [.. rows.Where(row => row[0] == state.Code).Select(row => new City(
                row[1], state, double.Parse(row[2], CultureInfo.InvariantCulture), double.Parse(row[3], CultureInfo.InvariantCulture),
                row[4], residents += int.Parse(row[5], CultureInfo.InvariantCulture)))];
        }

        return cities;
    }
}
