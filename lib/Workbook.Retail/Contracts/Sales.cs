using Workbook.Contracts;

namespace Workbook.Retail;

/// <summary>What is sold, sent and sent back, and the rates that turn it into Australian dollars.</summary>
public static class Sales
{
    /// <summary>Customers and stores that nobody knows are let in, for the models to find.</summary>
    public static readonly SourceContract OrdersHeader = RetailContracts.Read("orders_header");

    /// <summary>Discount and tax are shares, 0 to 1; the day is that of the folder.</summary>
    public static readonly SourceContract OrdersLines = RetailContracts.Read("orders_lines");

    /// <summary><c>delivered_at</c> is NULL in transit; <c>ship_cost</c> is what the carrier was paid, in Australian dollars.</summary>
    public static readonly SourceContract Shipments = RetailContracts.Read("shipments");

    /// <summary>Merged by id, deletes included; <c>return_reason_code</c> came later, and any other new column is refused.</summary>
    public static readonly SourceContract Returns = RetailContracts.Read("returns");

    /// <summary>All of them in each delivery, without planted faults.</summary>
    public static readonly SourceContract ExchangeRates = RetailContracts.Read("exchange_rates");
}
