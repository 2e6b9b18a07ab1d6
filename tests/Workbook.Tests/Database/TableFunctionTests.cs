using System.Numerics;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Workbook.Database;

namespace Workbook.Tests.Database;

/// <summary>Read through the provider, NULL ends the process and an argument of another type is garbage.</summary>
public sealed class TableFunctionTests : IDisposable
{
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();
    private int _probes;

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_table_function_yields_rows_from_its_arguments()
    {
        AddLabels();
        Assert.Equal(5000, _connection.Scalar<int>("SELECT count(*) FROM labels(5000, 'L') WHERE label LIKE 'L %'"));
        Assert.Equal("L 2", _connection.Scalar<string>("SELECT label FROM labels(3, 'L') WHERE label LIKE '%2'"));
    }

    [Fact]
    public void NULL_is_an_argument_like_any_other()
    {
        AddLabels();
        Assert.Equal("none 1, none 2", _connection.Scalar<string>("SELECT string_agg(label, ', ' ORDER BY label) FROM labels(NULL, NULL)"));
    }

    [Fact]
    public void A_fault_while_binding_becomes_an_error_of_the_query()
    {
        _connection.AddTableFunction("broken", [DuckDBType.Integer], _ => throw new InvalidOperationException("no such source"), (_, _, _) => { });
        Assert.Contains("no such source", Assert.Throws<DuckDBException>(() => _connection.Scalar<int>("SELECT * FROM broken(1)")).Message);
    }

    public static TheoryData<DuckDBType, string, object> Arguments => new()
    {
        { DuckDBType.Boolean, "TRUE", true },
        { DuckDBType.TinyInt, "-7::TINYINT", (sbyte)-7 },
        { DuckDBType.SmallInt, "-7::SMALLINT", (short)-7 },
        { DuckDBType.Integer, "-7", -7 },
        { DuckDBType.BigInt, "-7", -7L },
        { DuckDBType.UnsignedTinyInt, "7::UTINYINT", (byte)7 },
        { DuckDBType.UnsignedSmallInt, "7::USMALLINT", (ushort)7 },
        { DuckDBType.UnsignedInteger, "7::UINTEGER", 7u },
        { DuckDBType.UnsignedBigInt, "7::UBIGINT", 7ul },
        { DuckDBType.HugeInt, "-7::HUGEINT", new BigInteger(-7) },
        { DuckDBType.Float, "1.5::FLOAT", 1.5f },
        { DuckDBType.Double, "1.5", 1.5 },
        { DuckDBType.Varchar, "'text'", "text" },
        { DuckDBType.Date, "DATE '1969-07-20'", new DateOnly(1969, 7, 20) },
        { DuckDBType.Time, "TIME '01:02:03'", new TimeOnly(1, 2, 3) },
        { DuckDBType.Timestamp, "TIMESTAMP '2026-01-02 03:04:05'", new DateTime(2026, 1, 2, 3, 4, 5) },
        { DuckDBType.Interval, "INTERVAL '25 hours'", TimeSpan.FromHours(25) },
        { DuckDBType.Uuid, "UUID '80f3b0c1-0000-4000-8000-00000000abcd'", Guid.Parse("80f3b0c1-0000-4000-8000-00000000abcd") },
    };

    [Theory]
    [MemberData(nameof(Arguments))]
    public void Arguments_arrive_as_dotnet_has_them(DuckDBType type, string argument, object expected)
    {
        Assert.Equal(expected, Argument<object>(type, argument));
        Assert.Null(Argument<object>(type, "NULL"));
    }

    [Fact]
    public void An_argument_becomes_another_type_without_loss_or_is_refused()
    {
        Assert.Equal(200L, Argument<long>(DuckDBType.Integer, "200"));
        Assert.Equal(new DateTime(1969, 7, 20), Argument<DateTime>(DuckDBType.Date, "DATE '1969-07-20'"));
        Assert.Contains("too large", Assert.Throws<DuckDBException>(() => Argument<sbyte>(DuckDBType.Integer, "200")).Message);
    }

    [Fact]
    public void A_function_that_has_no_use_for_NULL_says_so()
    {
        var fault = Assert.Throws<DuckDBException>(() => Argument<int>(DuckDBType.Integer, "NULL"));
        Assert.Contains("Argument 1 of probe1() is NULL where a value was expected (Int32).", fault.Message);
        Assert.Equal(7, Argument<int>(DuckDBType.Integer, "7"));
    }

    [Fact]
    public void A_type_that_arguments_cannot_have_is_refused_at_once()
    {
        var fault = Assert.Throws<WorkbookException>(() => _connection.AddTableFunction("f", [DuckDBType.Any], _ => null!, (_, _, _) => { }));
        Assert.StartsWith("f() can't have an argument of type Any: expected one of Boolean, ", fault.Message);
    }

    private void AddLabels() => _connection.AddTableFunction(
        "labels", [DuckDBType.Integer, DuckDBType.Varchar],
        arguments => new TableFunction(
            [new ColumnInfo("label", typeof(string))],
            Enumerable.Range(1, arguments.Get<int?>(0) ?? 2).Select(number => $"{arguments.Get<string>(1) ?? "none"} {number}").ToList()),
        (item, columns, row) => columns[0].WriteValue((string)item!, row));

    private T? Argument<T>(DuckDBType type, string argument)
    {
        T? seen = default;
        var name = $"probe{++_probes}";
        _connection.AddTableFunction(
            name, [type],
            arguments =>
            {
                seen = arguments.Get<T>(0);
                return new TableFunction([new ColumnInfo("x", typeof(int))], new[] { 1 });
            },
            (_, columns, row) => columns[0].WriteValue(1, row));
        _connection.Scalar<int>($"SELECT x FROM {name}({argument})");
        return seen;
    }
}
