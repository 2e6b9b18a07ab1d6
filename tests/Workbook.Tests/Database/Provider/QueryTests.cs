using System.Data;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Workbook.Database;

namespace Workbook.Tests.Database.Provider;

public sealed class QueryTests : IDisposable
{
    private readonly DuckDBConnection _connection = TestDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Parameters_bind_by_position() =>
        Assert.Equal("1-two", _connection.Value("SELECT ? || '-' || ?", 1, "two"));

    [Fact]
    public void Parameters_bind_by_name()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT $b - $a";
        command.Parameters.Add(new DuckDBParameter("a", 2));
        command.Parameters.Add(new DuckDBParameter("b", 44));
        Assert.Equal(42, command.ExecuteScalar());
    }

    [Fact]
    public void Many_statements_in_one_text_give_many_results()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "CREATE TABLE t AS SELECT 1 AS a; SELECT a FROM t; SELECT a + 1, 'x' FROM t";
        using var reader = command.ExecuteReader();

        Assert.True(reader.Read());
        Assert.Equal(1, reader.GetInt32(0));
        Assert.True(reader.NextResult());
        Assert.True(reader.Read());
        Assert.Equal(2, reader.GetInt32(0));
        Assert.Equal(2, reader.FieldCount);
        Assert.False(reader.NextResult());
    }

    [Theory]
    [InlineData("SELEC 1", "Parser Error:")]
    [InlineData("SELECT * FROM nowhere", "Catalog Error:")]
    [InlineData("SELECT nothing", "Binder Error:")]
    [InlineData("SELECT CAST('x' AS INTEGER)", "Conversion Error:")]
    [InlineData("SELECT 9223372036854775807 + 1::BIGINT", "Out of Range Error:")]
    public void Errors_carry_the_words_of_the_engine(string sql, string expected)
    {
        var fault = Assert.Throws<DuckDBException>(() => _connection.Value(sql));
        Assert.StartsWith(expected, fault.Message);
    }

    [Fact]
    public void An_error_at_run_time_carries_its_type()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
        var fault = Assert.Throws<DuckDBException>(() => _connection.Execute("INSERT INTO t VALUES (1)"));
        Assert.Equal(DuckDBErrorType.Constraint, fault.ErrorType);
    }

    [Fact]
    public void Changed_rows_are_counted()
    {
        _connection.Execute("CREATE TABLE t AS SELECT range AS a FROM range(10)");
        Assert.Equal(5, _connection.Execute("DELETE FROM t WHERE a < 5"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void More_rows_than_one_chunk_come_in_order(bool streaming)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT range, 'row number ' || range FROM range(100000)";
        command.UseStreamingMode = streaming;
        using var reader = command.ExecuteReader();

        var expected = 0L;
        while (reader.Read())
        {
            Assert.Equal(expected, reader.GetInt64(0));
            Assert.Equal($"row number {expected}", reader.GetString(1));
            expected++;
        }

        Assert.Equal(100_000, expected);
    }

    [Fact]
    public void Streaming_starts_before_the_query_has_ended()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT range FROM range(1000000000000)";
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();

        Assert.True(reader.Read());
        Assert.Equal(0, reader.GetInt64(0));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Transactions_keep_or_undo_their_work(bool commit, long kept)
    {
        _connection.Execute("CREATE TABLE t (a INTEGER)");
        using (var transaction = _connection.BeginTransaction())
        {
            _connection.Execute("INSERT INTO t VALUES (1)");
            if (commit) transaction.Commit();
            else transaction.Rollback();
        }

        Assert.Equal(kept, _connection.Count("t"));
    }

    [Fact]
    public async Task A_running_query_can_be_cancelled()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = 7";
        var running = Task.Run(command.ExecuteScalar, TestContext.Current.CancellationToken);

        while (!running.IsCompleted)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            command.Cancel();
        }

        // Cancel is reported as .NET has it or in the engine's words, by the moment at which it came.
        var fault = await Assert.ThrowsAnyAsync<Exception>(() => running);
        Assert.True(fault is OperationCanceledException || fault.Message.Contains("INTERRUPT"), fault.ToString());
        Assert.Equal(1, _connection.Value("SELECT 1"));
    }

    [Fact]
    public async Task Interrupt_stops_a_query_too()
    {
        var running = Task.Run(
            () => _connection.Value("SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = 7"),
            TestContext.Current.CancellationToken);
        while (!running.IsCompleted)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            _connection.NativeConnection.Interrupt();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => running);
    }

    [Fact]
    public async Task Progress_of_a_running_query_grows()
    {
        _connection.Execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET threads = 1");
        _connection.Execute("CREATE TABLE t AS SELECT range AS a FROM range(3000000)");
        Assert.Equal(-1, _connection.GetQueryProgress().Percentage);

        var seen = new List<double>();
        var running = Task.Run(
            () => _connection.Value("SELECT sum(length(sha256(a::VARCHAR))) FROM t"), TestContext.Current.CancellationToken);
        while (!running.IsCompleted)
        {
            seen.Add(_connection.GetQueryProgress().Percentage);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        await running;
        Assert.Contains(seen, percentage => percentage is > 0 and <= 100);
        Assert.All(seen, percentage => Assert.InRange(percentage, -1, 100));
    }

    [Fact]
    public void The_connection_knows_its_state_and_version()
    {
        Assert.Equal(ConnectionState.Open, _connection.State);
        Assert.StartsWith("v1.5.", NativeMethods.Startup.DuckDBLibraryVersion());
        Assert.NotEmpty(_connection.ServerVersion);
    }
}
