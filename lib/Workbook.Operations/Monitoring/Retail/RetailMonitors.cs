using Workbook.Contracts.Retail;
using Workbook.Lake;
using Workbook.Models.Jinja;

namespace Workbook.Operations.Monitoring.Retail;

/// <summary>All monitors of the retailer's lake. Those of bronze follow from the sources' contracts.</summary>
public static class RetailMonitors
{
    public static IReadOnlyList<MonitorDefinition> All(LakeFolder lake) =>
    [
        .. RetailSources.All.SelectMany(DeliveryMonitors.Of),
        DeliveryMonitors.AllAccepted,
        .. RetailSources.All.Select(SchemaMonitors.AgainstContract),
        .. RetailSources.All.Select(SchemaMonitors.AgainstLastTime),
        .. KeyMonitors.All,
        .. CompletenessMonitors.All,
        .. TimelinessMonitors.All,
        .. GoldMonitors.All,
        .. RunMonitors.Of(lake),
    ];

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
