using Workbook.Database;
using Workbook.Operations;
using Workbook.Operations.Checks;
using Workbook.Operations.Drills;

namespace Workbook.Retail.Drills;

internal sealed class DroppedTable : Drill
{
    private const string Table = "fct_sales";

    public override string Name => "dropped_table";

    public override string Title => "A table of gold is dropped";

    public override Severity Severity => Severity.P1;

    public override string Accident => $"Drops gold.{Table} from the warehouse and deletes its Parquet file.";

    public override IReadOnlyList<string> Symptoms =>
    [
        $"Queries, dashboards and the views of gold fail: table {Table} does not exist.",
        "Nothing is wrong with any other table.",
    ];

    public override LakeCheck Check => LakeChecks.Named("model_tables_are_there");

    public override IReadOnlyList<string> Triage =>
    [
        "Models can be built again from silver and bronze at any time. A snapshot can't: if one of the schema snapshots is gone, follow the runbook of the lost warehouse.",
        "Find out who dropped it: a hand in the SQL prompt, or a change to the project that removed or renamed the model.",
    ];

    public override string Communication => "Users of the dashboards that read it, with the time by which it is back.";

    public override void Break(DrillLake lake)
    {
        using (var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Lake.Warehouse }))
            warehouse.Execute($"DROP TABLE gold.{Table}");
        Directory.Delete(lake.Lake.GoldTable(Table), recursive: true);
    }

    public override IReadOnlyList<RecoveryStep> Recovery(DrillLake lake) =>
    [
        new("Build the table from silver, and what stands on it: an incremental model whose table is gone is built whole.", $"workbook dbt build --select {Table}+") { Do = drill => drill.Build($"{Table}+") },
    ];
}
