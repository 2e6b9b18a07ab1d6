using System.Globalization;
using System.Text;
using Workbook.Bronze;
using Workbook.Bronze.Inference;
using Workbook.Contracts;
using Workbook.Database;
using static System.FormattableString;

namespace Workbook.Tests.Bronze.Inference;

/// <summary>A contract read off files: no value of theirs may be lost under it.</summary>
public sealed class ContractInferenceTests : IDisposable
{
    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData("1|2", "BIGINT")]
    [InlineData("007|12", "VARCHAR")]
    [InlineData("0|12", "BIGINT")]
    [InlineData("1.5|2", "DECIMAL(18,2)")]
    [InlineData("1.50000|2", "DECIMAL(18,2)")]
    [InlineData("1.125|2", "DECIMAL(18,4)")]
    [InlineData("0.1234567|2", "DOUBLE")]
    [InlineData("1e5|2", "DOUBLE")]
    [InlineData("9223372036854775807|-9223372036854775808", "BIGINT")]
    [InlineData("9223372036854775807|0.5", "VARCHAR")]
    [InlineData("9223372036854775809|1", "VARCHAR")] // no double is that number
    [InlineData("true|FALSE", "BOOLEAN")]
    [InlineData("2024-01-31|2024-02-29", "DATE")]
    [InlineData("2024-01-31|2023-02-29", "VARCHAR")]
    [InlineData("2024-01-31|2024-01-31T23:59:59.5+02:00", "TIMESTAMPTZ")]
    [InlineData("2024-01-31 23:59|2024-01-31 00:00", "VARCHAR")]
    [InlineData("31/12/2024|01/01/2025", "VARCHAR")]
    [InlineData("1,5|2,5", "VARCHAR")]
    [InlineData("NA|1", "BIGINT")]
    [InlineData("NA|Namibia", "VARCHAR")]
    [InlineData("|", "VARCHAR")]
    public void A_type_holds_every_value(string values, string type)
    {
        var column = Infer("day;value\n" + string.Concat(values.Split('|').Select((value, row) => $"{row};{value}\n"))).Columns[1];
        Assert.Equal(type, column.Column.Type.SqlName);
        Assert.Equal(values == "NA|1" ? ["NA"] : [], column.Column.MissingValues);
    }

    [Theory]
    [InlineData("order_id,name\n1,a\n2,a\n", "order_id")]
    [InlineData("name,customerId\na,1\na,2\n", "customerId")]
    [InlineData("order_id,line_no,qty\n1,1,5\n1,2,5\n2,1,5\n", "order_id,line_no")]
    [InlineData("order_id,line_no,qty\n1,1,5\n1,2,5\n1,2,6\n", "")]
    [InlineData("order_id,name\n1,a\n,b\n", "")]
    [InlineData("name,valid\na,1\nb,2\n", "name")]
    [InlineData("paid,price\n1,1.5\n1,2.5\n", "")]
    public void A_key_names_each_row(string csv, string key) => Assert.Equal(key, string.Join(',', Infer(csv).Contract.Key));

    [Fact]
    public void Names_become_ones_that_SQL_takes_and_the_file_keeps_its_own()
    {
        var inferred = Infer("\"Größe (cm)\",größe cm,,1962,src_line,ok\n1,2,3,4,5,6\n");
        Assert.Equal(["größe_cm", "größe_cm_2", "column", "c_1962", "c_src_line", "ok"], inferred.Contract.Columns.Select(column => column.Name));
        Assert.Equal(["Größe (cm)", "größe cm", "", "1962", "src_line", null], inferred.Contract.Columns.Select(column => column.PhysicalName));
        var back = ContractFile.Parse(inferred.ToYaml());
        Assert.Equal(inferred.Contract.Columns.Select(column => column.PhysicalName), back.Columns.Select(column => column.PhysicalName));

        Assert.True(FileIngestion.Run(_lake.PathOf("a.csv"), _lake.Lake.Path).IsComplete);
        Assert.Equal("1,2,3,4,5,6", _lake.Scalar<string>($"SELECT concat_ws(',', größe_cm, größe_cm_2, \"column\", c_1962, c_src_line, ok) FROM {_lake.Table("a").ScanSql()}"));
    }

    [Fact]
    public void Rules_flag_and_types_reject()
    {
        var csv = "id,age,country\n" + string.Concat(Enumerable.Range(1, 200).Select(row => Invariant($"{row},{20 + (row % 60)},{(row % 2 == 0 ? "AU" : "NZ")}\n")));
        Infer(csv);
        FileIngestion.Run(_lake.PathOf("a.csv"), _lake.Lake.Path, "people");
        _lake.Put("later/b.csv", "id,age,country\n201,500,AU\n202,30,FR\n203,old,AU\n");
        var summary = FileIngestion.Run(_lake.PathOf("later/b.csv"), _lake.Lake.Path, "people");
        Assert.Equal((3, 2, "age.not_an_integer"), (summary.Sources[0].RowsRead, summary.Sources[0].RowsAccepted, summary.Sources[0].Rejected.Single().Key));
        Assert.Equal("age.out_of_range,country.not_allowed", _lake.Scalar<string>($"SELECT string_agg(dq_flags, ',' ORDER BY id) FROM {_lake.Table("people").ScanSql()} WHERE id > 200"));
    }

    [Theory]
    [InlineData("a.csv", "1,2.5,2024-01-01\n2,3.5,2024-01-02\n", "seems to have no header: its first line has the values 1, 2.5, 2024-01-01")]
    [InlineData("a.json", "[\n{\"a\":1}\n]", "is one JSON array")]
    [InlineData("a.pdf", "x", "ends in '.pdf'")]
    [InlineData("a.csv.zip", "x", "is compressed")]
    [InlineData("a.parquet.gz", "x", "is packed twice")]
    [InlineData("a.csv", "", "is empty")]
    [InlineData("a.csv", "a,a\n1,2\n", "names column 'a' more than once")]
    [InlineData("a.parquet", "no parquet", "can't be read")]
    [InlineData("a.jsonl", "1\n2\n", "is a JSON object")]
    public void What_is_no_table_is_refused(string name, string content, string message)
    {
        _lake.Put(name, content);
        Assert.Contains(message, Assert.Throws<WorkbookException>(() => ContractInference.Infer([_lake.PathOf(name)])).Message);
    }

    [Fact]
    public void JSON_says_itself_what_is_a_text()
    {
        _lake.Put("a.jsonl", "\uFEFF" + """
            {"id": 1, "zip": "2000", "price": 1.5, "when": "2024-01-01T00:00:00Z", "tags": ["x"], "more": {"a": 1}, "open": true}
            {"id": 2, "zip": "2001", "price": null, "more": {}, "late": 7}
            not json
            """);
        var inferred = ContractInference.Infer([_lake.PathOf("a.jsonl")]);
        Assert.Equal(
            ["id BIGINT", "zip VARCHAR", "price DECIMAL(18,2)", "when TIMESTAMPTZ", "tags VARCHAR", "more VARCHAR", "open BOOLEAN", "late BIGINT"],
            inferred.Contract.Columns.Select(column => $"{column.Name} {column.Type.SqlName}"));
        Assert.Equal((2, 1), (inferred.Rows, inferred.Broken));
        var summary = FileIngestion.Run(_lake.PathOf("a.jsonl"), _lake.Lake.Path);
        Assert.Equal((2, 1), (summary.Sources[0].RowsAccepted, summary.Sources[0].RowsRejected));
    }

    [Fact]
    public void What_bronze_does_not_take_of_Parquet_is_left_out_and_told()
    {
        _lake.Execute($"COPY (SELECT range AS id, {{a: range}} AS nested, range / 2.0 AS half, DATE '2024-01-01' AS \"the day\" FROM range(5)) TO '{_lake.PathOf("a.parquet")}' (FORMAT parquet)");
        var inferred = ContractInference.Infer([_lake.PathOf("a.parquet")]);
        Assert.Contains("'nested' is left out: bronze takes no STRUCT(a BIGINT).", inferred.Notes);
        Assert.Equal(["id"], inferred.Contract.Key);
        var summary = FileIngestion.Run(_lake.PathOf("a.parquet"), _lake.Lake.Path);
        Assert.Equal(5, summary.Sources[0].RowsAccepted);
        Assert.Contains("left out nested", summary.Notices.Single());
        Assert.Equal(new DateOnly(2024, 1, 1), _lake.Scalar<DateOnly>($"SELECT max(the_day) FROM {_lake.Table("a").ScanSql()}"));
    }

    [Fact]
    public void A_lake_keeps_the_contract_for_the_next_file()
    {
        _lake.Put("sales_2024-01.csv", "id,amount\n1,2.50\n2,3.75\n");
        _lake.Put("sales_2024-02.csv", "id,amount\n3,1.00\n4,free\n");
        Assert.True(FileIngestion.Run(_lake.PathOf("sales_2024-01.csv"), _lake.Lake.Path).IsComplete);
        Assert.Null(FileIngestion.Plan([_lake.PathOf("sales_2024-02.csv")], _lake.Lake.Path).Inferred);
        Assert.Equal("amount.not_a_decimal", FileIngestion.Run(_lake.PathOf("sales_2024-02.csv"), _lake.Lake.Path).Sources[0].Rejected.Single().Key);
        Assert.Equal(3, _lake.Scalar<long>($"SELECT count(*) FROM {_lake.Table("sales").ScanSql()}"));

        _lake.Put("sales_2024-01.csv", "id,amount\n1,2.50\n");
        Assert.Contains("sales: 1 files have changed, the first sales_2024-01.csv; what they hold now takes the place of 2 rows.", FileIngestion.Run(_lake.PathOf("sales_2024-01.csv"), _lake.Lake.Path).Notices);
        Assert.Equal(2, _lake.Scalar<long>($"SELECT count(*) FROM {_lake.Table("sales").ScanSql()}"));
    }

    [Fact]
    public void Columns_that_only_some_files_have_are_later_ones()
    {
        _lake.Put("v_1.csv", "id,a\n1,x\n");
        _lake.Put("v_2.csv", "id,a,b\n2,y,5\n");
        var contract = ContractInference.Infer([_lake.PathOf("v_1.csv"), _lake.PathOf("v_2.csv")]).Contract;
        Assert.Equal(("v", "v_*.csv"), (contract.Name, contract.Path));
        Assert.Equal(["b"], contract.LaterColumns.Select(column => column.Name));
        Assert.Equal(2, FileIngestion.Run([_lake.PathOf("v_1.csv"), _lake.PathOf("v_2.csv")], _lake.Lake.Path).Sources[0].RowsAccepted);
    }

    /// <summary>Columns of all sorts, texts that look like others, words for nothing, quotes: what is in bronze is what the file says.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_value_of_a_random_file_arrives(int seed)
    {
        var random = new Random(seed);
        var separator = ",;\t|"[random.Next(4)];
        var makers = Enumerable.Range(0, 9).Select(_ => Maker(random)).ToList();
        var rows = Enumerable.Range(0, random.Next(1, 400)).Select(_ => makers.Select(maker => maker()).ToArray()).ToList();
        var csv = string.Join(separator, makers.Select((_, place) => $"c{place}")) + "\n" + string.Concat(rows.Select(row => string.Join(separator, row.Select(value => Quoted(value, separator, random))) + "\n"));
        _lake.Put("a.csv", csv);
        var contract = ContractInference.Infer([_lake.PathOf("a.csv")]).Contract;
        Assert.Equal(separator, contract.Separator);
        var summary = FileIngestion.Run(_lake.PathOf("a.csv"), _lake.Lake.Path);
        Assert.Equal((rows.Count, 0), (summary.Sources[0].RowsAccepted, summary.Sources[0].RowsRejected));

        using var connection = WorkbookDatabase.Open();
        var found = connection.Query(
            $"SELECT {string.Join(", ", contract.Columns.Select(column => column.Type.Kind == ColumnKind.Timestamp ? $"strftime({column.Name}, '%Y-%m-%dT%H:%M:%S.%f')" : $"CAST({column.Name} AS VARCHAR)"))} FROM {_lake.Table("a").ScanSql()} ORDER BY src_line",
            row => contract.Columns.Select((_, place) => row.Get<string?>(place)).ToArray());
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < contract.Columns.Count; column++)
                AssertSame(rows[row][column], found[row][column], contract.Columns[column]);
    }

    private static void AssertSame(string? written, string? found, Column column)
    {
        if (written is null || column.MissingValues.Contains(written))
            Assert.Null(found);
        else if (column.Type.Kind == ColumnKind.Decimal)
            Assert.Equal(decimal.Parse(written, CultureInfo.InvariantCulture), decimal.Parse(found!, CultureInfo.InvariantCulture));
        else if (column.Type.Kind == ColumnKind.Double)
            Assert.Equal(double.Parse(written, CultureInfo.InvariantCulture), double.Parse(found!, CultureInfo.InvariantCulture));
        else if (column.Type.Kind == ColumnKind.Boolean)
            Assert.Equal(written, found, ignoreCase: true);
        else if (column.Type.Kind == ColumnKind.Timestamp)
            Assert.Equal(DateTimeOffset.Parse(written, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime, DateTime.Parse(found!, CultureInfo.InvariantCulture));
        else
            Assert.Equal(written, found);
    }

    /// <summary>Makes values of one sort; null is an empty field.</summary>
    private static Func<string?> Maker(Random random)
    {
        var (sort, nothing) = (random.Next(9), random.Next(4));
        return () => random.Next(10) == 0 ? nothing switch { 0 => null, 1 => "NA", 2 => "", _ => "NULL" } : sort switch
        {
            0 => Invariant($"{random.Next(-50, 5000)}"),
            1 => Invariant($"{random.NextInt64()}"),
            2 => Invariant($"{random.Next(-100000, 100000) / 100m}"),
            3 => Invariant($"{random.NextDouble() * 1000:R}"),
            4 => random.Next(2) == 0 ? "true" : "False",
            5 => Invariant($"{new DateTime(2024, 1, 1).AddDays(random.Next(400)):yyyy-MM-dd}"),
            6 => Invariant($"{new DateTime(2024, 1, 1).AddSeconds(random.Next(40_000_000)):yyyy-MM-ddTHH:mm:ss}") + (random.Next(2) == 0 ? "Z" : "+10:00"),
            7 => Invariant($"{random.Next(200):D3}"),
            _ => new StringBuilder().AppendJoin("", Enumerable.Range(0, random.Next(1, 6)).Select(_ => ((string[])["a", "ß", ",", ";", "\t", "|", "\"", "\n", " ", "1", "-", "é"])[random.Next(12)])).ToString(),
        };
    }

    private static string Quoted(string? value, char separator, Random random) => value is null ? ""
        : value.Length == 0 || value.AsSpan().IndexOfAny([separator, '"', '\n', '\r']) >= 0 || random.Next(8) == 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;

    private InferredContract Infer(string csv)
    {
        _lake.Put("a.csv", csv);
        return ContractInference.Infer([_lake.PathOf("a.csv")]);
    }
}
