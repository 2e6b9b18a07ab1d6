using Workbook.Operations;
using Workbook.Operations.Checks;
using Workbook.Operations.Drills;
using Workbook.Operations.Increments;

namespace Workbook.Retail.Drills;

internal sealed class BreakingSchemaChange : Drill
{
    private string _file = "";
    private byte[] _sound = [];

    public override string Name => "breaking_schema_change";

    public override string Title => "A source changes its schema without notice";

    public override Severity Severity => Severity.P2;

    public override string Accident => "Two new days arrive; in the newest file of orders_lines the column qty is called quantity.";

    public override IReadOnlyList<string> Symptoms =>
    [
        "The ingestion ends with exit code 1 and names a refused file; all other files are in.",
        "Orders of the day have no lines: the day's sales are too low, not wrong by row.",
    ];

    public override LakeCheck Check => LakeChecks.Named("raw_files_are_accepted");

    public override IReadOnlyList<string> Triage =>
    [
        "The finding compares hashes of the columns and says what changed: additive, renamed, removed or retyped.",
        "Additive: let the contract know the column ('LaterColumns'), or discard it ('UnknownColumns'); nothing downstream breaks.",
        "Renamed, removed or retyped: ask the source whether it is meant. If it is not, ask for the file again. If it is, change the contract, and look first at what reads the column: 'workbook dbt impact bronze.orders_lines.qty'.",
    ];

    public override string Communication => "The source's owner, with the file, the column and what was expected. Users of sales: the day is not complete.";

    public override bool ReceivesNewDays => true;

    public override void Break(DrillLake lake)
    {
        lake.Deliver();
        _file = Directory.EnumerateFiles(Path.Combine(lake.Raw, "orders_lines"), "part-1.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        _sound = File.ReadAllBytes(_file);
        var text = System.Text.Encoding.UTF8.GetString(_sound);
        LakeCopy.Replace(_file, System.Text.Encoding.UTF8.GetBytes(text.Replace(",qty,", ",quantity,", StringComparison.Ordinal)));
        lake.Load();
    }

    public override IReadOnlyList<RecoveryStep> Recovery(DrillLake lake)
    {
        var path = Path.GetRelativePath(lake.Raw, _file).Replace('\\', '/');
        return
        [
            new("The source did not mean it: put its corrected delivery in the refused file's place.", $"cp corrected/part-1.csv data_raw/{path}") { Do = _ => LakeCopy.Replace(_file, _sound) },
            new("Load it. A refused file is tried again with every run; the others are skipped.", "workbook ingest") { Do = drill => drill.Ingest() },
            new("Bring silver and gold up to it.", "workbook dbt build --changed") { Do = drill => drill.Build() },
        ];
    }
}
