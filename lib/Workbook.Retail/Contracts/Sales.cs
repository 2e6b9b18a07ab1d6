using Workbook.Contracts;
using static Workbook.Contracts.Column;

namespace Workbook.Retail;

/// <summary>What is sold, sent and sent back, and the rates that turn it into Australian dollars.</summary>
public static class Sales
{
    /// <summary>Customers and stores that nobody knows are let in, for the models to find.</summary>
    public static readonly SourceContract OrdersHeader = new("orders_header", SourceFormat.Csv)
    {
        Description = "One row an order; a folder for each local trading day.",
        Path = "orders_header/order_dt=*/part-*.csv",
        Rows = 1_000_000,
        Key = ["order_id"],
        EventTime = "order_ts",
        PathColumns = [Date("order_dt")],
        Partitions = ["order_dt"],
        Columns =
        [
            Int64("order_id").Required().Positive(),
            Timestamp("order_ts").Required(),
            Date("order_dt_local").Required(),
            Int64("customer_id").Required(),
            Int64("store_id").Required(),
            Text("channel").Required().OneOf("web", "pos"),
            Text("payment_method").Required().OneOf("card", "paypal", "afterpay", "cash", "gift_card"),
            Text("coupon_code"),
            Column.Decimal("shipping_fee", 12, 2).NotNegative(),
            Text("currency").Required().Matching("[A-Z]{3}"),
        ],
        Anomalies =
        [
            new("unknown_customer", 0.005),
            new("unknown_store", 0.005),
            new("repeated_order", 0.0005),
        ],
    };

    /// <summary>Discount and tax are shares, 0 to 1; the day is that of the folder.</summary>
    public static readonly SourceContract OrdersLines = new("orders_lines", SourceFormat.Csv)
    {
        Description = "One row a product on an order; prices in the order's currency.",
        Path = "orders_lines/order_dt=*/part-*.csv",
        Rows = 3_500_000,
        Key = ["order_id", "line_number"],
        EventTime = "order_dt",
        PathColumns = [Date("order_dt")],
        Partitions = ["order_dt"],
        Columns =
        [
            Int64("order_id").Required().Positive(),
            Int32("line_number").Required().Positive(),
            Int64("product_id").Required(),
            Int32("qty").Required().Positive(),
            Column.Decimal("unit_price", 12, 4).Required().Positive(),
            Column.Decimal("line_discount_pct", 5, 4).Required().Between(0, 1),
            Column.Decimal("tax_pct", 5, 4).Required().Between(0, 1),
        ],
        Anomalies =
        [
            new("unknown_product", 0.01),
            new("negative_qty", 0.0004, "qty.not_positive"),
            new("zero_price", 0.0003, "unit_price.not_positive"),
        ],
    };

    /// <summary><c>delivered_at</c> is NULL in transit; <c>ship_cost</c> is what the carrier was paid, in Australian dollars.</summary>
    public static readonly SourceContract Shipments = new("shipments", SourceFormat.Parquet)
    {
        Description = "One parcel an order; not delivered while it is in transit.",
        Path = "shipments/*.parquet",
        Rows = 1_000_000,
        Key = ["shipment_id"],
        EventTime = "shipped_at",
        Columns =
        [
            Int64("shipment_id").Required().Positive(),
            Int64("order_id").Required(),
            Text("carrier").Required(),
            Timestamp("shipped_at").Required(),
            Timestamp("delivered_at"),
            Column.Decimal("ship_cost", 12, 2).Required().NotNegative(),
        ],
        RowRules = [new("delivered_at", "before_shipment", "delivered_at >= shipped_at")],
        Anomalies =
        [
            new("in_transit", 0.01),
            new("late_beyond_sla", 0.03),
        ],
    };

    /// <summary>Merged by id, deletes included; <c>return_reason_code</c> came later, and any other new column is refused.</summary>
    public static readonly SourceContract Returns = new("returns", SourceFormat.Delta)
    {
        Description = "Goods sent back, kept by another team as a Delta table: rows change and disappear, and a column came later.",
        Path = "returns",
        Rows = 100_000,
        Key = ["return_id"],
        EventTime = "return_ts",
        Disposition = WriteDisposition.Merge,
        UnknownColumns = SchemaMode.Freeze,
        Columns =
        [
            Int64("return_id").Required().Positive(),
            Int64("order_id").Required(),
            Int64("product_id").Required(),
            Timestamp("return_ts").Required(),
            Int32("qty").Required().Positive(),
            Text("reason").Required(),
        ],
        LaterColumns = [Text("return_reason_code").Matching("R[0-9]{2}")],
        Anomalies =
        [
            new("upserted_return", 0.02),
            new("deleted_return", 0.01),
        ],
    };

    /// <summary>All of them in each delivery, without planted faults.</summary>
    public static readonly SourceContract ExchangeRates = new("exchange_rates", SourceFormat.Xlsx)
    {
        Description = "Daily rates: one unit of the currency in Australian dollars, weekends included.",
        Path = "exchange_rates.xlsx",
        Rows = 11_000,
        Key = ["date", "currency"],
        EventTime = "date",
        Disposition = WriteDisposition.Replace,
        Columns =
        [
            Date("date").Required(),
            Text("currency").Required().Matching("[A-Z]{3}"),
            Column.Decimal("rate_to_aud", 18, 8).Required().Positive(),
        ],
    };
}
