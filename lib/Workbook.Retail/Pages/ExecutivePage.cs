using Workbook.Dashboards;
using Workbook.Models.Metrics;

namespace Workbook.Retail.Pages;

internal static class ExecutivePage
{
    public static PageDefinition Definition { get; } = new("executive", "Executive",
    [
        new("executive_kpis", "The period", "Each figure beside that of the days just before, as many as the period has.",
            new(TileKind.Cards) { Values = ["total_sales", "orders", "average_order_value", "quantity", "return_rate"], Width = 12 })
        {
            Metrics = ["total_sales", "orders", "average_order_value", "quantity", "return_rate"], Comparison = PeriodComparison.PriorPeriod,
        },
        new("executive_to_date", "Up to the period's last day", "Year and month to date, growth and the rolling average, each reckoned back from the last day of the period.",
            new(TileKind.Cards) { Values = ["total_sales_ytd", "total_sales_mtd", "total_sales_yoy", "total_sales_ytd_yoy", "sales_rolling_30_day_average"], Width = 12 })
        {
            Metrics = ["total_sales_ytd", "total_sales_mtd", "total_sales_yoy", "total_sales_ytd_yoy", "sales_rolling_30_day_average"],
        },
        new("sales_trend", "Sales by day, with a forecast",
            "The forecast of a day is the mean of the latest four same weekdays. Its band is 1.96 standard deviations of the errors that this method made in the last 182 days: some 95 of 100 days should fall in it if errors stay as they were. It knows of weekdays, not of seasons or trends.",
            new(TileKind.Forecast) { X = "day", Values = ["total_sales"], Own = [new("forecast", "Forecast", "currency", "AUD"), new("low", "Low", "currency", "AUD"), new("high", "High", "currency", "AUD")], Width = 8, Height = 400 })
        {
            Cuts = Cuts.Region | Cuts.Category, Metrics = ["total_sales"], Dimensions = ["day"], HasQuery = true, DayColumn = "day",
        },
        new("sales_by_category", "Sales by category", "Click a bar to see the page for this category; click it again for all.",
            new(TileKind.Bars) { X = "category", Values = ["total_sales"], IsHorizontal = true, SetsSlicer = "category", Width = 4, Height = 420 })
        {
            Cuts = Cuts.PeriodAndRegion, Metrics = ["total_sales"], Dimensions = ["category"], HasQuery = true,
        },
        new("sales_map", "Sales by state", "At the middle of each state's stores. Click one to see the page for its region. Stores whose place is impossible don't move the middle, but their sales count.",
            new(TileKind.Map)
            {
                X = "state", Values = ["total_sales", "orders"], SetsSlicer = "region", Width = 7, Height = 420,
                Own = [new("stores", "Stores", "integer", "stores", "Stores of the state, closed ones too.")],
            })
        {
            Cuts = Cuts.Period | Cuts.Category, Metrics = ["total_sales", "orders"], Dimensions = ["region", "state_region"], HasQuery = true,
        },
        new("top_products", "Top 10 products", "By sales. Lines whose product isn't known are left out.",
            new(TileKind.Bars) { X = "product", Values = ["total_sales"], IsHorizontal = true, Width = 5, Height = 420 })
        {
            Metrics = ["total_sales", "quantity"], Dimensions = ["product_id"], HasQuery = true,
        },
    ]);
}
