using DuckDB.NET.Native;

namespace DuckDB.NET.Bindings.Tests;

/// <summary>A query without the provider, for what the provider has no reader for.</summary>
internal sealed class NativeQuery : IDisposable
{
    private DuckDBResult _result;

    public NativeQuery(DuckDBNativeConnection connection, string sql)
    {
        Assert.Equal(1, NativeMethods.ExtractStatements.DuckDBExtractStatements(connection, sql, out var statements));
        using (statements)
        {
            Assert.True(NativeMethods.ExtractStatements
                .DuckDBPrepareExtractedStatement(connection, statements, 0, out var prepared).IsSuccess());
            using (prepared)
                Assert.True(NativeMethods.PreparedStatements.DuckDBExecutePrepared(prepared, out _result).IsSuccess());
        }
    }

    public DuckDBType FirstColumnType
    {
        get
        {
            using var type = NativeMethods.Query.DuckDBColumnLogicalType(ref _result, 0);
            return NativeMethods.LogicalType.DuckDBGetTypeId(type);
        }
    }

    public void Dispose() => _result.Close();
}
