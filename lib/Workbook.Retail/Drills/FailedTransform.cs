using Workbook.Operations;
using Workbook.Operations.Checks;
using Workbook.Operations.Drills;
using Workbook.Retail.Generation;

namespace Workbook.Retail.Drills;

internal sealed class FailedTransform : Drill
{
    private const string Model = "models/gold/facts/fct_sales.sql";

    private string _sound = "";

    public override string Name => "failed_transform";

    public override string Title => "A model fails in the middle of a run";

    public override Severity Severity => Severity.P1;

    public override string Accident => "Two new days arrive, and fct_sales is changed so that it fails on the rows of the second: silver is built with the new days, fct_sales and all that stands on it are not.";

    public override IReadOnlyList<string> Symptoms =>
    [
        "The run ends with exit code 1; fct_sales is in error and the models behind it are skipped.",
        "Dimensions know the new days and facts don't: figures are of yesterday, not wrong.",
    ];

    public override LakeCheck Check => LakeChecks.Named("last_model_run_succeeded");

    public override IReadOnlyList<string> Triage =>
    [
        "Read the first error of the finding: a database message means data or SQL, 'can't be read' means files. Skipped models are only its consequence.",
        "Has the model's file changed since the last good run ('git log lib/dbt')? Then it is the code. If not, look at the newest rows of what it reads.",
        "A killed run looks alike: its line in the log says so, and the same step takes it up again.",
    ];

    public override string Communication => "Whoever changed the model. Users of gold: figures are as of the last good run, with its time.";

    public override bool ReceivesNewDays => true;

    public override void Break(DrillLake lake)
    {
        var file = Path.Combine(lake.Project.ModelsFolder, Model);
        _sound = File.ReadAllText(file);
        lake.Deliver();
        lake.Ingest();
        var newest = GenerationState.Read(lake.Raw)!.NextDay.AddDays(-1);
        File.WriteAllText(file, Invariant($"{_sound.TrimEnd()}\nwhere case when sold.order_date = date '{newest:yyyy-MM-dd}' then error('order ' || sold.order_id || ' has no rate') end is null\n"));
        lake.Build();
    }

    public override IReadOnlyList<RecoveryStep> Recovery(DrillLake lake) =>
    [
        new("Mend the model: here its last committed version is right.", $"git restore lib/dbt/{Model}") { Do = drill => File.WriteAllText(Path.Combine(drill.Project.ModelsFolder, Model), _sound) },
        new("Take the run up again: what failed, was skipped or never had its turn. What was built before the failure stays.", "workbook dbt retry") { Do = drill => drill.Retry() },
    ];
}
