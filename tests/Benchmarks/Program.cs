using System.Globalization;
using Workbook.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks [-- --scale 1], or -- --kernel [published/Workbook.Cli] for the notebook kernel alone
// -- --models [scale] for silver and gold alone
// -- --snapshots [rows] for SCD2 snapshots alone (10 million rows unless given)
// -- --dedup [rows] for deduplication alone (80,000 and 1 million customers and public data unless given)
// -- --reconcile [rows] for reconciliation alone (25 million rows a side unless given)
// One line a measure: "name ratio=1.43 goal=1.50" or "name value=2.1 unit=s goal=3.0"; '#' begins a remark.
if (args is ["--step", ..])
    return Step.RunInThisProcess(args[1..]);

using var folder = new BenchmarkFolder();
if (args is ["--kernel", ..])
{
    Kernel.Run(folder, args[1..]);
    return 0;
}

if (args is ["--models", ..])
{
    var modelScale = args is [_, var size] ? size : "1";
    Step.Run("generate", modelScale, folder["raw"]);
    Step.Run("ingest", folder["raw"], folder["lake"]);
    Models.Run(folder["lake"], folder);
    return 0;
}

if (args is ["--snapshots", ..])
{
    Snapshots.Run(args is [_, var rows] ? long.Parse(rows, CultureInfo.InvariantCulture) : 10_000_000, folder);
    return 0;
}

if (args is ["--dedup", ..])
{
    Dedup.Run(args is [_, var people] ? long.Parse(people, CultureInfo.InvariantCulture) : null, folder);
    return 0;
}

if (args is ["--reconcile", ..])
{
    Reconciliation.Run(args is [_, var sideRows] ? long.Parse(sideRows, CultureInfo.InvariantCulture) : 25_000_000, folder);
    return 0;
}

var scale = args is ["--scale", var text] ? double.Parse(text, CultureInfo.InvariantCulture) : 1.0;
Foundation.Run(scale, folder);
Models.Run(folder["lake"], folder);
Snapshots.Run((long)(10_000_000 * scale), folder);
Kernel.Run(folder, []);
return 0;
