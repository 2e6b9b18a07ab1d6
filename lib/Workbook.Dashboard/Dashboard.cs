using System.Diagnostics;
using System.Globalization;
using System.Text;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Models.Metrics;

namespace Workbook.Dashboards;

/// <summary>A page of the dashboard with its visuals, in their order.</summary>
public sealed record DashboardPage(string Id, string Title, IReadOnlyList<Tile> Tiles);

/// <summary>
/// A company's dashboard: pages over the gold star, as one HTML file and as charts. Every figure under every state of
/// the slicers is asked of the database when the dashboard is built and carried along, because most can't be added up later:
/// orders, customers and ratios of two periods or regions aren't those of both. So the page needs no server and no network,
/// and is as old as its build.
/// </summary>
public sealed class Dashboard
{
    private readonly IReadOnlyList<Tile> _details;

    private Dashboard(
        DashboardDefinition definition, IReadOnlyList<DashboardPage> pages, IReadOnlyList<Tile> details, Slicers slicers, DashboardOptions options, DateTimeOffset builtAt, DateOnly firstDay, DateOnly asOf, string? storeName) =>
        (Definition, Pages, _details, Slicers, Options, BuiltAt, FirstDay, AsOf, StoreName) = (definition, pages, details, slicers, options, builtAt, firstDay, asOf, storeName);

    /// <summary>What it was built from.</summary>
    public DashboardDefinition Definition { get; }

    /// <summary>In the order of the tabs; a page none of whose tiles the role may see is there, without tiles.</summary>
    public IReadOnlyList<DashboardPage> Pages { get; }

    /// <summary>What the slicer of periods offers; the first is the one that the page opens with.</summary>
    public IReadOnlyList<Period> Periods => Slicers.Periods;

    /// <summary>What the slicer of regions offers; empty where there is none.</summary>
    public IReadOnlyList<string> Regions => Slicers.Regions;

    /// <summary>What the slicer of categories offers; empty where there is none.</summary>
    public IReadOnlyList<string> Categories => Slicers.Categories;

    /// <summary>Whose dashboard it is.</summary>
    public DashboardOptions Options { get; }

    /// <summary>UTC.</summary>
    public DateTimeOffset BuiltAt { get; }

    /// <summary>The first day with sales that the role may see.</summary>
    public DateOnly FirstDay { get; }

    /// <summary>The business date: the company's newest day. Nothing on the pages is newer.</summary>
    public DateOnly AsOf { get; }

    /// <summary>Of a store manager's store.</summary>
    public string? StoreName { get; }

    internal Slicers Slicers { get; }

    internal IEnumerable<Tile> AllTiles => Pages.SelectMany(page => page.Tiles).Concat(_details);

    /// <summary>Reads the lake only. The same lake, options and instant give the same bytes.</summary>
    /// <param name="progress">Told a sentence for each page.</param>
    /// <exception cref="WorkbookException">The role doesn't exist or lacks its store, or the lake has no star schema or no sales.</exception>
    public static Dashboard Build(DashboardDefinition definition, LakeFolder lake, DashboardOptions? options = null, TimeProvider? time = null, IProgress<string>? progress = null, CancellationToken cancel = default)
    {
        options ??= new DashboardOptions();
        options.Validate(definition.Stores is not null);
        var builtAt = (time ?? TimeProvider.System).GetUtcNow();
        var catalog = MetricCatalog.Read(definition.Metrics);
        using var star = ScopedStar.Load(definition, lake, options);
        progress?.Report($"read {lake.Path}");

        var slicers = SlicersOf(definition, star);
        var parameters = new Dictionary<string, string>
        {
            ["built_at"] = string.Create(CultureInfo.InvariantCulture, $"timestamp '{builtAt.UtcDateTime:yyyy-MM-dd HH:mm:ss}'"),
        };
        foreach (var column in definition.Pages.SelectMany(page => page.Tiles).Select(tile => tile.SharedColumn).OfType<string>())
            parameters[column] = "null";
        var pages = new List<DashboardPage>();
        var details = new List<Tile>();
        foreach (var page in definition.Pages)
        {
            var clock = Stopwatch.StartNew();
            var tiles = new List<Tile>();
            foreach (var asked in page.Tiles.Where(tile => options.Store is null || !tile.IsCompanyWide))
            {
                cancel.ThrowIfCancellationRequested();
                var query = new TileQuery(asked, asked.HasQuery ? definition.Query(asked.Id) : null, catalog, star.FirstDay, star.AsOf, new Dictionary<string, string>(parameters));
                var tile = new Tile(asked, MeasuresOf(asked, catalog, definition.LowerIsBetter), query, TileBuilder.Build(star.Connection, asked, query, slicers, cancel), slicers);
                (asked.IsDetail ? details : tiles).Add(tile);
                if (asked.SharedColumn is { } column && tile.Data.Count > 0)
                    parameters[column] = string.Join(", ", tile.Data.Values(column).Cast<double>().Distinct().Order().Select(number => number.ToString(CultureInfo.InvariantCulture)));
            }
            pages.Add(new DashboardPage(page.Id, page.Title, tiles));
            progress?.Report(string.Create(CultureInfo.InvariantCulture, $"{page.Title}: {tiles.Count} visuals, {clock.Elapsed.TotalSeconds:0.0} s"));
        }
        var store = options.Store is null ? null : star.Connection.Scalar<string?>($"select max({Sql.Identifier(definition.Stores!.Name)}) from {definition.Stores.Table}");
        return new Dashboard(definition, pages, details, slicers, options, builtAt, star.FirstDay, star.AsOf, store);
    }

    /// <exception cref="WorkbookException">There is none of that name, or the role doesn't get it.</exception>
    public Tile Tile(string id) => AllTiles.FirstOrDefault(tile => tile.Id == id)
        ?? throw new WorkbookException($"The dashboard has no tile '{id}'. It has {string.Join(", ", AllTiles.Select(tile => tile.Id))}.");

    /// <summary>One page that needs no network; it draws with the plotly.js it brings along.</summary>
    public string ToHtml() => DashboardHtml.Write(this);

    /// <summary>Its bytes.</summary>
    public long Write(string path)
    {
        var file = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, ToHtml(), new UTF8Encoding(false));
        return new FileInfo(file).Length;
    }

    private static Slicers SlicersOf(DashboardDefinition definition, ScopedStar star)
    {
        List<string> Members(string? sql) => sql is null ? [] : star.Connection.Query(sql, row => row.Get<string>(0));
        return new Slicers(Dashboards.Periods.Of(star.FirstDay, star.AsOf), Members(definition.Regions), Members(definition.Categories));
    }

    private static List<Measure> MeasuresOf(TileDefinition tile, MetricCatalog catalog, IReadOnlyCollection<string> lowerIsBetter)
    {
        var own = tile.View.Own.ToDictionary(measure => measure.Column);
        return [.. tile.View.Values.Concat(tile.View.Own.Select(measure => measure.Column)).Concat(tile.View.Notes).Concat(tile.Metrics).Distinct()
            .Select(name => own.TryGetValue(name, out var measure) ? measure : Measure.Of(catalog.Metric(name), lowerIsBetter.Contains(name)))];
    }
}
