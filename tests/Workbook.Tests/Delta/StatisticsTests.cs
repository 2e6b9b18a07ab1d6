using Workbook.Database;
using Workbook.Delta;
using Workbook.Delta.Log;

namespace Workbook.Tests.Delta;

public sealed class StatisticsTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Statistics_are_the_protocols_spelling_of_the_files_bounds()
    {
        var table = _test.Create("i INTEGER, s VARCHAR, d DATE, n DECIMAL(10,2), b BOOLEAN, f DOUBLE, l INTEGER[], e VARCHAR");
        table.Append(_test.Connection, """
            SELECT 1 AS i, 'a"b' AS s, DATE '2020-01-01' AS d, (-1.50)::DECIMAL(4,2) AS n, true AS b, 0.25::DOUBLE AS f, [1] AS l, NULL::VARCHAR AS e
            UNION ALL SELECT -7, 'z', DATE '2021-12-31', 20::DECIMAL(4,2), NULL, 1e300, NULL, NULL
            """);
        Assert.Equal(
            """{"numRecords":2,"minValues":{"i":-7,"s":"a\"b","d":"2020-01-01","n":-1.50,"f":0.25},"maxValues":{"i":1,"s":"z","d":"2021-12-31","n":20.00,"f":1e+300},"nullCount":{"i":0,"s":0,"d":0,"n":0,"b":1,"f":0,"e":2}}""",
            table.Snapshot().Files[0].Stats);
        Assert.Equal(2, table.Snapshot().Files[0].RecordCount);
    }

    [Fact]
    public void Timestamps_are_rounded_to_milliseconds_away_from_the_data()
    {
        var table = _test.Create("ts TIMESTAMPTZ");
        table.Append(_test.Connection, "SELECT TIMESTAMPTZ '2020-01-01 00:00:00.123456Z' AS ts");
        Assert.Contains("""
            "minValues":{"ts":"2020-01-01T00:00:00.123Z"},"maxValues":{"ts":"2020-01-01T00:00:00.124Z"}
            """.Trim(), table.Snapshot().Files[0].Stats);
    }

    [Fact]
    public void Long_strings_are_cut_at_32_characters_and_a_cut_maximum_stays_above()
    {
        var table = _test.Create("s VARCHAR");
        table.Append(_test.Connection, "SELECT repeat('😀é', 20) AS s");
        var cut = string.Concat(Enumerable.Repeat("😀é", 16));
        Assert.Contains($"\"minValues\":{{\"s\":\"{cut}\"}}", System.Text.RegularExpressions.Regex.Unescape(table.Snapshot().Files[0].Stats!));
        Assert.Contains($"\"maxValues\":{{\"s\":\"{cut}\U0010FFFF\"}}", System.Text.RegularExpressions.Regex.Unescape(table.Snapshot().Files[0].Stats!));
    }

    [Theory]
    [InlineData("double", "nan")]
    [InlineData("double", "inf")]
    [InlineData("date", "infinity")]
    [InlineData("timestamp", "infinity")]
    [InlineData("timestamp", "9999-12-31 23:59:59.999999")]
    [InlineData("boolean", "1")]
    [InlineData("binary", "00FF")]
    public void Values_without_a_spelling_in_JSON_have_no_bound(string type, string text) =>
        Assert.Null(FileStatistics.Bound(new DeltaType.Primitive(type), text, upper: true));

    [Theory]
    [InlineData("long", "-5", "-5")]
    [InlineData("integer", "7", "7")]
    [InlineData("short", "7", "7")]
    [InlineData("byte", "7", "7")]
    [InlineData("float", "0.5", "0.5")]
    [InlineData("double", "-1e-07", "-1e-07")]
    [InlineData("date", "2020-01-01", "\"2020-01-01\"")]
    [InlineData("date", "10000-01-01", null)]
    [InlineData("timestamp", "2020-01-01 02:00:00+02", "\"2020-01-01T00:00:00.000Z\"")]
    [InlineData("timestamp", "2020-01-01 00:00:00.123", "\"2020-01-01T00:00:00.123Z\"")]
    [InlineData("timestamp", "9999-12-31 23:59:59.999", "\"9999-12-31T23:59:59.999Z\"")]
    [InlineData("string", "größer > \"klein\"", "\"größer > \\\"klein\\\"\"")]
    [InlineData("string", "", "\"\"")]
    [InlineData("string", "12345678901234567890123456789012", "\"12345678901234567890123456789012\"")]
    [InlineData("long", null, null)]
    [InlineData("string", null, null)]
    public void A_bound_that_needs_no_rounding_is_the_value_on_both_sides(string type, string? text, string? bound)
    {
        Assert.Equal(bound, FileStatistics.Bound(new DeltaType.Primitive(type), text, upper: true));
        Assert.Equal(bound, FileStatistics.Bound(new DeltaType.Primitive(type), text, upper: false));
    }

    [Fact]
    public void A_long_text_is_cut_and_only_its_upper_bound_goes_beyond()
    {
        Assert.Equal($"\"{new string('x', 32)}\"", FileStatistics.Bound(DeltaType.String, new string('x', 33), upper: false));
        Assert.Equal($"{new string('x', 32)}\U0010FFFF", System.Text.Json.JsonSerializer.Deserialize<string>(FileStatistics.Bound(DeltaType.String, new string('x', 33), upper: true)!));
    }

    [Fact]
    public void What_nobody_counted_is_left_out_and_names_stay_as_they_are()
    {
        var schema = new DeltaSchema([new("größe", DeltaType.Integer), new("other", DeltaType.Long), new("list", new DeltaType.Array(DeltaType.Long))]);
        var columns = new Dictionary<string, ColumnRange> { ["größe"] = new("1", null, null), ["list"] = new("1", "2", 3) };
        Assert.Equal("""{"numRecords":2,"minValues":{"größe":1},"maxValues":{},"nullCount":{}}""", FileStatistics.Write(schema, 2, columns));
        Assert.Equal("""{"numRecords":0,"minValues":{},"maxValues":{},"nullCount":{}}""", FileStatistics.Write(schema, 0, new Dictionary<string, ColumnRange>()));
    }

    [Fact]
    public void A_file_whose_rows_nobody_counted_has_no_count()
    {
        Assert.Null(FileStatistics.RecordCount(null));
        Assert.Null(FileStatistics.RecordCount("""{"minValues":{}}"""));
        Assert.Equal(0, FileStatistics.RecordCount("""{"numRecords":0}"""));
    }

    [Fact]
    public void A_file_with_a_NaN_has_no_bounds_for_the_column()
    {
        var table = _test.Create("f DOUBLE, i INTEGER");
        table.Append(_test.Connection, "SELECT 'nan'::DOUBLE AS f, 1 AS i UNION ALL SELECT 1, 2");
        Assert.Contains("""
            "minValues":{"i":1},"maxValues":{"i":2}
            """.Trim(), table.Snapshot().Files[0].Stats);
    }

    [Fact]
    public void A_file_that_is_already_there_becomes_part_of_a_table_through_a_transaction()
    {
        var table = _test.Create("p VARCHAR, id INTEGER", "p");
        var path = Path.Combine(_test.Folder, "already there.parquet");
        var file = Assert.Single(ParquetFile.Copy(_test.Connection, $"COPY (SELECT 5 AS id) TO {Sql.Literal(path)} (FORMAT parquet, RETURN_STATS)"));
        var transaction = table.StartTransaction();
        transaction.Add(file.ToAddFile(_test.Folder, table.Snapshot().Schema, new Dictionary<string, string?> { ["p"] = "x" }, _test.Clock.GetUtcNow()));
        transaction.SetTransaction("bronze", 1);
        Assert.Equal(1, transaction.Commit("INGEST", metrics: new Dictionary<string, long> { ["numOutputRows"] = 1 }));
        Assert.Equal(["""{"p":"x","id":5}"""], _test.Rows(table.Snapshot()));
        Assert.Equal("already%20there.parquet", table.Snapshot().Files[0].Path);
        Assert.Equal(SlowReader.Rows(_test.Folder, _test.Connection), _test.Rows(table.Snapshot()));

        var read = ParquetFile.Read(_test.Connection, path, table.Snapshot().Schema);
        Assert.Equal((file.Rows, file.Bytes), (read.Rows, read.Bytes));
        Assert.Equal(file.Columns["id"], read.Columns["id"]);
    }

    [Fact]
    public void A_file_outside_the_table_or_without_partition_values_is_refused()
    {
        var table = _test.Create("p VARCHAR, id INTEGER", "p");
        var outside = new ParquetFile(Path.Combine(_test.Folder, "..", "x.parquet"), 1, 1, new Dictionary<string, ColumnRange>(), new Dictionary<string, string>());
        Assert.Contains("expected to lie in", Assert.Throws<WorkbookException>(() =>
            outside.ToAddFile(_test.Folder, table.Snapshot().Schema, new Dictionary<string, string?>(), _test.Clock.GetUtcNow())).Message);
        var fault = Assert.Throws<WorkbookException>(() => table.StartTransaction().Add(new AddFile("x.parquet", new Dictionary<string, string?>(), 1, 1)));
        Assert.Contains("expected partition values for (p)", fault.Message);
        var transaction = table.StartTransaction();
        transaction.Add(new AddFile("x.parquet", new Dictionary<string, string?> { ["p"] = null }, 1, 1));
        Assert.Contains("it is not on disk", Assert.Throws<WorkbookException>(() => transaction.Commit("INGEST")).Message);
    }
}
