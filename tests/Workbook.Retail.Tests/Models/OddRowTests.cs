using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Delta;

namespace Workbook.Retail.Tests.Models;

/// <summary>Rows at the ends of what a type holds, and texts of any sort: whatever bronze accepts of them, silver and gold build.</summary>
public sealed partial class OddRowTests
{
    private const int RowsOfSource = 300;

    private static readonly string[] Numbers = ["0", "1", "-1", "7", "2147483647", "-2147483648", "9223372036854775807", "-9223372036854775808", "0.01", "-0.01", "9999999999.99", "-9999999999.99", "1e308", "0.5"];
    private static readonly string[] Days = ["0001-01-01", "1969-12-31", "2015-01-01", "2024-02-29", "2035-12-31", "2036-01-01", "9999-12-31"];
    private static readonly string[] Instants = ["0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "2015-01-01T00:00:00Z", "2024-02-29T12:00:00+14:00", "2034-06-01T00:00:00Z", "2035-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"];
    private static readonly string[] Texts = ["", " ", "null", "NaN", "é🎈", "O'Brien; --", "%_\\", "2024-01-01", "1e5", "{}", "[1]", new('x', 5000)];
    private static readonly string[] Json = ["{}", "{\"product_id\": \"x\", \"price\": 1e400, \"quantity\": 2.5, \"order_id\": null}", "{\"product_id\": 9223372036854775808, \"price\": -1.005, \"device\": [1], \"query\": {\"a\": 1}}", "{\"price\": 99999999999999, \"duration_ms\": -1, \"url\": \"\", \"results\": true}", "{\"a\": {\"b\": [[[[{}]]]]}}"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, int.TryParse(Environment.GetEnvironmentVariable("WORKBOOK_ODD_ROWS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? seeds : 1)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_bronze_accepts_silver_and_gold_build(int seed)
    {
        using var lake = RetailLake.Generate(0.004);
        lake.BuildModels();
        var random = new Random(seed);
        foreach (var source in RetailSources.All.Where(source => source.Format is SourceFormat.Csv or SourceFormat.JsonLines))
            AddOddRows(lake.Raw, source, random);

        var before = RowsOf(lake);
        lake.Ingest();
        var accepted = RowsOf(lake).Sum(pair => pair.Value - before[pair.Key]);
        Assert.True(accepted > 100, $"{accepted} odd rows were accepted");
        lake.BuildModels();
        Assert.Equal([], lake.KeysApart());
    }

    private static Dictionary<string, long> RowsOf(RetailLake lake) => RetailSources.All.ToDictionary(source => source.Name, source => DeltaTable.Open(lake.Folder.BronzeTable(source.Name)).Snapshot().Files.Sum(file => file.RecordCount ?? 0));

    /// <summary>Copies of rows of the largest file, each changed in one to three fields, as a file of their own where the source has several.</summary>
    private static void AddOddRows(string raw, SourceContract source, Random random)
    {
        var file = RawFiles.Find(raw, source).MaxBy(delivered => delivered.Bytes)!.FullPath;
        var lines = File.ReadAllLines(file);
        var isJson = source.Format == SourceFormat.JsonLines;
        var good = lines.Skip(isJson ? 0 : 1).ToList();
        var odd = Enumerable.Range(0, RowsOfSource).Select(_ => good[random.Next(good.Count)]).Select(line => isJson ? OddJson(line, source, random) : OddCsv(line, source, random)).ToList();
        if (source.Path.Contains('*'))
            File.WriteAllLines(Path.Combine(Path.GetDirectoryName(file)!, "part-odd" + Path.GetExtension(file)), isJson ? odd : [lines[0], .. odd]);
        else
            File.AppendAllLines(file, odd);
    }

    private static string OddCsv(string line, SourceContract source, Random random)
    {
        var fields = Field().Matches(line).Select(field => field.Value).ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var place = random.Next(source.Columns.Count);
            var value = Odd(source.Columns[place], random);
            fields[place] = value.AsSpan().IndexOfAny(",\"") >= 0 ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
        }

        return string.Join(',', fields);
    }

    [GeneratedRegex("(?<=^|,)(?:\"(?:[^\"]|\"\")*\"|[^,]*)(?=,|$)")]
    private static partial Regex Field();

    private static string OddJson(string line, SourceContract source, Random random)
    {
        var row = JsonNode.Parse(line)!.AsObject();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var column = source.Columns[random.Next(source.Columns.Count)];
            row[column.Name] = column.Name == "payload" ? JsonNode.Parse(Json[random.Next(Json.Length)])
                : column.Type.Kind is ColumnKind.Text or ColumnKind.Date or ColumnKind.Timestamp ? JsonValue.Create(Odd(column, random))
                : JsonNode.Parse(Odd(column, random));
        }

        return row.ToJsonString();
    }

    private static string Odd(Column column, Random random)
    {
        var values = column.Type.Kind switch
        {
            ColumnKind.Date => Days,
            ColumnKind.Timestamp => Instants,
            ColumnKind.Text => Texts,
            ColumnKind.Boolean => ["true", "false"],
            _ => Numbers,
        };
        return values[random.Next(values.Length)];
    }
}
