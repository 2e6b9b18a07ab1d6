using Workbook.Operations.Increments;

namespace Workbook.Operations.Checks;

/// <summary>A question about a lake's health that can be asked at any time: it changes nothing.</summary>
/// <param name="Name">By which runbooks and alerts call it.</param>
/// <param name="Meaning">What holds when it finds nothing.</param>
public sealed record LakeCheck(string Name, string Meaning, Func<IncrementTarget, IReadOnlyList<string>> Find);

/// <param name="Findings">A sentence for each thing that is wrong; none for a lake in order.</param>
public sealed record CheckOutcome(LakeCheck Check, IReadOnlyList<string> Findings, TimeSpan Elapsed)
{
    /// <summary>Whether it found nothing.</summary>
    public bool IsWell => Findings.Count == 0;
}

/// <summary>The checks that drills and runbooks name.</summary>
public static class LakeChecks
{
    /// <summary>In the order of asking: whether the lake can be read comes before what is in it.</summary>
    public static IReadOnlyList<LakeCheck> All { get; } =
    [
        new("warehouse_opens", "warehouse.duckdb is there, is a database, and its manifest knows every batch of bronze.", WarehouseChecks.Opens),
        new("bronze_files_are_readable", "Every live file of every bronze table can be read to its end and has the size and rows that the log says.", BronzeChecks.FilesAreReadable),
        new("bronze_rows_equal_manifest", "Each bronze table has as many rows as the manifest says were accepted.", BronzeChecks.RowsEqualManifest),
        new("bronze_parquet_equals_delta", "Each Parquet folder, which the models read, holds just the files of its Delta table.", BronzeChecks.ParquetEqualsDelta),
        new("raw_files_are_accepted", "No raw file was refused as a whole.", RawChecks.FilesAreAccepted),
        new("no_late_file_waits", "No raw file of a day that bronze is past waits to be loaded.", RawChecks.NoLateFileWaits),
        new("last_model_run_succeeded", "The last run of the models ended, and nothing in it failed.", WarehouseChecks.LastRunSucceeded),
        new("model_tables_are_there", "Every table that the models make is in the warehouse, and those of silver and gold are in the lake's folders.", WarehouseChecks.TablesAreThere),
    ];

    /// <exception cref="WorkbookException">There is none of that name.</exception>
    public static LakeCheck Named(string name) => All.FirstOrDefault(check => check.Name == name)
        ?? throw new WorkbookException($"There is no check '{name}'; there is {string.Join(", ", All.Select(check => check.Name))}.");

    /// <summary>Asks one check of a lake, as it is now: what it found, and how long it took.</summary>
    public static CheckOutcome Ask(this LakeCheck check, IncrementTarget target)
    {
        var start = target.Time.GetTimestamp();
        var findings = check.Find(target);
        return new CheckOutcome(check, findings, target.Time.GetElapsedTime(start));
    }
}
