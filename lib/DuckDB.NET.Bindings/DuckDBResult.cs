using System.Runtime.InteropServices;

namespace DuckDB.NET.Native;

/// <summary>A query's result. A value that may be copied, of which one copy is to be closed, once.</summary>
[StructLayout(LayoutKind.Sequential)]
public partial struct DuckDBResult
{
    // What duckdb.h declares and marks deprecated; only the last one has a use, and that inside DuckDB.
#pragma warning disable CS0169, IDE0044, IDE0051, CA1823
    private ulong columnCount;
    private ulong rowCount;
    private ulong rowsChanged;
    private nint columns;
    private nint errorMessage;
    private nint internalData;
#pragma warning restore CS0169, IDE0044, IDE0051, CA1823

    public void Close() => Destroy(ref this);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_result")]
    private static partial void Destroy(ref DuckDBResult result);
}

/// <summary>
/// How far the running query is: <see cref="Percentage"/> from 0 to 100, or -1 when nothing runs or DuckDB can't tell.
/// Needs <c>SET enable_progress_bar = true</c>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DuckDBQueryProgress(double Percentage, ulong RowsProcessed, ulong TotalRowsToProcess);
