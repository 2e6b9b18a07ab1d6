using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>A state in which the retailer trades.</summary>
/// <param name="UtcOffsetMinutes">Standard time; the generated world keeps no daylight saving.</param>
/// <param name="PostcodePattern"><c>#</c> stands for a digit, <c>@</c> for a letter.</param>
internal sealed record State(
    string Country, string Region, string Code, double Latitude, double Longitude, int UtcOffsetMinutes,
    string Currency, decimal Tax, string PostcodePattern, string PhonePrefix, int Weight)
{
    /// <summary>The tax rate in units of a ten-thousandth.</summary>
    public int TaxUnits { get; } = (int)(Tax * 10_000);
}

/// <summary>Where people live and stores stand.</summary>
internal static class Geography
{
    public static readonly IReadOnlyList<State> States =
    [
        new("AU", "Oceania", "NSW", -33.87, 151.21, 600, "AUD", 0.10m, "2###", "+61 4", 26),
        new("AU", "Oceania", "VIC", -37.81, 144.96, 600, "AUD", 0.10m, "3###", "+61 4", 22),
        new("AU", "Oceania", "QLD", -27.47, 153.03, 600, "AUD", 0.10m, "4###", "+61 4", 14),
        new("AU", "Oceania", "WA", -31.95, 115.86, 480, "AUD", 0.10m, "6###", "+61 4", 7),
        new("AU", "Oceania", "SA", -34.93, 138.60, 570, "AUD", 0.10m, "5###", "+61 4", 5),
        new("NZ", "Oceania", "AUK", -36.85, 174.76, 720, "NZD", 0.15m, "1###", "+64 2", 8),
        new("US", "North America", "CA", 34.05, -118.24, -480, "USD", 0.0725m, "9####", "+1 ", 6),
        new("US", "North America", "NY", 40.71, -74.01, -300, "USD", 0.04m, "1####", "+1 ", 5),
        new("GB", "Europe", "ENG", 51.51, -0.13, 0, "GBP", 0.20m, "@@# #@@", "+44 7", 7),
    ];

    private static readonly State[] Weighted = [.. States.SelectMany(state => Enumerable.Repeat(state, state.Weight))];

    public static State StateOf(World world, Series series, int id) =>
        Weighted[world.Draw(series, id).Below(Weighted.Length)];

    /// <summary>The states of all stores, by store id; index 0 is unused.</summary>
    public static State[] StoreStates(World world) =>
        [.. Enumerable.Range(0, world.Stores + 1).Select(id => StateOf(world, Series.Geography, id))];

    public static string Postcode(State state, ref Draw draw)
    {
        var text = new char[state.PostcodePattern.Length];
        for (var at = 0; at < text.Length; at++)
        {
            text[at] = state.PostcodePattern[at] switch
            {
                '#' => (char)('0' + draw.Below(10)),
                '@' => (char)('A' + draw.Below(26)),
                var fixedCharacter => fixedCharacter,
            };
        }

        return new string(text);
    }
}
