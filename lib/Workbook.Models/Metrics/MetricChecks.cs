namespace Workbook.Models.Metrics;

/// <summary>Whether definitions fit together, before anyone asks for a figure.</summary>
internal static class MetricChecks
{
    private static readonly string[] Formats = ["currency", "integer", "decimal", "percent"];

    public static void Find(MetricCatalog catalog, List<string> faults)
    {
        void Check(string file, int line, Action check)
        {
            try
            {
                check();
            }
            catch (WorkbookException fault)
            {
                faults.Add(fault.Message.StartsWith($"{file}:", StringComparison.Ordinal) ? fault.Message : $"{file}:{line}: {fault.Message}");
            }
        }

        RequireUnique(catalog.Tables.Select(table => ("table", table.Name, table.File, table.Line)), faults);
        RequireUnique(catalog.Dimensions.Select(dimension => ("dimension", dimension.Name, dimension.File, dimension.Line)), faults);
        RequireUnique(catalog.Metrics.Select(metric => ("metric", metric.Name, metric.File, metric.Line)), faults);
        RequireUnique(catalog.Relationships.Select(edge => ("relationship", $"{edge.From} → {edge.To}", edge.File, edge.Line)), faults);
        foreach (var edge in catalog.Relationships)
            Check(edge.File, edge.Line, () => _ = (catalog.Table(edge.From), catalog.Table(edge.To)));
        foreach (var dimension in catalog.Dimensions)
            Check(dimension.File, dimension.Line, () => CheckDimension(catalog, dimension));
        foreach (var metric in catalog.Metrics)
            Check(metric.File, metric.Line, () => CheckKind(catalog, metric));
        // A metric's neighbours must be sound before it can be followed to its tables.
        if (faults.Count > 0) return;
        foreach (var metric in catalog.Metrics)
            Check(metric.File, metric.Line, () => RequireNoCircle(catalog, metric, []));
        if (faults.Count > 0) return;
        foreach (var metric in catalog.Metrics)
            Check(metric.File, metric.Line, () => CheckReach(catalog, metric));
    }

    private static void RequireUnique(IEnumerable<(string Kind, string Name, string File, int Line)> items, List<string> faults) =>
        faults.AddRange(items.GroupBy(item => item.Name).Where(same => same.Count() > 1).Select(same =>
            $"{same.Last().File}:{same.Last().Line}: {same.Last().Kind} '{same.Key}' is defined already at {same.First().File}:{same.First().Line}. Rename one of them."));

    private static void CheckDimension(MetricCatalog catalog, MetricDimension dimension)
    {
        var table = catalog.Table(dimension.Table);
        if (dimension.Name is "period" or "value")
            throw new WorkbookException($"a dimension can't be named '{dimension.Name}': the compiled SQL uses that name itself.");
        if (dimension.Grain is not null && (table.FiscalYear is null || table.Date is null))
            throw new WorkbookException($"dimension '{dimension.Name}' has a grain, but its table '{table.Name}' is no calendar: that one declares 'date' and 'fiscal_year'.");
    }

    private static void CheckKind(MetricCatalog catalog, Metric metric)
    {
        if (!Formats.Contains(metric.Format))
            throw new WorkbookException($"metric '{metric.Name}' has the format '{metric.Format}'.{NearestName.Hint(metric.Format, Formats)} It is one of: {string.Join(", ", Formats)}.");
        var kinds = (metric.Expression is not null ? 1 : 0) + (metric.Numerator is not null ? 1 : 0) + (metric.Of is not null ? 1 : 0);
        if (kinds != 1
            || metric.Expression is null != metric.Table is null
            || metric.Numerator is null != metric.Denominator is null
            || metric.Of is null != metric.Calculation is null)
            throw new WorkbookException($"metric '{metric.Name}' must be exactly one of: 'table' with 'expression', 'numerator' with 'denominator', 'of' with 'calculation'.");
        if (metric.Numerator is not null && metric.Additivity != Additivity.NonAdditive)
            throw new WorkbookException($"metric '{metric.Name}' is a ratio, and ratios can't be added up. Declare it non_additive.");
        if ((metric.Calculation is TimeCalculation.Rolling or TimeCalculation.RollingAverage) != (metric.Days > 0))
            throw new WorkbookException($"metric '{metric.Name}' must have 'days' if it is rolling, and only then.");

        if (metric.Additivity != Additivity.NonAdditive && metric.Expression?.Contains("{window_", StringComparison.Ordinal) == true)
            throw new WorkbookException($"metric '{metric.Name}' depends on where its days begin or end, so they don't add up. Declare it non_additive.");

        foreach (var dimension in metric.Dimensions)
            catalog.Dimension(dimension);
        if (metric.Table is { } table)
            catalog.Table(table);
        foreach (var part in Parts(metric))
            catalog.Metric(part);
        if (metric.Calculation is TimeCalculation.RollingAverage && catalog.Metric(metric.Of!).Additivity != Additivity.Additive)
            throw new WorkbookException($"metric '{metric.Name}' averages '{metric.Of}' over days, but that one is not additive: its days don't add up. Use 'rolling'.");
    }

    private static void RequireNoCircle(MetricCatalog catalog, Metric metric, List<string> above)
    {
        if (above.Contains(metric.Name))
            throw new WorkbookException($"metric '{metric.Name}' is defined by itself: {string.Join(" → ", above)} → {metric.Name}.");
        foreach (var part in Parts(metric))
            RequireNoCircle(catalog, catalog.Metric(part), [.. above, metric.Name]);
    }

    private static void CheckReach(MetricCatalog catalog, Metric metric)
    {
        if (metric.Expression is { } expression)
            foreach (var table in catalog.Joins.Mentioned(expression, metric.Table!))
                catalog.Joins.Path(metric, table, $"table '{table}'");
        foreach (var dimension in metric.Dimensions)
            catalog.RequireSplit(metric, catalog.Dimension(dimension));
        if (metric.Calculation is { } calculation && IsWindow(calculation) && HasWindow(catalog, catalog.Metric(metric.Of!)))
            throw new WorkbookException($"metric '{metric.Name}' would take '{metric.Of}' over other days, but that one chooses its days already. Start from the metric below it.");
    }

    private static bool IsWindow(TimeCalculation calculation) =>
        calculation is not (TimeCalculation.PriorPeriod or TimeCalculation.PriorYear or TimeCalculation.YearOverYear);

    private static bool HasWindow(MetricCatalog catalog, Metric metric) =>
        metric.Calculation is { } calculation && IsWindow(calculation) || Parts(metric).Any(part => HasWindow(catalog, catalog.Metric(part)));

    private static IEnumerable<string> Parts(Metric metric) =>
        new[] { metric.Numerator, metric.Denominator, metric.Of }.OfType<string>();
}
