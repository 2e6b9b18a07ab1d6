using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;
using Microsoft.Win32.SafeHandles;

namespace DuckDB.NET.Native;

public sealed class DuckDBDatabase() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.Database);
}

public sealed partial class DuckDBNativeConnection() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>
    /// Asks the query that runs on this connection to stop; it then fails with an interrupt error. May be called from
    /// any thread; without a running query it does nothing.
    /// </summary>
    public void Interrupt() => Interrupt(this);

    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.Connection);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_interrupt")]
    private static partial void Interrupt(DuckDBNativeConnection connection);
}

public sealed class DuckDBConfig() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.Config);
}

public sealed class DuckDBPreparedStatement() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.Prepared);
}

public sealed class DuckDBExtractedStatements() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.Extracted);
}

public sealed class DuckDBAppender() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Release.Appender(ref handle) == DuckDBState.Success;
}

public sealed class DuckDBLogicalType() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.LogicalType);
}

public sealed class DuckDBDataChunk : SafeHandleZeroOrMinusOneIsInvalid
{
    public DuckDBDataChunk() : base(ownsHandle: true) { }

    /// <summary>A chunk that DuckDB lends to a callback: never destroyed from here.</summary>
    public DuckDBDataChunk(IntPtr chunk) : base(ownsHandle: false) => SetHandle(chunk);

    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.DataChunk);
}

public sealed partial class DuckDBErrorData() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    public bool HasError => !IsInvalid && HasErrorOf(this);

    public string Message => IsInvalid ? "" : MessageOf(this);

    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.ErrorData);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_error_data_has_error")]
    [return: MarshalAs(UnmanagedType.U1)]
    private static partial bool HasErrorOf(DuckDBErrorData error);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_error_data_message")]
    [return: MarshalUsing(typeof(BorrowedUtf8))]
    private static partial string MessageOf(DuckDBErrorData error);
}

public sealed class DuckDBArrowOptions() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.ArrowOptions);
}

public sealed partial class DuckDBClientContext() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    public ulong ConnectionId => ConnectionIdOf(this);

    protected override bool ReleaseHandle() => Release.Run(ref handle, Release.ClientContext);

    [LibraryImport(NativeMethods.Library, EntryPoint = "duckdb_client_context_get_connection_id")]
    private static partial ulong ConnectionIdOf(DuckDBClientContext context);
}
