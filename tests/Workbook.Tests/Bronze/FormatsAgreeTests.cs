using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Spreadsheet;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Tests.Bronze.Scanning;
using Column = Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze;

/// <summary>The same values come to the same end, whichever of the five formats brings them.</summary>
public sealed class FormatsAgreeTests
{
    private static readonly object?[][] Pools =
    [
        [0.0, 7.0, -3.0, 1.5, 2147483648.0, -0.25, null],
        [9.95, 9.955, -1.0, 12345678.9, 0.0, 1234567.89, null],
        [0.1, 1.5, -2.0, null],
        [new DateTime(2024, 2, 29), new DateTime(1999, 12, 31), new DateTime(2024, 1, 5, 6, 0, 0), null],
        [new DateTime(2024, 1, 5, 18, 0, 0), new DateTime(2024, 1, 5), null],
        [true, false, null],
        ["Ö", "a,b", "say \"no\"", "two\nlines", null],
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Accepted_values_and_reasons_are_the_same(int seed)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(1, 80).Select(id => (object?[])[(double)id, .. Pools.Select(pool => pool[random.Next(pool.Length)])]).ToList();
        var csv = Outcome(SourceFormat.Csv, "values.csv", 1, lake => lake.Put("values.csv", Csv(rows)));
        Assert.Contains("accepted", string.Join('\n', csv));
        Assert.Contains("n.not_an_integer", string.Join('\n', csv));

        Assert.Equal(csv, Outcome(SourceFormat.JsonLines, "values.jsonl", 0, lake => lake.Put("values.jsonl", Json(rows))));
        Assert.Equal(csv, Outcome(SourceFormat.Xlsx, "values.xlsx", 1, lake => lake.Put("values.xlsx", Workbook(rows))));
        Assert.Equal(csv, Outcome(SourceFormat.Parquet, "values.parquet", 0, lake => WriteParquet(lake, rows)));
        Assert.Equal(csv, Outcome(SourceFormat.Delta, "values", 0, lake => WriteDelta(lake, rows)));
    }

    /// <summary>A line for each row, by its number: its values, or why it was rejected.</summary>
    private static List<string> Outcome(SourceFormat format, string path, int headerLines, Action<TestLake> deliver)
    {
        using var lake = new TestLake();
        deliver(lake);
        var contract = new SourceContract("values", format)
        {
            Description = "",
            Path = path,
            Rows = 80,
            Key = ["id"],
            Columns =
            [
                Column.Int64("id").Required(), Column.Int32("n"), Column.Decimal("amount", 9, 2), Column.Double("ratio"),
                Column.Date("day"), Column.Timestamp("moment"), Column.Boolean("ok"), Column.Text("name").Required(),
            ],
        };
        var summary = lake.Ingest(contract);
        Assert.Empty(summary.Refused);
        Assert.Equal(80, summary.Sources[0].RowsAccepted + summary.Sources[0].RowsRejected);
        using var connection = WorkbookDatabase.Open();
        List<(long Line, string Text)> lines =
        [
            .. connection.Query(
                $"SELECT id, concat_ws('|', n::VARCHAR, amount::VARCHAR, ratio::VARCHAR, day::VARCHAR, moment::VARCHAR, ok::VARCHAR, name) FROM {lake.Table("values").ScanSql()}",
                row => (row.GetInt64(0), $"accepted {row.GetString(1)}")),
            .. connection.Query(
                $"SELECT src_line - {headerLines}, column_name || '.' || reason FROM read_parquet('{lake.Lake.RejectsOf("values")}/*.parquet')",
                row => (row.GetInt64(0), row.GetString(1))),
        ];
        // A text of two lines moves the lines of a CSV file that follow it: rejects are told by their order there.
        return [.. lines.Where(line => line.Text.StartsWith("accepted", StringComparison.Ordinal)).OrderBy(line => line.Line).Select(line => $"{line.Line} {line.Text}"),
            .. lines.Where(line => !line.Text.StartsWith("accepted", StringComparison.Ordinal)).OrderBy(line => line.Line).Select(line => line.Text)];
    }

    private static string Csv(List<object?[]> rows) =>
        "id,n,amount,ratio,day,moment,ok,name\n" + string.Concat(rows.Select(row => string.Join(',', row.Select(Quoted)) + "\n"));

    private static string Quoted(object? value) => Plain(value) is not { } text ? "" : value is string ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string Json(List<object?[]> rows)
    {
        string[] names = ["id", "n", "amount", "ratio", "day", "moment", "ok", "name"];
        var text = new StringBuilder();
        foreach (var row in rows)
            text.Append('{').AppendJoin(',', names.Zip(row, (name, value) => $"\"{name}\":{(value is null ? "null" : value is string or DateTime ? System.Text.Json.JsonSerializer.Serialize(Plain(value)) : Plain(value))}")).Append("}\n");
        return text.ToString();
    }

    private static byte[] Workbook(List<object?[]> rows)
    {
        Cell[] header = [.. new[] { "id", "n", "amount", "ratio", "day", "moment", "ok", "name" }.Select(Excel.Text)];
        return Excel.Package([header, .. rows.Select(row => row.Select(CellOf).ToArray())]);
    }

    private static Cell CellOf(object? value) => value switch
    {
        null => Excel.Empty,
        DateTime moment => Excel.Date(moment.ToOADate().ToString("R", CultureInfo.InvariantCulture)),
        bool truth => new Cell { DataType = CellValues.Boolean, CellValue = new CellValue(truth ? "1" : "0") },
        double number => Excel.Number(number.ToString("R", CultureInfo.InvariantCulture)),
        _ => Excel.Text((string)value),
    };

    private static void WriteParquet(TestLake lake, List<object?[]> rows) => lake.Execute($"COPY ({Select(rows)}) TO '{lake.PathOf("values.parquet")}'");

    private static void WriteDelta(TestLake lake, List<object?[]> rows)
    {
        using var connection = WorkbookDatabase.Open();
        var schema = DeltaSchema.FromSql([("id", "DOUBLE"), ("n", "DOUBLE"), ("amount", "DOUBLE"), ("ratio", "DOUBLE"), ("day", "TIMESTAMPTZ"), ("moment", "TIMESTAMPTZ"), ("ok", "BOOLEAN"), ("name", "VARCHAR")]);
        DeltaTable.Create(lake.PathOf("values"), schema).Append(connection, Select(rows));
    }

    private static string Select(List<object?[]> rows) => $"""
        SELECT id::DOUBLE AS id, n::DOUBLE AS n, amount::DOUBLE AS amount, ratio::DOUBLE AS ratio, day::TIMESTAMPTZ AS day, moment::TIMESTAMPTZ AS moment, ok::BOOLEAN AS ok, name
        FROM (VALUES {string.Join(", ", rows.Select(row => $"({string.Join(", ", row.Select(value => Plain(value) is { } text ? Sql.Literal(text) : "NULL"))})"))}) v(id, n, amount, ratio, day, moment, ok, name)
        """;

    private static string? Plain(object? value) => value switch
    {
        null => null,
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}
