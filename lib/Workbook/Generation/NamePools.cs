using Bogus;

namespace Workbook.Generation;

/// <summary>
/// Realistic names, drawn once from Bogus with the world's seed; rows then pick from the pools by their own draw, which
/// is a hundred times faster than asking Bogus for each row.
/// </summary>
public sealed class NamePools
{
    /// <summary>The same seed gives the same pools, in the same order.</summary>
    public NamePools(ulong seed)
    {
        var faker = new Faker("en_AU") { Random = new Randomizer(unchecked((int)(seed ^ (seed >> 32)))) };
        FirstNames = Pool(1_500, () => faker.Name.FirstName());
        LastNames = Pool(1_500, () => faker.Name.LastName());
        Streets = Pool(800, () => faker.Address.StreetName());
        Cities = Pool(400, () => faker.Address.City());
        Companies = Pool(1_000, () => faker.Company.CompanyName());
        ProductNames = Pool(1_500, () => faker.Commerce.ProductName());
        Categories = Pool(60, () => faker.Commerce.Department(1));
    }

    /// <summary>Australian ones; no pool has a name twice.</summary>
    public IReadOnlyList<string> FirstNames { get; }

    /// <summary>Family names.</summary>
    public IReadOnlyList<string> LastNames { get; }

    /// <summary>Without house numbers.</summary>
    public IReadOnlyList<string> Streets { get; }

    /// <summary>At most 400 of them.</summary>
    public IReadOnlyList<string> Cities { get; }

    /// <summary>At most 1,000 of them.</summary>
    public IReadOnlyList<string> Companies { get; }

    /// <summary>Of three words: a quality, a material and a thing.</summary>
    public IReadOnlyList<string> ProductNames { get; }

    /// <summary>A shop's departments; the fewest of all.</summary>
    public IReadOnlyList<string> Categories { get; }

    private static List<string> Pool(int draws, Func<string> draw) =>
        [.. Enumerable.Range(0, draws).Select(_ => draw()).Distinct()];
}
