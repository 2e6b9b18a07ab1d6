namespace Workbook.Acme.Company;

/// <param name="UsdPerUnit">About what it was worth in 2024 and 2025; rates wander around it.</param>
internal sealed record Currency(string Code, double UsdPerUnit, double Volatility);

/// <summary>The currencies that Acme sells in, and what they are worth on a day.</summary>
internal static class Currencies
{
    public static readonly Currency Usd = new("USD", 1, 0);
    public static readonly Currency Cad = new("CAD", 0.72, 0.02);
    public static readonly Currency Eur = new("EUR", 1.09, 0.03);
    public static readonly Currency Gbp = new("GBP", 1.29, 0.03);
    public static readonly Currency Mxn = new("MXN", 0.052, 0.03);

    public static readonly IReadOnlyList<Currency> All = [Usd, Cad, Eur, Gbp, Mxn];

    /// <summary>US dollars for a unit, in millionths: two slow waves and a little noise from day to day.</summary>
    public static long UsdMillionths(AcmeWorld world, Currency currency, int day)
    {
        if (currency == Usd)
            return 1_000_000;
        var draw = world.Draw(AcmeSeries.Rate, ((long)day * 16) + currency.Code[0]);
        var wave = Math.Sin((day + (currency.Code[0] * 7)) / 61.0) + (0.5 * Math.Sin((day + currency.Code[1]) / 17.0)) + (0.15 * draw.Normal());
        return (long)Math.Round(currency.UsdPerUnit * (1 + (currency.Volatility * wave / 1.5)) * 1_000_000);
    }

    /// <summary>To the cent, a half away from zero: as payment providers settle.</summary>
    public static long ToUsdCents(AcmeWorld world, Currency currency, int day, long cents)
    {
        var exact = (decimal)cents * UsdMillionths(world, currency, day) / 1_000_000m;
        return (long)Math.Round(exact, MidpointRounding.AwayFromZero);
    }
}
