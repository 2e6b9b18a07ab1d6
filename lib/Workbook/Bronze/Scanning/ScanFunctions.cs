using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;
using TableFunction = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace Workbook.Bronze.Scanning;

/// <summary>
/// Registers a pass with DuckDB: a table function that yields its rows, and the tee <c>(reason VARCHAR, row BIGINT)</c>
/// that is true without a reason and otherwise hands the row to the pass and is false.
/// </summary>
/// <remarks>
/// DuckDB keeps a function until its database closes, and then releases the handle that it holds; the pass itself is let
/// go of with <see cref="Dispose"/>. No exception crosses into native code: the pass keeps it, DuckDB gets its message.
/// </remarks>
internal sealed unsafe class ScanFunctions : IDisposable
{
    private static long Numbers;

    private ScanPass? _pass;

    public ScanFunctions(DuckDBConnection connection, ScanPass pass)
    {
        _pass = pass;
        // A function can't be replaced, so that each scan needs a name of its own.
        var number = Interlocked.Increment(ref Numbers);
        ScanName = $"bronze_scan_{number}";
        TeeName = $"bronze_accept_{number}";
        RegisterScan(connection.NativeConnection);
        RegisterTee(connection.NativeConnection);
    }

    public string ScanName { get; }

    public string TeeName { get; }

    public void Dispose() => _pass = null;

    private void RegisterScan(DuckDBNativeConnection connection)
    {
        var function = TableFunction.DuckDBCreateTableFunction();
        try
        {
            TableFunction.DuckDBTableFunctionSetName(function, ScanName);
            TableFunction.DuckDBTableFunctionSetExtraInfo(function, GCHandle.ToIntPtr(GCHandle.Alloc(this)), &Free);
            TableFunction.DuckDBTableFunctionSetBind(function, &Bind);
            TableFunction.DuckDBTableFunctionSetInit(function, &Init);
            TableFunction.DuckDBTableFunctionSetFunction(function, &Fill);
            Require(TableFunction.DuckDBRegisterTableFunction(connection, function), ScanName);
        }
        finally
        {
            TableFunction.DuckDBDestroyTableFunction(ref function);
        }
    }

    private void RegisterTee(DuckDBNativeConnection connection)
    {
        var function = ScalarFunction.DuckDBCreateScalarFunction();
        try
        {
            using var text = LogicalType.DuckDBCreateLogicalType(DuckDBType.Varchar);
            using var number = LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
            using var truth = LogicalType.DuckDBCreateLogicalType(DuckDBType.Boolean);
            ScalarFunction.DuckDBScalarFunctionSetName(function, TeeName);
            ScalarFunction.DuckDBScalarFunctionAddParameter(function, text);
            ScalarFunction.DuckDBScalarFunctionAddParameter(function, number);
            ScalarFunction.DuckDBScalarFunctionSetReturnType(function, truth);
            // Without these DuckDB would answer NULL for a NULL reason by itself, or judge a constant reason only once.
            ScalarFunction.DuckDBScalarFunctionSetSpecialHandling(function);
            ScalarFunction.DuckDBScalarFunctionSetVolatile(function);
            ScalarFunction.DuckDBScalarFunctionSetExtraInfo(function, GCHandle.ToIntPtr(GCHandle.Alloc(this)), &Free);
            ScalarFunction.DuckDBScalarFunctionSetFunction(function, &Accept);
            Require(ScalarFunction.DuckDBRegisterScalarFunction(connection, function), TeeName);
        }
        finally
        {
            ScalarFunction.DuckDBDestroyScalarFunction(ref function);
        }
    }

    private static void Require(DuckDBState state, string name)
    {
        if (!state.IsSuccess())
            throw new InvalidOperationException($"DuckDB refused to register the function {name}.");
    }

    private static ScanPass PassOf(nint handle) => ((ScanFunctions)GCHandle.FromIntPtr(handle).Target!)._pass
        ?? throw new InvalidOperationException("The scan was disposed of; make a new one.");

    /// <summary>The message for DuckDB. The exception itself stays with the pass, if there is one.</summary>
    private static string Keep(nint handle, Exception fault)
    {
        if (((ScanFunctions)GCHandle.FromIntPtr(handle).Target!)._pass is { } pass)
            pass.Failure ??= fault;
        return fault.Message;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        var handle = TableFunction.DuckDBBindGetExtraInfo(info);
        try
        {
            foreach (var (name, columnType) in PassOf(handle).Columns)
            {
                using var type = ColumnWriter.LogicalType(columnType);
                TableFunction.DuckDBBindAddResultColumn(info, name, type);
            }
        }
        catch (Exception fault)
        {
            TableFunction.DuckDBBindSetError(info, Keep(handle, fault));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info)
    {
        var handle = TableFunction.DuckDBInitGetExtraInfo(info);
        try
        {
            TableFunction.DuckDBInitSetInitData(info, handle, null);
            PassOf(handle).Start();
        }
        catch (Exception fault)
        {
            TableFunction.DuckDBInitSetError(info, Keep(handle, fault));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint output)
    {
        var handle = TableFunction.DuckDBFunctionGetInitData(info);
        try
        {
            using var chunk = new DuckDBDataChunk(output);
            DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)PassOf(handle).Fill(chunk));
        }
        catch (Exception fault)
        {
            TableFunction.DuckDBFunctionSetError(info, Keep(handle, fault));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Accept(nint info, nint input, nint output)
    {
        var handle = ScalarFunction.DuckDBScalarFunctionGetExtraInfo(info);
        try
        {
            using var chunk = new DuckDBDataChunk(input);
            Judge(PassOf(handle), chunk, (byte*)Vectors.DuckDBVectorGetData(output));
        }
        catch (Exception fault)
        {
            ScalarFunction.DuckDBScalarFunctionSetError(info, Keep(handle, fault));
        }
    }

    private static void Judge(ScanPass pass, DuckDBDataChunk chunk, byte* accepted)
    {
        var rows = (int)DataChunks.DuckDBDataChunkGetSize(chunk);
        var reasons = DataChunks.DuckDBDataChunkGetVector(chunk, 0);
        var texts = (DuckDBString*)Vectors.DuckDBVectorGetData(reasons);
        var numbers = (long*)Vectors.DuckDBVectorGetData(DataChunks.DuckDBDataChunkGetVector(chunk, 1));
        var validity = Vectors.DuckDBVectorGetValidity(reasons);
        for (var row = 0; row < rows; row++)
        {
            var broken = validity == null || (validity[row >> 6] & (1ul << (row & 63))) != 0;
            accepted[row] = broken ? (byte)0 : (byte)1;
            if (broken)
                pass.Reject(Encoding.UTF8.GetString((byte*)texts[row].Data, texts[row].Length), numbers[row]);
        }

        pass.Judged(new ReadOnlySpan<long>(numbers, rows));
    }
}
