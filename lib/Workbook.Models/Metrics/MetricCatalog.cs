namespace Workbook.Models.Metrics;

/// <summary>
/// What the business measures, defined once in YAML and compiled to SQL over the star schema. Each aggregate is reckoned
/// in the grain of its own table and only then put beside the others, so a ratio of two tables never joins them. Tables
/// join along declared many-to-one relationships only; the other way rows would repeat, and that is refused.
/// </summary>
/// <remarks>
/// A figure that looks back (prior, rolling) is null where its days begin before the first day in its tables: half a month
/// isn't compared with a whole one. Periods come from the calendar table; days outside it give no rows.
/// </remarks>
public sealed class MetricCatalog
{
    private readonly Dictionary<string, Metric> _metrics;
    private readonly Dictionary<string, MetricDimension> _dimensions;
    private readonly Dictionary<string, MetricTable> _tables;

    internal MetricCatalog(
        IReadOnlyList<MetricTable> tables, IReadOnlyList<MetricRelationship> relationships,
        IReadOnlyList<MetricDimension> dimensions, IReadOnlyList<Metric> metrics)
    {
        (Tables, Relationships, Dimensions, Metrics) = (tables, relationships, dimensions, metrics);
        _tables = ByName(tables, table => table.Name);
        _dimensions = ByName(dimensions, dimension => dimension.Name);
        _metrics = ByName(metrics, metric => metric.Name);
        Joins = new JoinGraph(_tables, relationships);
    }

    /// <summary>In the order of the files' names, and within a file as it lists them; so are the other lists.</summary>
    public IReadOnlyList<MetricTable> Tables { get; }

    /// <summary>The ways along which tables may be joined; there are no others.</summary>
    public IReadOnlyList<MetricRelationship> Relationships { get; }

    /// <summary>Those of time, which have a grain, among them.</summary>
    public IReadOnlyList<MetricDimension> Dimensions { get; }

    /// <summary>Of all three kinds.</summary>
    public IReadOnlyList<Metric> Metrics { get; }
    internal JoinGraph Joins { get; }

    /// <summary>The table of days that periods go by; null where none says its fiscal year.</summary>
    public MetricTable? Calendar => Tables.FirstOrDefault(table => table.FiscalYear is not null);

    /// <summary>All <c>*.yml</c> files of the folder.</summary>
    /// <exception cref="WorkbookException">Something in them is wrong; all faults are listed, each with file and line.</exception>
    public static MetricCatalog Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new WorkbookException($"There is no folder of metric definitions at '{folder}'. The retailer's are in lib/dbt/metrics.");
        var faults = new List<string>();
        var catalog = MetricFiles.Read(folder, faults);
        if (faults.Count == 0)
            MetricChecks.Find(catalog, faults);
        return faults.Count == 0 ? catalog : throw new WorkbookException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>
    /// One SELECT: a column for each dimension and then for each metric, named as they are and in that order, with a row
    /// for each period and member that has any value, sorted by the dimensions.
    /// </summary>
    /// <exception cref="WorkbookException">A name isn't known, or the question can't be answered without counting rows twice.</exception>
    public string Compile(MetricQuery query) => MetricCompilation.Compile(this, query);

    /// <exception cref="WorkbookException">There is no such metric.</exception>
    public Metric Metric(string name) => _metrics.GetValueOrDefault(name) ?? throw Unknown("metric", name, _metrics.Keys);

    /// <exception cref="WorkbookException">There is no such dimension.</exception>
    public MetricDimension Dimension(string name) => _dimensions.GetValueOrDefault(name) ?? throw Unknown("dimension", name, _dimensions.Keys);

    /// <summary>The dimensions that may split or filter it; those of time only cut it into periods.</summary>
    /// <exception cref="WorkbookException">There is no such metric.</exception>
    public IReadOnlyList<MetricDimension> DimensionsOf(string metric)
    {
        var asked = Metric(metric);
        return [.. Dimensions.Where(dimension => (asked.Dimensions.Count == 0 || asked.Dimensions.Contains(dimension.Name))
            && Aggregates(asked).All(aggregate => dimension.Grain is null
                ? Joins.Reaches(aggregate.Table!, dimension.Table)
                : Table(aggregate.Table!).Date is not null))];
    }

    /// <exception cref="WorkbookException">There is none of that name.</exception>
    public MetricTable Table(string name) => _tables.GetValueOrDefault(name) ?? throw Unknown("table", name, _tables.Keys);

    /// <summary>The aggregates that a metric comes down to.</summary>
    public IEnumerable<Metric> Aggregates(Metric metric) => metric switch
    {
        { Expression: not null } => [metric],
        { Of: { } of } => Aggregates(Metric(of)),
        _ => Aggregates(Metric(metric.Numerator!)).Concat(Aggregates(Metric(metric.Denominator!))),
    };

    /// <summary>Each of the metric's aggregates must reach the dimension on its own.</summary>
    /// <exception cref="WorkbookException">Rows would repeat, or there is no way.</exception>
    internal void RequireSplit(Metric metric, MetricDimension dimension)
    {
        if (metric.Dimensions.Count > 0 && !metric.Dimensions.Contains(dimension.Name))
            throw new WorkbookException(
                $"{metric.File}:{metric.Line}: metric '{metric.Name}' is not split by '{dimension.Name}': it is declared for {string.Join(", ", metric.Dimensions)}. Ask for one of those, or add '{dimension.Name}' to its dimensions.");
        foreach (var aggregate in Aggregates(metric))
        {
            if (dimension.Grain is null)
                Joins.Path(aggregate, dimension.Table, $"dimension '{dimension.Name}'");
            else if (Table(aggregate.Table!).Date is null)
                throw new WorkbookException($"{aggregate.File}:{aggregate.Line}: metric '{aggregate.Name}' has no days: table '{aggregate.Table}' declares no date. Ask for it without '{dimension.Name}'.");
        }
    }

    private static WorkbookException Unknown(string kind, string name, IEnumerable<string> known) =>
        new($"There is no {kind} '{name}'.{NearestName.Hint(name, known)} There are: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");

    private static Dictionary<string, T> ByName<T>(IEnumerable<T> items, Func<T, string> name)
    {
        var byName = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
            byName.TryAdd(name(item), item);
        return byName;
    }
}
