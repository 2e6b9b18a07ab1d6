using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Tests.Database.Provider;

/// <summary>.NET code that DuckDB calls back.</summary>
public sealed class FunctionTests : IDisposable
{
    private readonly DuckDBConnection _connection = TestDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_scalar_function_computes_over_many_rows()
    {
        _connection.RegisterScalarFunction<long, long, long>("times", (readers, writer, rows) =>
        {
            for (ulong row = 0; row < rows; row++)
                writer.WriteValue(readers[0].GetValue<long>(row) * readers[1].GetValue<long>(row), row);
        });

        Assert.Equal(true, _connection.Value("SELECT bool_and(times(range, 3) = range * 3) FROM range(5000)"));
    }

    [Fact]
    public void A_scalar_function_handles_text()
    {
        _connection.RegisterScalarFunction<string, string>("shout", (readers, writer, rows) =>
        {
            for (ulong row = 0; row < rows; row++)
                writer.WriteValue(readers[0].GetValue<string>(row).ToUpperInvariant() + "!", row);
        });

        Assert.Equal("A LONGER PIECE OF TEXT!", _connection.Value("SELECT shout('a longer piece of text')"));
        Assert.Equal(DBNull.Value, _connection.Value("SELECT shout(NULL)"));
    }

    [Fact]
    public void A_fault_in_a_scalar_function_becomes_an_error_of_the_query()
    {
        _connection.RegisterScalarFunction<long, long>("fail", (_, _, _) => throw new InvalidOperationException("out of cheese"));
        var fault = Assert.Throws<DuckDBException>(() => _connection.Value("SELECT fail(range) FROM range(3)"));
        Assert.Contains("out of cheese", fault.Message);
        Assert.Equal(1, _connection.Value("SELECT 1"));
    }
}
