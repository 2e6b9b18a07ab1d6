using Workbook.Contracts;

namespace Workbook.Retail;

/// <summary>The retailer's eleven raw sources, in the order in which people speak of them.</summary>
public static class RetailSources
{
    /// <summary>By names that are also those of the tables in bronze.</summary>
    public static readonly IReadOnlyList<SourceContract> All =
    [
        MasterData.Customers, MasterData.Products, MasterData.Stores, MasterData.Suppliers,
        Sales.OrdersHeader, Sales.OrdersLines, Signals.Events, Signals.Sensors,
        Sales.ExchangeRates, Sales.Shipments, Sales.Returns,
    ];

    /// <exception cref="WorkbookException">There is no such source.</exception>
    public static SourceContract Named(string name) => All.FirstOrDefault(source => source.Name == name)
        ?? throw new WorkbookException($"There is no source '{name}'; the sources are {string.Join(", ", All.Select(source => source.Name))}.");

    /// <summary>The named sources in contract order; all of them when none is named.</summary>
    public static IReadOnlyList<SourceContract> Select(IReadOnlyCollection<string>? names) =>
        names is null or { Count: 0 } ? All : [.. names.Select(Named).Distinct().OrderBy(source => All.ToList().IndexOf(source))];
}
