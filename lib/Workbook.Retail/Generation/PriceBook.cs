namespace Workbook.Retail.Generation;

/// <summary>
/// Every product's price through time, by what it is and how good. Three in ten change it one to four times in the three years after the epoch;
/// an order line takes the price of its day, the catalogue only knows the newest.
/// </summary>
internal sealed class PriceBook
{
    private const int HistoryDays = 1_096;
    private readonly int[] _first;
    private readonly int[] _from;
    private readonly long[] _price;
    private readonly bool[] _imported;

    public PriceBook(World world)
    {
        _first = new int[world.Products + 2];
        _imported = new bool[world.Products + 1];
        var from = new List<int>(world.Products * 2);
        var prices = new List<long>(world.Products * 2);
        for (var product = 1; product <= world.Products; product++)
        {
            _first[product] = from.Count;
            var draw = world.Draw(Series.Price, product);
            var (thing, quality) = world.Catalogue.KindOf(product);
            var price = Math.Max(1.5, thing.Price * quality.PriceFactor * Math.Exp(0.2 * draw.Normal()));
            _imported[product] = draw.Chance(0.1);
            if (_imported[product])
                price /= Currencies.ToAud("USD");
            from.Add(0);
            prices.Add(Cents(price));
            var changes = draw.Chance(0.3) ? draw.Between(1, 4) : 0;
            var day = 0;
            for (var change = 0; change < changes; change++)
            {
                day += draw.Between(20, HistoryDays / 4);
                if (World.EpochDay + day > world.Catalogue.LastDayOf(product))
                    break;
                price = Math.Max(1, price * (draw.Chance(0.65) ? 1.03 + (0.15 * draw.Unit()) : 0.80 + (0.15 * draw.Unit())));
                from.Add(World.EpochDay + day);
                prices.Add(Cents(price));
            }
        }

        _first[world.Products + 1] = from.Count;
        _from = [.. from];
        _price = [.. prices];
    }

    /// <summary>Imports are priced in US dollars, everything else at home.</summary>
    public string CurrencyOf(int product) => _imported[product] ? "USD" : "AUD";

    /// <summary>The price on the day, in ten-thousandths of the product's currency.</summary>
    public long On(int product, int day)
    {
        var version = _first[product + 1] - 1;
        while (_from[version] > day)
            version--;
        return _price[version];
    }

    /// <summary>The product's prices that begin before the day, oldest first; the first has no beginning (day 0).</summary>
    public IEnumerable<(int FromDay, long Price)> Versions(int product, int beforeDay)
    {
        for (var version = _first[product]; version < _first[product + 1] && _from[version] < beforeDay; version++)
            yield return (_from[version], _price[version]);
    }

    private static long Cents(double price) => (long)Math.Round(price * 100) * 100;
}
