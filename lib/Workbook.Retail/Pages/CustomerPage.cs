using Workbook.Dashboards;

namespace Workbook.Retail.Pages;

internal static class CustomerPage
{
    private static readonly Dictionary<string, string> Reach = new()
    {
        ["page_view"] = "Visited", ["product_view"] = "Saw a product", ["add_to_cart"] = "Put into the cart", ["checkout"] = "Went to the checkout", ["purchase"] = "Bought",
    };

    public static PageDefinition Definition { get; } = new("customer", "Customer",
    [
        new("customer_kpis", "Customers of the period", "Customers are accounts. Whoever bought without a known account isn't among them.",
            new(TileKind.Cards) { Values = ["active_customers", "new_customers", "returning_customers", "new_customer_share", "vip_contribution"], Width = 12 })
        {
            Metrics = ["active_customers", "new_customers", "returning_customers", "new_customer_share", "vip_contribution"],
        },
        new("customer_value", "Customers so far", "Up to the business date. Someone's several accounts count as one person.",
            new(TileKind.Cards) { Values = ["customer_lifetime_value", "buyers_to_date"], Width = 12 })
        {
            Cuts = Cuts.Region | Cuts.Category, Metrics = ["customer_lifetime_value", "buyers_to_date"],
        },
        new("customer_segments", "Segments",
            "Active customers by the segment that they are in today: champions are VIPs or ordered twelve times in a year, loyal ones four times, lapsing ones not for 180 days, lost ones not for a year.",
            new(TileKind.Bars) { X = "segment", Values = ["active_customers", "total_sales"], Width = 6 })
        {
            Metrics = ["active_customers", "total_sales"], Dimensions = ["segment"], HasQuery = true,
        },
        new("clv_distribution", "Customer lifetime value, distribution", "People by what they have spent so far, net of discount and tax. It looks back only.",
            new(TileKind.Bars)
            {
                X = "band", XTitle = "spent so far (AUD)", Values = ["people"], Notes = ["median_value", "top_tenth_value"], Width = 6,
                Own = [new("people", "People", "integer", "people", "People who ever bought in the selection."), new("median_value", "Half have spent up to", "currency", "AUD"), new("top_tenth_value", "a tenth more than", "currency", "AUD")],
            })
        {
            Cuts = Cuts.Region | Cuts.Category, HasQuery = true,
        },
        new("new_vs_returning", "New and returning customers by month", "New ones ordered for the first time ever in that month, returning ones had ordered before it began.",
            new(TileKind.Bars) { X = "month", Values = ["returning_customers", "new_customers"], IsStacked = true, Width = 6 })
        {
            Cuts = Cuts.Region | Cuts.Category, Metrics = ["returning_customers", "new_customers"], Dimensions = ["month"],
        },
        new("vip_share", "What VIPs are worth", "VIPs' share of the known customers, and of all sales.",
            new(TileKind.Bars) { X = "of_all", Values = ["vip_share"], Own = [new("vip_share", "Share of VIPs", "percent", "", "Sales to unknown customers count as not to VIPs.")], Width = 6 })
        {
            Metrics = ["active_customers", "total_sales"], Dimensions = ["is_vip"], HasQuery = true,
        },
        new("acquisition_funnel", "Acquisition funnel", "Sessions of the web shop by how far they got. Events carry no region.",
            new(TileKind.Funnel) { X = "stage", Values = ["sessions"], Words = Reach, Own = [new("sessions", "Sessions", "integer", "sessions", "Sessions that got to this stage or further.")], Width = 6 })
        {
            Cuts = Cuts.Period, HasQuery = true, IsCompanyWide = true,
        },
        new("churn", "Churn by month", "Of the customers who ordered 91 to 180 days before the month's end, the share without an order in the last 90 days. It needs 180 days of sales.",
            new(TileKind.Lines) { X = "month_end", Values = ["churn_rate"], Own = [new("churn_rate", "Churn", "percent", "", "Customers who didn't come back, by those who had ordered before.") { IsLowerBetter = true }, new("customers_before", "Customers before", "integer", "customers")], Width = 6 })
        {
            Cuts = Cuts.Region, HasQuery = true,
        },
    ]);
}
