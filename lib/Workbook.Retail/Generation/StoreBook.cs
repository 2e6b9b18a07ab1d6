using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>Where each store stands, and in which one a customer buys.</summary>
internal sealed class StoreBook
{
    /// <summary>Who travels, or orders from abroad.</summary>
    private const double AnywhereShare = 0.08;

    private readonly World _world;
    private readonly State[] _states;
    private readonly Dictionary<string, int[]> _webByCountry;
    private readonly Dictionary<string, int[]> _posByCountry;

    public StoreBook(World world)
    {
        _world = world;
        // Shops and web shops in turn by themselves: each country should have some of both.
        _states = [.. Enumerable.Range(0, world.Stores + 1).Select(id => Geography.StateInTurn(World.IsWeb(id) ? id / 20 : id - (id / 20)))];
        _webByCountry = ByCountry(World.IsWeb);
        _posByCountry = ByCountry(id => !World.IsWeb(id));
    }

    public State StateOf(int storeId) => _states[storeId];

    /// <summary>
    /// Mostly one of the customer's country, low ids far more often. Where the country has no store of the channel, it is
    /// one of the other channel.
    /// </summary>
    public int For(State home, bool isWeb, ref Draw draw)
    {
        if (!draw.Chance(AnywhereShare))
        {
            var (wanted, other) = isWeb ? (_webByCountry, _posByCountry) : (_posByCountry, _webByCountry);
            var stores = wanted[home.Country] is { Length: > 0 } own ? own : other[home.Country];
            if (stores.Length > 0)
                return stores[draw.LongTail(stores.Length)];
        }

        return isWeb ? 20 * (1 + draw.LongTail(_world.WebStores)) : World.PosStore(draw.LongTail(_world.PosStores));
    }

    private Dictionary<string, int[]> ByCountry(Func<int, bool> isOfChannel) => Geography.States.Select(state => state.Country).Distinct()
        .ToDictionary(country => country, country => Enumerable.Range(1, _world.Stores).Where(id => isOfChannel(id) && _states[id].Country == country).ToArray());
}
