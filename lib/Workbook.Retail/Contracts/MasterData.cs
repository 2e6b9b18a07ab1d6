using Workbook.Contracts;
using static Workbook.Contracts.Column;
using static Workbook.Contracts.RuleEffect;

namespace Workbook.Retail;

/// <summary>The slowly changing sources: who buys, what is sold, where, and who supplies it.</summary>
public static class MasterData
{
    /// <summary>
    /// All of them in each delivery; a person may have several ids. Emails and places that can't be right are flagged, not
    /// rejected.
    /// </summary>
    public static readonly SourceContract Customers = new("customers", SourceFormat.Csv)
    {
        Description = "People who bought or registered, as the shop system knows them today.",
        Path = "customers.csv",
        Rows = 80_000,
        Key = ["customer_id"],
        Disposition = WriteDisposition.Replace,
        Columns =
        [
            Int64("customer_id").Required().Positive(),
            Text("natural_key").Required().Matching("CUST-[A-Z0-9]{8}"),
            Text("first_name"),
            Text("last_name"),
            Text("email").Matching(@"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*\.[^@\s.]{2,}", Flag),
            Text("phone"),
            Text("address_line1"),
            Text("address_line2"),
            Text("city"),
            Text("state_region"),
            Text("postcode"),
            Text("country_code").Matching("[A-Z]{2}"),
            Column.Double("latitude").Between(-90, 90, Flag),
            Column.Double("longitude").Between(-180, 180, Flag),
            Date("birth_date"),
            Timestamp("join_ts").Required(),
            Column.Boolean("is_vip").Required(),
            Column.Boolean("gdpr_consent").Required(),
        ],
        Anomalies =
        [
            new("malformed_email", 0.0075, "email.malformed"),
            new("repeated_natural_key", 0.002),
            new("no_phone", 0.05),
            new("no_address", 0.02),
            new("near_duplicate_person", 0.03),
        ],
    };

    /// <summary>
    /// All of them in each delivery. A product whose price is missing or not positive is rejected, a discontinued one without its date
    /// is flagged.
    /// </summary>
    public static readonly SourceContract Products = new("products", SourceFormat.Csv)
    {
        Description = "The catalogue with today's price; earlier prices are gone from it.",
        Path = "products.csv",
        Rows = 25_000,
        Key = ["product_id"],
        Disposition = WriteDisposition.Replace,
        Columns =
        [
            Int64("product_id").Required().Positive(),
            Text("sku").Required().Matching("SKU-[A-Z0-9]{6}"),
            Text("name").Required(),
            Text("category").Required(),
            Text("subcategory"),
            Column.Decimal("current_price", 12, 4).Required().Positive(),
            Text("currency").Required().Matching("[A-Z]{3}"),
            Column.Boolean("is_discontinued").Required(),
            Date("introduced_dt"),
            Date("discontinued_dt"),
        ],
        RowRules =
        [
            new("discontinued_dt", "missing_when_discontinued", "NOT is_discontinued OR discontinued_dt IS NOT NULL", Flag),
            new("discontinued_dt", "before_introduction", "discontinued_dt >= introduced_dt", Flag),
        ],
        Anomalies =
        [
            new("missing_price", 0.0015, "current_price.required"),
            new("price_not_a_number", 0.001, "current_price.not_a_decimal"),
            new("price_not_positive", 0.001, "current_price.not_positive"),
            new("discontinued_without_date", 0.004, "discontinued_dt.missing_when_discontinued"),
        ],
    };

    /// <summary>All of them in each delivery, in degrees of latitude and longitude; codes may repeat, ids don't.</summary>
    public static readonly SourceContract Stores = new("stores", SourceFormat.Csv)
    {
        Description = "Shops and web shops.",
        Path = "stores.csv",
        Rows = 5_000,
        Key = ["store_id"],
        Disposition = WriteDisposition.Replace,
        Columns =
        [
            Int64("store_id").Required().Positive(),
            Text("store_code").Required(),
            Text("name").Required(),
            Text("channel").Required().OneOf("web", "pos"),
            Text("region").Required(),
            Text("state").Required(),
            Column.Double("latitude").Between(-90, 90, Flag),
            Column.Double("longitude").Between(-180, 180, Flag),
            Date("open_dt").Required(),
            Date("close_dt"),
        ],
        RowRules = [new("close_dt", "before_opening", "close_dt >= open_dt", Flag)],
        Anomalies =
        [
            new("impossible_latitude", 0.003, "latitude.out_of_range"),
            new("impossible_longitude", 0.002, "longitude.out_of_range"),
            new("repeated_store_code", 0.002),
        ],
    };

    /// <summary>All of them in each delivery, without planted faults.</summary>
    public static readonly SourceContract Suppliers = new("suppliers", SourceFormat.Csv)
    {
        Description = "Suppliers with their lead time in days.",
        Path = "suppliers.csv",
        Rows = 8_000,
        Key = ["supplier_id"],
        Disposition = WriteDisposition.Replace,
        Columns =
        [
            Int64("supplier_id").Required().Positive(),
            Text("supplier_code").Required(),
            Text("name").Required(),
            Text("country_code").Required().Matching("[A-Z]{2}"),
            Int32("lead_time_days").Required().Between(0, 365),
            Column.Boolean("preferred").Required(),
        ],
    };
}
