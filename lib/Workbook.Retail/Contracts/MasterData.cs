using Workbook.Contracts;

namespace Workbook.Retail;

/// <summary>The slowly changing sources: who buys, what is sold, where, and who supplies it.</summary>
public static class MasterData
{
    /// <summary>
    /// All of them in each delivery; a person may have several ids. Emails and places that can't be right are flagged, not
    /// rejected.
    /// </summary>
    public static readonly SourceContract Customers = RetailContracts.Read("customers");

    /// <summary>
    /// All of them in each delivery. A product whose price is missing or not positive is rejected, a discontinued one without its date
    /// is flagged.
    /// </summary>
    public static readonly SourceContract Products = RetailContracts.Read("products");

    /// <summary>All of them in each delivery, in degrees of latitude and longitude; codes may repeat, ids don't.</summary>
    public static readonly SourceContract Stores = RetailContracts.Read("stores");

    /// <summary>All of them in each delivery, without planted faults.</summary>
    public static readonly SourceContract Suppliers = RetailContracts.Read("suppliers");
}
