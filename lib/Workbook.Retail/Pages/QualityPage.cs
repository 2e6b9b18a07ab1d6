using Workbook.Dashboards;

namespace Workbook.Retail.Pages;

internal static class QualityPage
{
    public static PageDefinition Definition { get; } = new("quality", "Data quality",
    [
        new("quality_kpis", "Sales data", "",
            new(TileKind.Cards) { Values = ["freshness", "lookup_completeness", "sales_lookups"], Width = 6 })
        {
            Metrics = ["freshness", "lookup_completeness", "sales_lookups"],
        },
        new("completeness", "Customer data", "",
            new(TileKind.Cards) { Values = ["completeness_score", "customer_fields_expected"], Width = 6 })
        {
            Cuts = Cuts.None, Metrics = ["completeness_score", "customer_fields_expected"],
        },
        new("rejection_kpis", "Ingestion", "Of all loads so far.",
            new(TileKind.Cards) { Values = ["rejection_rate", "rows_read", "rows_rejected"], Width = 6 })
        {
            Cuts = Cuts.None, Metrics = ["rejection_rate", "rows_read", "rows_rejected"], IsUndated = true, IsCompanyWide = true,
        },
        new("pipeline_kpis", "Last run of the models", "",
            new(TileKind.Cards)
            {
                Values = ["checks_passed_share", "checks_failed", "duration_seconds", "rows_loaded"], Width = 6,
                Own =
                [
                    new("checks_passed_share", "Checks passed", "percent", "", "Share of the last run's checks that passed; those that warn, as they do for planted faults, count as failed."),
                    new("checks_failed", "Checks not passed", "integer", "checks", "Failed, warned, or not made.") { IsLowerBetter = true },
                    new("duration_seconds", "Time of the run", "decimal", "seconds"), new("rows_loaded", "Rows written", "integer", "rows"),
                ],
            })
        {
            Cuts = Cuts.None, HasQuery = true, IsCompanyWide = true,
        },
        new("pipeline_health", "Pipeline health", "What became of each model, snapshot, seed and test in the last run that worked on it.",
            new(TileKind.Bars) { X = "kind", Values = ["nodes"], Color = "status", IsStacked = true, Own = [new("nodes", "Nodes", "integer", "nodes")], Width = 6 })
        {
            Cuts = Cuts.None, HasQuery = true, IsCompanyWide = true,
        },
        new("rejections_by_source", "Rejection rate by source", "Share of the rows read that bronze refused, of all loads so far.",
            new(TileKind.Bars) { X = "source", Values = ["rejection_rate"], IsHorizontal = true, Width = 6 })
        {
            Cuts = Cuts.None, Metrics = ["rejection_rate", "rows_rejected", "rows_read"], Dimensions = ["source"], IsUndated = true, IsCompanyWide = true, HasQuery = true,
        },
        new("rejection_reasons", "Why rows were rejected", "The ten most frequent reasons.",
            new(TileKind.Bars) { X = "reason", Values = ["rejected_rows"], IsHorizontal = true, Own = [new("rejected_rows", "Rows", "integer", "rows")], Width = 6 })
        {
            Cuts = Cuts.None, HasQuery = true, IsCompanyWide = true,
        },
        new("source_freshness", "Freshness by source", "The newest business day of each source, and when it was last loaded. Hours are reckoned to the moment this page was made.",
            new(TileKind.Table)
            {
                X = "source", XTitle = "Source", Values = ["newest_day", "days_behind", "loaded_at", "hours_since_load"], Width = 6,
                Own = [new("newest_day", "Newest day", "date"), new("days_behind", "Days behind", "integer", "days", "From the newest day to the business date."), new("loaded_at", "Last loaded (UTC)", "instant"), new("hours_since_load", "Hours ago", "decimal", "hours")],
            })
        {
            Cuts = Cuts.None, HasQuery = true, IsCompanyWide = true,
        },
        new("schema_drift", "Schema drift", "Columns of each bronze table. Added: since its first version, or those that the contract let come later and did. Dropped and of another type: since its first version. What bronze adds for its own books counts as known.",
            new(TileKind.Table)
            {
                X = "source", XTitle = "Source", Values = ["columns_now", "columns_added", "columns_dropped", "types_changed", "outside_contract"], Width = 6,
                Own =
                [
                    new("columns_now", "Columns", "integer"), new("columns_added", "Added", "text"), new("columns_dropped", "Dropped", "text"),
                    new("types_changed", "Type changed", "text"), new("outside_contract", "Not in contract", "text"),
                ],
            })
        {
            Cuts = Cuts.None, HasQuery = true, IsCompanyWide = true,
        },
        new("missing_data", "Missing data", "Share of values that are missing: customers by the quarter they joined (without those whose fields are hidden for lack of consent), order lines by the quarter of the order.",
            new(TileKind.Heatmap) { X = "quarter", Values = ["missing_share"], Color = "field", Own = [new("missing_share", "Missing", "percent") { IsLowerBetter = true }, new("rows", "Rows", "integer", "rows")], Width = 6, Height = 360 })
        {
            Cuts = Cuts.None, HasQuery = true,
        },
        new("processing_time", "Processing time", "The 15 steps that took longest: loading a source (each file's latest time, added up over parallel readers), and each model or snapshot in the last run that built it.",
            new(TileKind.Bars) { X = "step", Values = ["seconds"], Color = "stage", IsHorizontal = true, Own = [new("seconds", "Time", "decimal", "seconds")], Width = 12, Height = 420 })
        {
            Cuts = Cuts.None, HasQuery = true, IsCompanyWide = true,
        },
    ]);
}
