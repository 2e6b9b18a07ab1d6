namespace Workbook.Retail.Generation;

/// <summary>The currencies of the world, each with the rate around which its daily rate wanders.</summary>
internal static class Currencies
{
    /// <summary>Australian dollars for one unit.</summary>
    public static readonly IReadOnlyList<(string Code, double RateToAud)> All =
    [
        ("AUD", 1.0), ("USD", 1.52), ("NZD", 0.92), ("GBP", 1.93), ("EUR", 1.64),
        ("JPY", 0.0102), ("SGD", 1.13), ("CNY", 0.211), ("INR", 0.0182), ("CAD", 1.11),
    ];

    private static readonly Dictionary<string, double> Rates = All.ToDictionary(currency => currency.Code, currency => currency.RateToAud);

    /// <summary>The long-run rate.</summary>
    public static double ToAud(string currency) => Rates[currency];

    /// <summary>At the long-run rate, to whole cents; both prices in ten-thousandths, never below one cent.</summary>
    public static long Convert(long price, string from, string to) => from == to
        ? price
        : Math.Max(100, (long)Math.Round(price * Rates[from] / Rates[to] / 100) * 100);
}
