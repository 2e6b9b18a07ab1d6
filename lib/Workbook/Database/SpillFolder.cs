namespace Workbook.Database;

/// <summary>
/// Where a database in memory puts what doesn't fit: a folder that this user alone can read, one for the process. DuckDB's
/// default is ".tmp" in the working folder, where two of them would meet.
/// </summary>
internal static class SpillFolder
{
    private static readonly Lazy<string> OfProcess = new(Create);

    /// <summary>It only comes to be when something spills, and DuckDB removes it.</summary>
    public static string New() => Path.Combine(OfProcess.Value, Guid.NewGuid().ToString("N"));

    private static string Create()
    {
        var folder = Directory.CreateTempSubdirectory("workbook-duckdb-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder);
        return folder;
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // An empty folder in the temporary folder is no reason to fail what succeeded.
        }
    }
}
