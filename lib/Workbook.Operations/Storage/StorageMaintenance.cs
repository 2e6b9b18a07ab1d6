using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Query;

namespace Workbook.Operations.Storage;

/// <param name="SmallFiles">Below the target size.</param>
public sealed record TableLayout(int Files, int SmallFiles, long Bytes, long Rows);

/// <summary>What a query read, as the engine measured it.</summary>
/// <param name="Files">Opened; those that Delta's statistics or the partition rule out are not.</param>
/// <param name="Rows">That came out of the scans.</param>
/// <param name="Bytes">Read from files.</param>
/// <param name="Milliseconds">By the clock, one run.</param>
public sealed record ReadFigures(long Files, long Rows, long Bytes, double Milliseconds);

/// <param name="SameRows">Whether the table has the very same rows after it.</param>
/// <param name="Version">The version that it made; the former one where there was nothing to pack.</param>
public sealed record OptimizeReport(TableLayout Before, TableLayout After, ReadFigures ReadBefore, ReadFigures ReadAfter, bool SameRows, long Version);

/// <param name="Kept">Files that the log no longer needs, but the retention does.</param>
/// <param name="OldestReadable">The oldest version whose files are all there afterwards.</param>
public sealed record VacuumReport(int FilesBefore, long BytesBefore, int Deleted, long BytesDeleted, int Kept, long OldestReadable);

/// <summary>OPTIMIZE and VACUUM, with what they are worth measured before and after.</summary>
public static class StorageMaintenance
{
    private const long TargetBytes = 128L << 20;

    /// <summary>Packs small files, and asks a query of the table before and after.</summary>
    /// <param name="where">The query's predicate, which decides what has to be read: <c>order_dt = DATE '2024-01-05'</c>.</param>
    /// <param name="columns">What it reads of the rows that match: <c>sum(qty)</c>.</param>
    /// <param name="keep">Files that it needs, see <see cref="DataSkipping"/>; all if null.</param>
    public static OptimizeReport Optimize(
        DuckDBConnection connection, DeltaTable table, string where, string columns = "count(*)", Func<AddFile, bool>? keep = null, long targetBytes = TargetBytes)
    {
        var before = table.Snapshot();
        var (layoutBefore, readBefore, rowsBefore) = (Layout(before, targetBytes), Read(connection, before, where, columns, keep), Hash(connection, before));
        table.Optimize(connection, targetBytes);
        var after = table.Snapshot();
        return new OptimizeReport(layoutBefore, Layout(after, targetBytes), readBefore, Read(connection, after, where, columns, keep), rowsBefore == Hash(connection, after), after.Version);
    }

    /// <summary>What a query reads of a table, measured with EXPLAIN ANALYZE.</summary>
    public static ReadFigures Read(DuckDBConnection connection, DeltaSnapshot table, string where, string columns = "count(*)", Func<AddFile, bool>? keep = null)
    {
        var plan = QueryPlan.Of(connection, $"SELECT {columns} FROM {table.ScanSql(keep)} WHERE {where}");
        var scans = plan.Where(step => step.Operator.EndsWith("READ_PARQUET", StringComparison.Ordinal)).Sum(step => step.Rows);
        return new ReadFigures(plan.FilesRead, scans, plan.BytesRead, plan.Milliseconds);
    }

    /// <summary>Deletes what no version within the retention needs.</summary>
    /// <param name="retention">At least 7 days, unless forced.</param>
    /// <exception cref="WorkbookException">The retention is shorter than 7 days and not forced; nothing was deleted.</exception>
    public static VacuumReport Vacuum(DeltaTable table, TimeSpan retention, bool force = false)
    {
        var before = DataFiles(table.TablePath);
        var deleted = table.Vacuum(retention, force: force).ToHashSet(StringComparer.Ordinal);
        var live = table.Snapshot().Files.Count;
        var gone = before.Where(file => deleted.Contains(Path.GetRelativePath(table.TablePath, file.FullName).Replace('\\', '/'))).ToList();
        return new VacuumReport(before.Count, before.Sum(file => file.Length), gone.Count, gone.Sum(file => file.Length), before.Count - gone.Count - live, OldestReadable(table));
    }

    internal static TableLayout Layout(DeltaSnapshot table, long smallBelow) =>
        new(table.Files.Count, table.Files.Count(file => file.Size < smallBelow), table.Files.Sum(file => file.Size), table.Files.Sum(file => file.RecordCount ?? 0));

    private static string Hash(DuckDBConnection connection, DeltaSnapshot table) =>
        connection.Scalar<string>($"SELECT concat(count(*), ' ', sum(hash(data_row))) FROM {table.ScanSql()} AS data_row");

    // The sizes have to be taken before the files are gone.
    private static List<(string FullName, long Length)> DataFiles(string table) =>
        [.. new DirectoryInfo(table).EnumerateFiles("*.parquet", SearchOption.AllDirectories).Where(file => !file.FullName.Contains("_delta_log", StringComparison.Ordinal)).Select(file => (file.FullName, file.Length))];

    private static long OldestReadable(DeltaTable table)
    {
        var newest = table.Snapshot().Version;
        var oldest = newest;
        foreach (var commit in table.History().Where(commit => commit.Version < newest))
        {
            var snapshot = table.Snapshot(commit.Version);
            if (snapshot.Files.Any(file => !File.Exists(snapshot.LocalPath(file))))
                break;
            oldest = commit.Version;
        }

        return oldest;
    }
}
