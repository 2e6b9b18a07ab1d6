using DuckDB.NET.Data;

namespace Workbook.Tests.Database.Provider;

public sealed class FileDatabaseTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("duckdb žluť ").FullName;

    private string Database => Path.Combine(_folder, "kůň.duckdb");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_keeps_its_tables_for_the_next_connection()
    {
        using (var connection = TestDatabase.Open(Database))
            connection.Run("CREATE TABLE t AS SELECT 42 AS a");

        using var again = TestDatabase.Open(Database);
        Assert.Equal(42, again.Scalar("SELECT a FROM t"));
    }

    [Fact]
    public void A_read_only_file_is_read_but_not_written()
    {
        using (var connection = TestDatabase.Open(Database))
            connection.Run("CREATE TABLE t AS SELECT 42 AS a");

        using var readOnly = TestDatabase.Open($"{Database};ACCESS_MODE=READ_ONLY");
        Assert.Equal(42, readOnly.Scalar("SELECT a FROM t"));
        var fault = Assert.Throws<DuckDBException>(() => readOnly.Run("INSERT INTO t VALUES (1)"));
        Assert.Contains("read-only", fault.Message);
    }

    [Fact]
    public void A_file_that_cannot_be_opened_says_why()
    {
        var fault = Assert.ThrowsAny<Exception>(() => TestDatabase.Open(Path.Combine(_folder, "missing", "x.duckdb")));
        Assert.Contains("missing", fault.ToString());
    }

    [Fact]
    public void A_setting_that_does_not_exist_is_refused() =>
        Assert.ThrowsAny<Exception>(() => TestDatabase.Open(":memory:;no_such_setting=1"));

    [Fact]
    public void Connections_of_one_database_see_each_others_work()
    {
        using var first = TestDatabase.Open(Database);
        using var second = TestDatabase.Open(Database);
        first.Run("CREATE TABLE t AS SELECT 1 AS a");
        Assert.Equal(1L, second.Count("t"));
    }

    [Fact]
    public void Opening_and_closing_many_times_leaves_nothing_behind()
    {
        for (var i = 0; i < 20; i++)
        {
            using var connection = TestDatabase.Open(Database);
            connection.Run($"CREATE TABLE t{i} AS SELECT {i} AS a");
        }

        File.Move(Database, Database + ".moved");
        Assert.True(File.Exists(Database + ".moved"));
    }
}
