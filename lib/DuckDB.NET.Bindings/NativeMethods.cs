namespace DuckDB.NET.Native;

/// <summary>
/// DuckDB's C functions as DuckDB.NET.Data links against them: one nested class for each group, each declared from its
/// prototype in <c>duckdb.h</c>. Where the C function hands out a string, the marshaller says who frees it.
/// </summary>
public static partial class NativeMethods
{
    // The runtime makes libduckdb.so, libduckdb.dylib or duckdb.dll of it and looks beside this assembly first.
    internal const string Library = "duckdb";
}
