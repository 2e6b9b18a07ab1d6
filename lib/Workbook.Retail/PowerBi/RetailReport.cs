using Workbook.PowerBi;
using Workbook.Retail.PowerBi;

namespace Workbook.Retail;

/// <summary>The retailer's Power BI project: the dashboard's five pages, and a role for store managers.</summary>
public static class RetailReport
{
    /// <summary>
    /// Amounts are in Australian dollars; a store manager sees the rows of the stores managed, and all that hangs on no store.
    /// </summary>
    public static ReportDefinition Definition { get; } = new()
    {
        Pages = RetailPages.Of,
        Measures = RetailMeasures.All,
        Currency = RetailMeasures.Dollars,
        Formats = new Dictionary<string, string> { ["rate_to_aud"] = "0.0000" },
        // An open shipment tells of the last day of business, or else the last order.
        ClockColumns = ["as_of_date", "order_date"],
        Managers = new ManagedRows("Store manager", "Store managers", "gold.dim_store", "store_id", "store")
        {
            Others = ["gold.vw_orders"],
            Whole = "Customers, products, suppliers and loads hang on no store and stay whole, and so do measures of those alone (registered customers, completeness of customers, rows read).",
        },
        // Of an order line, what holds for the whole order.
        Views =
        [
            new ViewOverFile("vw_orders", "fct_sales", ["order_id", "order_at", "order_date", "customer_id", "store_id", "channel", "payment_method", "coupon_code", "currency"],
                "Orders with a line, one row each.", "*Orders* has the orders with a line, read from the order lines: gold has no Parquet file of the view `vw_orders`."),
        ],
    };
}
