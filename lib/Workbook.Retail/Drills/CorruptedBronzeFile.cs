using Workbook.Delta;
using Workbook.Operations;
using Workbook.Operations.Checks;
using Workbook.Operations.Drills;
using Workbook.Operations.Increments;

namespace Workbook.Retail.Drills;

internal sealed class CorruptedBronzeFile : Drill
{
    private const string Source = "orders_lines";

    public override string Name => "corrupted_bronze_file";

    public override string Title => "A file of bronze is damaged";

    public override Severity Severity => Severity.P1;

    public override string Accident => $"Overwrites the middle of the largest data file of bronze.{Source} with zeros, under both of its names.";

    public override IReadOnlyList<string> Symptoms =>
    [
        "Queries and builds that read the table fail with an error about a Parquet file, such as a page that can't be decompressed.",
        "Queries that touch only other row groups or columns still work: the damage may be old when it is noticed.",
    ];

    public override LakeCheck Check => LakeChecks.Named("bronze_files_are_readable");

    public override IReadOnlyList<string> Triage =>
    [
        "The finding names table and file. One file: a fault of the disk or of a copy. Many at once: check the disk before anything is written to it.",
        "Silver and gold stand on what was loaded before and stay right; nothing new can be built on the table until it is mended.",
        "The raw files of the damaged part must still be there or in the archive: the repair asks for them before it changes anything.",
    ];

    public override string Communication => "The data platform's owner at once. Analysts, if today's load is not in gold by its hour.";

    public override void Break(DrillLake lake)
    {
        var table = DeltaTable.Open(lake.Lake.BronzeTable(Source)).Snapshot();
        var file = table.LocalPath(table.Files.MaxBy(file => file.Size)!);
        var bytes = File.ReadAllBytes(file);
        // What the disk does to a file it does under all of its names.
        Array.Clear(bytes, bytes.Length / 4, bytes.Length / 2);
        LakeCopy.Replace(file, bytes);
        LakeCopy.Replace(Path.Combine(lake.Lake.BronzeParquet(Source), Path.GetRelativePath(table.TablePath, file)), bytes);
    }

    public override IReadOnlyList<RecoveryStep> Recovery(DrillLake lake) =>
    [
        new("Take the damaged file out of its table and load what it held from the raw files again. The rest of the table, and its history, stay.", "workbook repair") { Do = drill => drill.Repair() },
        new("Bring silver and gold up to the reloaded rows.", "workbook dbt build --changed") { Do = drill => drill.Build() },
    ];
}
