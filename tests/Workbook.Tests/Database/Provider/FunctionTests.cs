using System.Numerics;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Workbook.Tests.Database.Provider;

/// <summary>.NET code that DuckDB calls back.</summary>
public sealed class FunctionTests : IDisposable
{
    private readonly DuckDBConnection _connection = TestDatabase.Open();
    private int _probes;

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_scalar_function_computes_over_many_rows()
    {
        _connection.RegisterScalarFunction<long, long, long>("times", (readers, writer, rows) =>
        {
            for (ulong row = 0; row < rows; row++)
                writer.WriteValue(readers[0].GetValue<long>(row) * readers[1].GetValue<long>(row), row);
        });

        Assert.Equal(true, _connection.Scalar("SELECT bool_and(times(range, 3) = range * 3) FROM range(5000)"));
    }

    [Fact]
    public void A_scalar_function_handles_text()
    {
        _connection.RegisterScalarFunction<string, string>("shout", (readers, writer, rows) =>
        {
            for (ulong row = 0; row < rows; row++)
                writer.WriteValue(readers[0].GetValue<string>(row).ToUpperInvariant() + "!", row);
        });

        Assert.Equal("A LONGER PIECE OF TEXT!", _connection.Scalar("SELECT shout('a longer piece of text')"));
        Assert.Equal(DBNull.Value, _connection.Scalar("SELECT shout(NULL)"));
    }

    [Fact]
    public void A_fault_in_a_scalar_function_becomes_an_error_of_the_query()
    {
        _connection.RegisterScalarFunction<long, long>("fail", (_, _, _) => throw new InvalidOperationException("out of cheese"));
        var fault = Assert.Throws<DuckDBException>(() => _connection.Scalar("SELECT fail(range) FROM range(3)"));
        Assert.Contains("out of cheese", fault.Message);
        Assert.Equal(1, _connection.Scalar("SELECT 1"));
    }

    [Fact]
    public void A_table_function_yields_rows_from_its_arguments()
    {
        _connection.RegisterTableFunction<int, string>(
            "labels",
            arguments => new TableFunction(
                [new ColumnInfo("n", typeof(int)), new ColumnInfo("label", typeof(string))],
                Enumerable.Range(0, arguments[0].GetValue<int>()).Select(i => (i, arguments[1].GetValue<string>() + i)).ToList()),
            (item, writers, row) =>
            {
                var (n, label) = ((int, string))item!;
                writers[0].WriteValue(n, row);
                writers[1].WriteValue(label, row);
            });

        Assert.Equal(5000L, _connection.Count("labels(5000, 'L') WHERE label = 'L' || n"));
        Assert.Equal("L2", _connection.Scalar("SELECT label FROM labels(3, 'L') WHERE n = 2"));
    }

    [Fact]
    public void A_fault_while_binding_a_table_function_becomes_an_error_of_the_query()
    {
        _connection.RegisterTableFunction<int>(
            "broken", _ => throw new InvalidOperationException("no such source"), (_, _, _) => { });
        var fault = Assert.Throws<DuckDBException>(() => _connection.Scalar("SELECT * FROM broken(1)"));
        Assert.Contains("no such source", fault.Message);
    }

    [Theory]
    [InlineData("TRUE", true)]
    [InlineData("7::TINYINT", (sbyte)7)]
    [InlineData("-7::SMALLINT", (short)-7)]
    [InlineData("7::UINTEGER", 7u)]
    [InlineData("7::UBIGINT", 7ul)]
    [InlineData("1.5::DOUBLE", 1.5)]
    [InlineData("1.5::FLOAT", 1.5f)]
    [InlineData("'text'", "text")]
    public void Arguments_arrive_as_dotnet_has_them(string argument, object expected) =>
        Assert.Equal(expected, ArgumentOf(argument, reader => reader.GetValue<object>()));

    [Fact]
    public void Arguments_of_the_calendar_and_wide_numbers_arrive_too()
    {
        Assert.Equal(new DateOnly(1969, 7, 20), ArgumentOf("DATE '1969-07-20'", reader => reader.GetValue<DateOnly>()));
        Assert.Equal(new DateTime(1969, 7, 20), ArgumentOf("DATE '1969-07-20'", reader => reader.GetValue<DateTime>()));
        Assert.Equal(new TimeOnly(1, 2, 3), ArgumentOf("TIME '01:02:03'", reader => reader.GetValue<TimeOnly>()));
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5), ArgumentOf("TIMESTAMP '2026-01-02 03:04:05'", reader => reader.GetValue<DateTime>()));
        Assert.Equal(TimeSpan.FromHours(25), ArgumentOf("INTERVAL '25 hours'", reader => reader.GetValue<TimeSpan>()));
        Assert.Equal(-1.25m, ArgumentOf("-1.25::DECIMAL(30,2)", reader => reader.GetValue<decimal>()));
        Assert.Equal(Guid.Parse("80f3b0c1-0000-4000-8000-00000000abcd"),
            ArgumentOf("UUID '80f3b0c1-0000-4000-8000-00000000abcd'", reader => reader.GetValue<Guid>()));
        Assert.Equal(new BigInteger(-5), ArgumentOf("-5::HUGEINT", reader => reader.GetValue<BigInteger>()));
    }

    [Fact]
    public void An_argument_that_does_not_fit_is_refused_and_not_cut()
    {
        Assert.Equal(200L, ArgumentOf("200::INTEGER", reader => reader.GetValue<long>()));
        var fault = Assert.ThrowsAny<Exception>(() => ArgumentOf("200::INTEGER", reader => reader.GetValue<sbyte>()));
        Assert.Contains("too large", fault.Message);
    }

    [Fact]
    public void A_null_argument_is_null_or_refused()
    {
        Assert.Null(ArgumentOf("NULL::INTEGER", reader => reader.GetValue<int?>()));
        Assert.Null(ArgumentOf("NULL::VARCHAR", reader => reader.GetValue<string>()));
        var fault = Assert.ThrowsAny<Exception>(() => ArgumentOf("NULL::INTEGER", reader => reader.GetValue<int>()));
        Assert.Contains("NULL can't be read as Int32", fault.Message);
    }

    private object? ArgumentOf(string argument, Func<IDuckDBValueReader, object?> read)
    {
        object? seen = null;
        var name = $"probe{_probes++}";
        _connection.RegisterTableFunction(
            name,
            arguments =>
            {
                seen = read(arguments[0]);
                return new TableFunction([new ColumnInfo("x", typeof(int))], new[] { 1 });
            },
            (_, writers, row) => writers[0].WriteValue(1, row),
            DuckDBType.Any);
        _connection.Scalar($"SELECT * FROM {name}({argument})");
        return seen;
    }
}
