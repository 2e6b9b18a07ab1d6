using System.Runtime.InteropServices;

namespace DuckDB.NET.Native;

/// <summary>The C function that gives each kind of handle back; all take a pointer to the handle and null it.</summary>
internal static partial class Release
{
    internal delegate void Destroy(ref nint handle);

    internal static bool Run(ref nint handle, Destroy destroy)
    {
        destroy(ref handle);
        return true;
    }

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_close")]
    internal static partial void Database(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_disconnect")]
    internal static partial void Connection(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_config")]
    internal static partial void Config(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_prepare")]
    internal static partial void Prepared(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_extracted")]
    internal static partial void Extracted(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_appender_destroy")]
    internal static partial DuckDBState Appender(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_logical_type")]
    internal static partial void LogicalType(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_data_chunk")]
    internal static partial void DataChunk(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_error_data")]
    internal static partial void ErrorData(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_arrow_options")]
    internal static partial void ArrowOptions(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_client_context")]
    internal static partial void ClientContext(ref nint handle);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_destroy_value")]
    internal static partial void Value(ref nint handle);
}
