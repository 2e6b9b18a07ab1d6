using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace DuckDB.NET.Native;

/// <summary>A <c>const char *</c> that stays DuckDB's: copied, never freed. NULL becomes the empty string.</summary>
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedOut, typeof(BorrowedUtf8))]
internal static unsafe class BorrowedUtf8
{
    public static string ConvertToManaged(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}

/// <summary>A <c>char *</c> that becomes ours: copied, then given back through <c>duckdb_free</c>.</summary>
[CustomMarshaller(typeof(string), MarshalMode.ManagedToUnmanagedOut, typeof(OwnedUtf8))]
internal static unsafe partial class OwnedUtf8
{
    public static string ConvertToManaged(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    public static void Free(byte* text) => DuckDBFree(text);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_free")]
    private static partial void DuckDBFree(void* memory);
}
