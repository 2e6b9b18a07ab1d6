using Workbook.Operations;
using Workbook.Operations.Checks;
using Workbook.Operations.Drills;
using Workbook.Retail.Generation;

namespace Workbook.Retail.Drills;

internal sealed class LateFile : Drill
{
    public override string Name => "late_file";

    public override string Title => "A file arrives a day late";

    public override Severity Severity => Severity.P3;

    public override string Accident => "Two new days arrive and are built; then comes a file of orders, and one of their lines, that belong to the day before.";

    public override IReadOnlyList<string> Symptoms =>
    [
        "Figures of a day that was thought complete change with the next load.",
        "A file's day is older than the newest that bronze has of its source.",
    ];

    public override LakeCheck Check => LakeChecks.Named("no_late_file_waits");

    public override IReadOnlyList<string> Triage =>
    [
        "Late rows are taken by arrival, not by date, so that no window has to be reopened: loading is safe at any time.",
        "Has the day been reported already? Then its figures will change, and whoever reported them should hear of it before.",
        "A file that is late every day is a schedule to be changed, not an accident.",
    ];

    public override string Communication => "Whoever closed the day's figures. The source's owner, if it happens again.";

    public override bool ReceivesNewDays => true;

    public override void Break(DrillLake lake)
    {
        lake.Deliver();
        var late = LateFiles.HoldBack(lake.Raw);
        lake.Load();
        late.Arrive();
    }

    public override IReadOnlyList<RecoveryStep> Recovery(DrillLake lake) =>
    [
        new("Load it like any other file.", "workbook ingest") { Do = drill => drill.Ingest() },
        new("Bring silver and gold up to it: they take the file's day anew, and no other.", "workbook dbt build --changed") { Do = drill => drill.Build() },
    ];
}
