using Workbook.Contracts.Retail;
using Workbook.Lake;

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

    /// <summary>Those that must not alert before models are built on bronze.</summary>
    public static IReadOnlyList<MonitorDefinition> Gate(LakeFolder lake) =>
        [.. All(lake).Where(monitor => monitor is { Layer: "bronze", Severity: Severity.P0 })];
}
