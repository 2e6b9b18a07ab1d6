using Workbook.Contracts;

namespace Workbook.Dashboards;

/// <summary>A table that the tiles ask.</summary>
/// <param name="Schema">silver or gold.</param>
/// <param name="Columns">Those that the tiles need.</param>
public sealed record DashboardTable(string Schema, string Name, string Columns = "*")
{
    /// <summary>SQL for the rows that one store's manager may see, with <c>{store}</c> for the store's number; null for all of them.</summary>
    public string? OfStore { get; init; }

    /// <summary>Of the company as a whole: empty for a store's manager.</summary>
    public bool IsCompanyWide { get; init; }

    /// <summary>SQL after ORDER BY; null for the table's own order.</summary>
    public string? OrderBy { get; init; }
}

/// <summary>The dimension of stores, where managers are to see their own store alone.</summary>
/// <param name="Table">With its schema.</param>
public sealed record StoreDimension(string Table, string Number, string Name);

/// <summary>A company's dashboard before it has figures: which tables it asks, what its pages show, and in which words.</summary>
public sealed record DashboardDefinition(string Title, IReadOnlyList<PageDefinition> Pages)
{
    /// <summary>The folder with the metrics' definitions.</summary>
    public required string Metrics { get; init; }

    /// <summary>All that the tiles may ask; no query reaches past them.</summary>
    public required IReadOnlyList<DashboardTable> Tables { get; init; }

    /// <summary>The table whose newest day is the business date, with its schema.</summary>
    public required string ClockTable { get; init; }

    /// <summary>Its column of days.</summary>
    public required string ClockDay { get; init; }

    /// <summary>SQL for what the slicer of regions offers, one column; null for none.</summary>
    public string? Regions { get; init; }

    /// <summary>What the slicer of regions is called on the page.</summary>
    public string RegionLabel { get; init; } = "Region";

    /// <summary>SQL for what the slicer of categories offers, one column; null for none.</summary>
    public string? Categories { get; init; }

    /// <summary>What the slicer of categories is called on the page.</summary>
    public string CategoryLabel { get; init; } = "Category";

    /// <summary>Null where there is no role of store managers.</summary>
    public StoreDimension? Stores { get; init; }

    /// <summary>The first is the one that the page opens with. By default there is one who sees all, from the first page on.</summary>
    public IReadOnlyList<Persona> Personas { get; init; } = [new Persona("everybody", "Everybody", Pages[0].Id)];

    /// <summary>A tile's own SQL by its id.</summary>
    public Func<string, string> Query { get; init; } = tile => throw new WorkbookException($"The tile '{tile}' has SQL of its own, but the dashboard's definition gives none ({nameof(DashboardDefinition)}.{nameof(Query)}).");

    /// <summary>Whose rejects and columns the pages of data quality show.</summary>
    public IReadOnlyList<SourceContract> Sources { get; init; } = [];

    /// <summary>Metrics of which a rise is bad news.</summary>
    public IReadOnlyCollection<string> LowerIsBetter { get; init; } = [];

    /// <summary>Below the pages.</summary>
    public string Footer { get; init; } = "";

    /// <summary>What is added to it for a store's manager.</summary>
    public string StoreFooter { get; init; } = "";
}
