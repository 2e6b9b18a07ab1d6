using Workbook.Contracts;
using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>
/// Which products there are, how well each sells and until when. One in twenty is discontinued by the end of the base days,
/// and others at the same pace after them. Faults sit on slow sellers, so that few order lines lose their product.
/// </summary>
internal sealed class Catalogue
{
    private const double DiscontinuedInBaseDays = 0.05;
    private const int Never = int.MaxValue;
    private readonly World _world;
    private readonly int _stride;
    private readonly int[] _lastDay;
    private readonly Dictionary<int, PlantedAnomaly> _faults = [];

    public Catalogue(World world)
    {
        _world = world;
        Count = world.Products;
        _stride = CoprimeStride(Count);
        var slow = Count / 2;
        var plan = FaultPlan.ByCount(MasterData.Products, Count, slow);
        for (var slot = 0; slot < slow; slot++)
        {
            if (plan.AtSlot(slot) is { } fault)
                _faults[AtRank(Count - 1 - slot)] = fault;
        }

        _lastDay = new int[Count + 1];
        for (var product = 1; product <= Count; product++)
            _lastDay[product] = LastDay(product);
    }

    public int Count { get; }

    /// <summary>The fault planted in the product's row; null for a sound one.</summary>
    public PlantedAnomaly? FaultOf(int product) => _faults.GetValueOrDefault(product);

    /// <summary>What the product is, and how good: that makes its price.</summary>
    public (Thing Thing, Quality Quality) KindOf(int product)
    {
        var draw = _world.Draw(Series.Article, product);
        return (draw.Pick(Assortment.Shelves), draw.Pick(Assortment.Qualities));
    }

    /// <summary>Says what <see cref="KindOf"/> does.</summary>
    public string NameOf(int product)
    {
        var (thing, quality) = KindOf(product);
        var draw = _world.Draw(Series.Article, -product);
        return $"{draw.Pick(quality.Words)} {draw.Pick(thing.Styles)} {thing.Name}, {draw.Pick(thing.Variants)}";
    }

    /// <summary>The last day on which it is sold, as <see cref="DateOnly.DayNumber"/>; far away for most.</summary>
    public int LastDayOf(int product) => _lastDay[product];

    /// <summary>The product at a popularity rank, 0 sells best, or the next one that is still sold on the day.</summary>
    public int OnSale(int rank, int day)
    {
        var product = AtRank(rank);
        while (_lastDay[product] < day)
            product = AtRank(++rank % Count);
        return product;
    }

    private int AtRank(int rank) => 1 + (int)((long)rank * _stride % Count);

    private int LastDay(int product)
    {
        var draw = _world.Draw(Series.Assortment, product);
        // Nobody wrote down when it was; the sales of the first month tell.
        if (FaultOf(product)?.Kind == "discontinued_without_date")
            return World.EpochDay + draw.Below(30);
        var days = draw.Unit() / DiscontinuedInBaseDays * _world.BaseDays;
        return days < 100_000 ? World.EpochDay + (int)days : Never;
    }

    /// <summary>A step that visits every product once, so that the best sellers are scattered over the ids.</summary>
    private static int CoprimeStride(int count)
    {
        var stride = (int)(count * 0.618) | 1;
        while (Gcd(stride, count) != 1)
            stride += 2;
        return stride;
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
