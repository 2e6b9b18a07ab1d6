using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Workbook.Database;

namespace Workbook.Tests.Database;

/// <summary>What the provider would cut or die of. A guard that is missing ends the test process or loses rows.</summary>
public sealed class GuardTests : IDisposable
{
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void A_statement_with_a_NUL_is_refused_and_not_run_in_part()
    {
        _connection.Execute("CREATE TABLE t AS SELECT range AS a FROM range(5)");
        var fault = Assert.Throws<WorkbookException>(() => _connection.Execute("DELETE FROM t \0 WHERE a = 2"));
        Assert.Equal(
            "The SQL has a NUL character at position 15 of 27: 'DELETE FROM t \\0 WHERE a = 2'. DuckDB would take it for the end, so nothing was run. " +
            "Take it out; in SQL, chr(0) makes one.", fault.Message);
        Assert.Equal(5, _connection.Scalar<int>("SELECT count(*) FROM t"));
    }

    [Fact]
    public void A_text_is_refused_where_DuckDB_would_get_another_one()
    {
        Assert.Contains("Parameter 2 has a NUL character at position 2 of 3", Refused("SELECT length(?) + length(?)", "a", "a\0b"));
        Assert.Contains("'a\\0b'", Refused("SELECT ?", new List<string> { "fine", "a\0b" }));
        Assert.Contains("NUL", Refused("SELECT ?", '\0'));
        Assert.Contains("half of a surrogate pair at position 1 of 2: '\\ud800x'", Refused("SELECT ?", "\ud800x"));
        Assert.Equal("🦆 duck", _connection.Scalar<string>("SELECT ?", "🦆 duck"));
    }

    [Fact]
    public void A_named_parameter_is_named()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT $note";
        command.Parameters.Add(new DuckDBParameter("note", "a\0b"));
        Assert.StartsWith("The parameter $note has a NUL", Assert.Throws<WorkbookException>(() => command.ExecuteScalar()).Message);
        Assert.Throws<WorkbookException>(() => command.ExecuteReader());
        Assert.Throws<WorkbookException>(() => command.ExecuteNonQuery());
    }

    [Fact]
    public void Commands_made_through_the_base_class_are_guarded_too()
    {
        System.Data.Common.DbConnection connection = _connection;
        using var command = connection.CreateCommand();
        Assert.Throws<WorkbookException>(() => command.CommandText = "SELECT 1 \0 + 1");
    }

    [Fact]
    public void An_appended_text_with_a_NUL_names_row_and_column()
    {
        _connection.Execute("CREATE TABLE t (a INTEGER, b VARCHAR)");
        using var appender = new CheckedAppender(_connection, "t");
        appender.AddRow(1, "whole");
        var fault = Assert.Throws<WorkbookException>(() => appender.AddRow(2, "a\0b"));
        Assert.StartsWith("Row 2 for table 't', column 'b' has a NUL character at position 2 of 3: 'a\\0b'.", fault.Message);
    }

    public static TheoryData<int, int, int, string> Days => new()
    {
        { 5_881_580, 7, 10, "5881580-07-10" }, { 5_881_580, 7, 11, "infinity" }, { -5_877_641, 6, 25, "5877642-06-25 (BC)" },
        { -5_877_641, 6, 24, "-infinity" }, { 2024, 2, 29, "2024-02-29" }, { 0, 2, 29, "0001-02-29 (BC)" }, { -4, 2, 29, "0005-02-29 (BC)" },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public void Dates_reach_to_the_ends_of_the_range(int year, int month, int day, string text) =>
        Assert.Equal(text, _connection.Scalar<string>("SELECT CAST(? AS VARCHAR)", new DuckDBDateOnly(year, (byte)month, (byte)day)));

    [Theory]
    [InlineData(5_881_580, 7, 12, "out of DuckDB's range of dates: 5881580-07-12")]
    [InlineData(int.MaxValue, 1, 1, "out of DuckDB's range")]
    [InlineData(-5_877_641, 6, 23, "out of DuckDB's range")]
    [InlineData(int.MinValue, 1, 1, "out of DuckDB's range")]
    [InlineData(2023, 2, 29, "no date of the calendar: 2023-02-29")]
    [InlineData(1900, 2, 29, "no date of the calendar")]
    [InlineData(-1, 2, 29, "no date of the calendar")]
    [InlineData(2024, 13, 1, "no date of the calendar")]
    [InlineData(2024, 0, 1, "no date of the calendar")]
    [InlineData(2024, 1, 0, "no date of the calendar")]
    public void A_date_that_would_end_the_process_is_refused(int year, int month, int day, string words)
    {
        var date = new DuckDBDateOnly(year, (byte)month, (byte)day);
        Assert.Contains(words, Refused("SELECT ?", date));
        Assert.Contains(words, Refused("SELECT ?", new List<DuckDBDateOnly> { date }));
    }

    [Fact]
    public void A_timestamp_that_would_end_the_process_is_refused()
    {
        Assert.Equal("294247-01-10 04:00:54.775806", Moment(new(294_247, 1, 10), new(4, 0, 54, 775_806)));
        Assert.Equal("infinity", Moment(new(294_247, 1, 10), new(4, 0, 54, 775_807)));
        Assert.Equal("290309-12-22 (BC) 00:00:00", Moment(new(-290_308, 12, 22), default));
        Assert.Contains("range of timestamps: 294247-01-10 04:00:54.775808", Refused("SELECT ?", new DuckDBTimestamp(new(294_247, 1, 10), new(4, 0, 54, 775_808))));
        Assert.Contains("range of timestamps", Refused("SELECT ?", new DuckDBTimestamp(new(300_000, 1, 1), default)));
        Assert.Contains("range of timestamps", Refused("SELECT ?", new DuckDBTimestamp(new(-290_308, 12, 20), default)));
        Assert.Contains("no time of day: 25:00:54", Refused("SELECT ?", new DuckDBTimestamp(new(2024, 1, 1), new(25, 0, 54, 0))));
        Assert.Contains("no time of day: 00:60:00", Refused("SELECT ?", new DuckDBTimeOnly(0, 60, 0)));

        string Moment(DuckDBDateOnly date, DuckDBTimeOnly time) => _connection.Scalar<string>("SELECT CAST(? AS VARCHAR)", new DuckDBTimestamp(date, time));
    }

    /// <summary>Only the doors of lib/Workbook/Database hand something to the provider.</summary>
    [Fact]
    public void Nothing_goes_round_the_guards()
    {
        string[] unguarded = ["new DuckDBConnection(", ".CreateAppender(", ".RegisterTableFunction(", ".Duplicate()"];
        var library = Path.Combine(Repository.Root, "lib");
        var found = Directory.EnumerateFiles(library, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(library, file).StartsWith(Path.Combine("Workbook", "Database"), StringComparison.Ordinal))
            .SelectMany(file => unguarded.Where(File.ReadAllText(file).Contains).Select(call => $"{Path.GetRelativePath(library, file)}: {call}"));
        Assert.Empty(found);
    }

    private string Refused(string sql, params object[] values) =>
        Assert.Throws<WorkbookException>(() => _connection.Execute(sql, values)).Message;
}
