namespace Workbook.Acme.Company;

/// <param name="UsdCents">The list price.</param>
internal sealed record Product(int Id, string Name, string Category, long UsdCents);

/// <summary>What Acme has always sold.</summary>
internal static class Products
{
    private static readonly (string Category, (string Name, int Dollars)[] Items)[] Ranges =
    [
        ("Anvils", [("Anvil, 10 kg", 49), ("Anvil, 25 kg", 99), ("Anvil, 50 kg", 179), ("Travel anvil", 35), ("Anvil stand", 59), ("Anvil polish", 9)]),
        ("Rockets", [("Pocket rocket", 29), ("Rocket skates", 119), ("Rocket sled", 249), ("Fuse, 10 m", 7), ("Launch pad", 89), ("Helmet", 45)]),
        ("Magnets", [("Horseshoe magnet", 15), ("Giant magnet", 139), ("Magnet on a rope", 22), ("Iron filings, 1 kg", 12), ("Compass", 18)]),
        ("Paint", [("Tunnel paint", 39), ("Invisible paint", 55), ("Stripe remover", 14), ("Brush, 20 cm", 8), ("Drop sheet", 11)]),
        ("Springs", [("Spring shoes", 65), ("Spring, giant", 79), ("Spring-powered desk", 289), ("Bounce mat", 95), ("Spring oil", 6)]),
        ("Seeds", [("Earthquake seeds", 17), ("Bird seed, 5 kg", 13), ("Bird seed, 25 kg", 42), ("Instant hedge", 33), ("Self-watering can", 27)]),
    ];

    public static readonly IReadOnlyList<Product> All =
        [.. Ranges.SelectMany(range => range.Items.Select(item => (range.Category, item))).Select((entry, index) => new Product(101 + index, entry.item.Name, entry.Category, (entry.item.Dollars * 100L) - 1))];

    /// <summary>The price tag in a currency: converted once when the shop opened there, and ending in .99 ever since.</summary>
    public static long Price(this Product product, Currency currency) =>
        currency == Currencies.Usd ? product.UsdCents : ((long)Math.Ceiling(product.UsdCents / 100.0 / currency.UsdPerUnit) * 100) - 1;
}
