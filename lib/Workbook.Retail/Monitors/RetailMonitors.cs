using Workbook.Lake;
using Workbook.Operations;
using Workbook.Operations.Monitoring;

namespace Workbook.Retail;

/// <summary>All monitors of the retailer's lake. Those of bronze follow from the sources' contracts.</summary>
public static class RetailMonitors
{
    /// <summary>Orders are the one source that every other follows.</summary>
    private static readonly BusinessClock Clock = new("orders_header", "order_ts", "order_dt_local");

    private static readonly (string Table, string Key)[] OtherKeys =
        [("customers", "natural_key"), ("products", "sku"), ("stores", "store_code"), ("suppliers", "supplier_code")];

    private static readonly (string Source, string Column, string OtherSource)[] References =
    [
        ("orders_header", "customer_id", "customers"), ("orders_header", "store_id", "stores"),
        ("orders_lines", "order_id", "orders_header"), ("orders_lines", "product_id", "products"),
        ("shipments", "order_id", "orders_header"), ("returns", "order_id", "orders_header"),
        ("returns", "product_id", "products"), ("sensors", "store_id", "stores"),
    ];

    /// <summary>By layer: bronze, gold, runs.</summary>
    /// <param name="lake">Whose run log is watched; the other monitors hold for any lake.</param>
    public static IReadOnlyList<MonitorDefinition> All(LakeFolder lake)
    {
        var (sources, events) = (RetailSources.All, RetailSources.All.Where(source => source.EventTime is not null).ToList());
        return
        [
            .. sources.SelectMany(source => new[] { Monitors.Delivered(source), Monitors.Accepted(source) }),
            Monitors.AllAccepted(sources),
            .. sources.Select(Monitors.AgreedColumns),
            .. sources.Select(Monitors.ChangedColumns),
            .. sources.Select(source => Monitors.Unique("bronze", source.Name, source.Key, Severity.P1)),
            .. OtherKeys.Select(key => Monitors.Unique("bronze", key.Table, [key.Key], Severity.P2)),
            .. References.Select(reference => Monitors.References(RetailSources.Named(reference.Source), reference.Column, reference.OtherSource)),
            .. CompletenessMonitors.All,
            .. sources.Select(source => Monitors.Loaded(source.Name)),
            .. events.Where(source => source.Name != Clock.Source).Select(source => Monitors.Lag(source, Clock, "the newest order")),
            // Rates are as many on every day.
            .. events.Where(source => source.Name != "exchange_rates").Select(source => Monitors.Volume(source, Clock)),
            .. GoldMonitors.All,
            .. Monitors.Runs(lake),
        ];
    }

    /// <exception cref="WorkbookException">There is none of that name.</exception>
    public static MonitorDefinition Named(LakeFolder lake, string name)
    {
        var all = All(lake);
        return all.FirstOrDefault(monitor => monitor.Name == name) ?? throw new WorkbookException(
            $"There is no monitor '{name}'.{NearestName.Hint(name, all.Select(monitor => monitor.Name))} 'workbook monitor --all' lists them.");
    }

    /// <summary>Those of the named topics; all where none is named.</summary>
    /// <exception cref="WorkbookException">There is no such topic.</exception>
    public static IReadOnlyList<MonitorDefinition> OfTopics(LakeFolder lake, IReadOnlyCollection<string> topics)
    {
        var all = All(lake);
        var known = all.Select(monitor => monitor.Topic).Distinct().ToList();
        if (topics.FirstOrDefault(topic => !known.Contains(topic)) is { } unknown)
            throw new WorkbookException($"No monitor has the topic '{unknown}'.{NearestName.Hint(unknown, known)} The topics are {string.Join(", ", known)}.");
        return topics.Count == 0 ? all : [.. all.Where(monitor => topics.Contains(monitor.Topic))];
    }

    /// <summary>Those that must not alert before models are built on bronze.</summary>
    public static IReadOnlyList<MonitorDefinition> Gate(LakeFolder lake) =>
        [.. All(lake).Where(monitor => monitor is { Layer: "bronze", Severity: Severity.P0 })];
}
