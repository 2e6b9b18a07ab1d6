using Workbook.Database;
using Workbook.Delta;
using Workbook.Operations;
using Workbook.Operations.Checks;
using Workbook.Operations.Drills;

namespace Workbook.Retail.Drills;

internal sealed class AccidentalDelete : Drill
{
    private const string Source = "orders_header";

    private long _before;

    public override string Name => "accidental_delete";

    public override string Title => "Rows are deleted by accident";

    public override Severity Severity => Severity.P0;

    public override string Accident => $"Deletes the newest day of bronze.{Source}, and the Parquet folder follows.";

    public override IReadOnlyList<string> Symptoms =>
    [
        "A day, or a customer, is missing in bronze although the manifest says that its files were loaded.",
        "Incremental models still have the rows; a full refresh would lose them. So the layers contradict each other.",
    ];

    public override LakeCheck Check => LakeChecks.Named("bronze_rows_equal_manifest");

    public override IReadOnlyList<string> Triage =>
    [
        $"'workbook delta history lake/bronze/delta/{Source}' lists the commits: find the DELETE, its time and its predicate.",
        $"'workbook delta diff lake/bronze/delta/{Source} --from 1' shows the rows that came and went after version 1. Was the delete meant, for a customer who asked to be forgotten? Then correct the manifest instead.",
        "No vacuum until this is over: it would take the files that the restore needs. No full refresh of the models either.",
    ];

    public override string Communication => "Everybody who can write to the lake: stop. Users of gold, if models were built since.";

    public override void Break(DrillLake lake)
    {
        using var connection = WorkbookDatabase.Open();
        var table = DeltaTable.Open(lake.Lake.BronzeTable(Source), new DeltaOptions { Time = lake.Time });
        _before = table.Snapshot().Version;
        table.Delete(connection, $"order_dt = (SELECT max(order_dt) FROM {table.Snapshot().ScanSql()})");
        lake.Repair();
    }

    public override IReadOnlyList<RecoveryStep> Recovery(DrillLake lake) =>
    [
        new($"Restore the version before the delete. That is a new commit: the accident stays in the history.", $"workbook delta restore lake/bronze/delta/{Source} --version {_before}")
        {
            Do = drill => DeltaTable.Open(drill.Lake.BronzeTable(Source), new DeltaOptions { Time = drill.Time }).Restore(_before),
        },
        new("Bring the Parquet folder, which the models read, up to the table.", "workbook repair") { Do = drill => drill.Repair() },
        new("Build what was built on the gap.", "workbook dbt build --changed") { Do = drill => drill.Build() },
    ];
}
