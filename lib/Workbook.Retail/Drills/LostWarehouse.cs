using Workbook.Operations;
using Workbook.Operations.Checks;
using Workbook.Operations.Drills;

namespace Workbook.Retail.Drills;

internal sealed class LostWarehouse : Drill
{
    public override string Name => "lost_warehouse";

    public override string Title => "The warehouse file, and the manifest in it, are lost";

    public override Severity Severity => Severity.P1;

    public override string Accident => "Takes a backup of warehouse.duckdb, lets two new days in, and then deletes warehouse.duckdb.";

    public override IReadOnlyList<string> Symptoms =>
    [
        "There are no tables but those in the lake's folders; snapshots and test results are gone.",
        "The next ingestion knows no file and would load all of them again.",
    ];

    public override LakeCheck Check => LakeChecks.Named("warehouse_opens");

    public override IReadOnlyList<string> Triage =>
    [
        "Bronze is whole: its Delta tables have their own log. Silver and gold can be built from it.",
        "The snapshots can't: which price was seen on which day stands nowhere else. So restore the newest backup, however old; only without any is a build from nothing the way, and history begins on that day.",
        "A backup is a copy of the file while nobody writes to it: 'cp lake/warehouse.duckdb backup/warehouse.duckdb', after each night's run.",
    ];

    public override string Communication => "The data platform's owner at once. Users of gold: figures are of the lake's last run, and history may have a gap since the backup.";

    public override bool ReceivesNewDays => true;

    public override void Break(DrillLake lake)
    {
        File.Copy(lake.Lake.Warehouse, lake.Backup);
        lake.Deliver();
        lake.Load();
        File.Delete(lake.Lake.Warehouse);
    }

    public override IReadOnlyList<RecoveryStep> Recovery(DrillLake lake) =>
    [
        new("Put the newest backup in its place.", "cp backup/warehouse.duckdb lake/warehouse.duckdb") { Do = drill => File.Copy(drill.Backup, drill.Lake.Warehouse) },
        new("Let the manifest catch up: what the backup doesn't know is loaded again, and takes the place of the rows that bronze has of it.", "workbook ingest") { Do = drill => drill.Ingest() },
        new("Build what has arrived since the backup.", "workbook dbt build --changed") { Do = drill => drill.Build() },
    ];
}
