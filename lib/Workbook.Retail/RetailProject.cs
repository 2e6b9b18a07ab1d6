using Workbook.Models;
using Workbook.Models.Project;
using Workbook.Retail.Generation;

namespace Workbook.Retail;

/// <summary>The retailer: its eleven sources, and its dbt project <c>lib/dbt</c>.</summary>
public static class RetailProject
{
    /// <summary>With <c>lib/dbt</c> of the folder, of one above it, or of the folder that this program lies in.</summary>
    /// <exception cref="WorkbookException">It is nowhere.</exception>
    public static LakehouseProject Find(string folder) => In(FindModels(folder));

    /// <summary><c>lib/dbt</c> of the folder, of one above it, or of the folder that this program lies in.</summary>
    /// <exception cref="WorkbookException">It is nowhere.</exception>
    public static string FindModels(string folder) =>
        ShippedFolder.Find(folder, "lib/dbt", DbtProject.FileName)
        ?? throw new WorkbookException($"The retailer's dbt project, lib/dbt, is neither in {Path.GetFullPath(folder)} nor above it. Go to the workbook's folder, or name the project with --project-dir.");

    /// <summary>With another copy of the dbt project.</summary>
    public static LakehouseProject In(string modelsFolder) => new("retail", RetailSources.All, modelsFolder)
    {
        // Every delivery has some orders.
        Trace = new SourceModel("int_orders", "orders_header", [("order_id", "order_id"), ("order_at", "order_ts")]),
        DayColumns = ["order_dt", "event_dt", "sensor_ts", "shipped_at", "returned_at", "return_ts", "order_date", "event_date", "hour_at", "rate_date", "date", "calendar_date"],
        AuditTables = ["fct_ingestion_audit"],
        Deliver = (raw, days, late, cancel) => DataGenerator.Continue(raw, days, late, progress: null, cancel),
    };
}
