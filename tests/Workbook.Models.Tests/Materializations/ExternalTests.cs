using Workbook.Database;
using Workbook.Models.Materializations;
using Workbook.Models.Project;
using Workbook.ParquetReading;

namespace Workbook.Models.Tests.Materializations;

public sealed class ExternalTests : IDisposable
{
    private const string Typed = """
        SELECT range::INT AS id, '0' || range % 3 AS region, DATE '2026-01-01' + range::INT AS day,
               TIMESTAMP '2026-01-01 10:00:00.25' AS at, (range / 4)::DECIMAL(10,2) AS amount, range % 2 = 0 AS even, nullif(range, 1)::VARCHAR AS note
        FROM range(7)
        """;

    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("orders.parquet", "parquet")]
    [InlineData("orders.csv", "csv")]
    [InlineData("orders.json", "json")]
    [InlineData("orders", "parquet")]
    [InlineData("orders", "csv")]
    [InlineData("orders", "json")]
    [InlineData("orders", "parquet", "region")]
    [InlineData("orders", "csv", "region", "day")]
    [InlineData("o[1]'s ö.parquet", "parquet")]
    [InlineData("o[1]'s ö", "csv")]
    [InlineData("o[1]'s ö", "parquet", "region")]
    public async Task What_is_read_is_what_the_select_gave_types_and_order_included(string location, string format, params string[] partitions)
    {
        var options = new ExternalOptions { Location = _shop.At(location), Format = format, PartitionBy = partitions };
        Assert.Equal(7, _shop.Build(_shop.External(Typed, options)).Rows);
        Assert.Equal(7, _shop.Build(_shop.External(Typed, options)).Rows);

        Assert.Equal(_shop.Rows($"({Typed})"), _shop.Rows());
        Assert.Equal(_shop.Read($"DESCRIBE {Typed}"), _shop.Read("DESCRIBE orders"));
        if (format == "parquet") await ParquetCheck.Verify(_shop.At("."));
        _shop.Build(_shop.External($"{Typed} WHERE range < 0", options));
        Assert.Empty(_shop.Rows());
        Assert.Equal(_shop.Read($"DESCRIBE {Typed}"), _shop.Read("DESCRIBE orders"));
    }

    [Fact]
    public void Options_reach_copy_and_the_reader()
    {
        _shop.Build(_shop.External(Typed, new ExternalOptions { Location = _shop.At("o.csv"), Format = "csv", Options = new Dictionary<string, string> { ["delimiter"] = ";", ["header"] = "false" } }));
        Assert.Equal(_shop.Rows($"({Typed})"), _shop.Rows());
        Assert.StartsWith("0;00;", File.ReadAllText(_shop.At("o.csv")));

        _shop.Build(_shop.External(Typed, new ExternalOptions { Location = _shop.At("o.parquet"), Options = new Dictionary<string, string> { ["compression"] = "zstd", ["row_group_size"] = "2048" } }));
        Assert.Equal(["ZSTD"], _shop.Read($"SELECT DISTINCT compression FROM parquet_metadata('{_shop.At("o.parquet")}')"));
    }

    [Theory]
    [InlineData("orders.parquet", "parquet")]
    [InlineData("orders", "parquet")]
    [InlineData("orders", "csv")]
    [InlineData("orders", "parquet", "region")]
    [InlineData("orders", "csv", "region")]
    public void Append_adds_rows_and_in_a_folder_only_a_file(string location, string format, params string[] partitions)
    {
        var options = new ExternalOptions { Location = _shop.At(location), Format = format, PartitionBy = partitions, IncrementalMode = "append" };
        _shop.Build(_shop.External("SELECT range AS id, range % 2 AS region FROM range(4)", options));
        var before = FileTimes(location);
        _shop.Build(_shop.External("SELECT id % 2 AS region, id + 4 AS id FROM orders WHERE id < 2", options));

        Assert.Equal(["0|0", "1|1", "2|0", "3|1", "4|0", "5|1"], _shop.Rows(columns: "id, region"));
        if (Directory.Exists(_shop.At(location)))
            Assert.All(before, file => Assert.Equal(file.Value, FileTimes(location)[file.Key]));
    }

    [Theory]
    [InlineData("merge", "orders.parquet")]
    [InlineData("merge", "orders.csv")]
    [InlineData("delete+insert", "orders")]
    [InlineData("merge", "orders", "region")]
    [InlineData("delete+insert", "orders", "region")]
    public void Rows_are_replaced_by_key_and_move_between_partitions(string mode, string location, params string[] partitions)
    {
        var options = new ExternalOptions { Location = _shop.At(location), Format = location.EndsWith("csv", StringComparison.Ordinal) ? "csv" : "parquet", PartitionBy = partitions, IncrementalMode = mode };
        _shop.Build(_shop.External("SELECT range AS id, 'r' || range % 3 AS region, 'old' AS note FROM range(7)", options, "id"));
        var before = FileTimes(location);
        var change = _shop.External("SELECT 'new' AS note, * FROM (VALUES (0::BIGINT, 'r0'), (3, 'r2'), (9, 'r9'), (6, NULL)) AS t(id, region)", options, "id");
        string[] expected = ["0|r0|new", "1|r1|old", "2|r2|old", "3|r2|new", "4|r1|old", "5|r2|old", "6|-|new", "9|r9|new"];

        Assert.Equal(4, _shop.Build(change).Rows);
        Assert.Equal(expected, _shop.Rows(columns: "id, region, note"));
        _shop.Build(change);
        Assert.Equal(expected, _shop.Rows(columns: "id, region, note"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_shop.At(""), ".*"));
        if (partitions.Length > 0)
            Assert.Single(before, file => FileTimes(location).TryGetValue(file.Key, out var time) && time == file.Value && file.Key.Contains("region=r1"));
    }

    [Fact]
    public void A_partition_that_loses_its_last_row_is_removed()
    {
        var options = new ExternalOptions { Location = _shop.At("orders"), PartitionBy = ["region"], IncrementalMode = "merge" };
        _shop.Build(_shop.External("SELECT 1 AS id, 'a b/c' AS region UNION ALL SELECT 2, 'b'", options, "id"));
        _shop.Build(_shop.External("SELECT 1 AS id, 'b' AS region", options, "id"));
        Assert.Equal(["1|b", "2|b"], _shop.Rows());
        Assert.Equal(["region=b"], Directory.GetDirectories(_shop.At("orders")).Select(Path.GetFileName));
    }

    [Fact]
    public void Incremental_files_equal_a_full_refresh_on_random_changes()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            var options = new ExternalOptions { Location = _shop.At($"o{seed}"), PartitionBy = ["region"], IncrementalMode = "merge" };
            var expected = new Dictionary<int, string>();
            for (var batch = 0; batch < 5; batch++)
            {
                var rows = Enumerable.Range(0, 30).Select(_ => random.Next(60)).Distinct().Select(id => (Id: id, Region: $"r{random.Next(6)}")).ToList();
                foreach (var row in rows)
                    expected[row.Id] = $"{row.Id}|{row.Region}|{batch}";
                var values = string.Join(", ", rows.Select(row => $"({row.Id}, '{row.Region}', {batch})"));
                _shop.Build(_shop.External($"SELECT * FROM (VALUES {values}) AS t(id, region, batch)", options, "id") with { Target = _shop.Relation($"o{seed}") });
            }
            Assert.Equal(expected.Values.Order(StringComparer.Ordinal), _shop.Rows($"o{seed}"));
        }
    }

    [Fact]
    public void A_failed_build_leaves_the_files_as_they_were()
    {
        var options = new ExternalOptions { Location = _shop.At("orders") };
        _shop.Build(_shop.External("SELECT 1 AS id", options));
        Assert.ThrowsAny<Exception>(() => _shop.Build(_shop.External("SELECT error('no')::INT AS id FROM range(3)", options)));
        Assert.Equal(["1"], _shop.Rows());
        Assert.Equal(["orders"], Directory.GetFileSystemEntries(_shop.At("")).Select(Path.GetFileName));
    }

    [Fact]
    public void What_a_killed_run_left_is_cleared_away_or_finished()
    {
        var options = new ExternalOptions { Location = _shop.At("orders"), PartitionBy = ["region"], IncrementalMode = "merge" };
        _shop.Build(_shop.External("SELECT 1 AS id, 'a' AS region UNION ALL SELECT 2, 'b' UNION ALL SELECT 3, 'c'", options, "id"));
        var staging = _shop.At(".orders.staging");

        // Cut short while writing.
        Directory.CreateDirectory(Path.Combine(staging, "new", "region=a"));
        File.WriteAllText(Path.Combine(staging, "new", "region=a", "half.parquet"), "half");
        new ExternalFiles(options.Location).Recover();
        Assert.Equal(["1|a", "2|b", "3|c"], _shop.Rows());

        // Cut short while moving: a has its new rows already, b not yet, c is to go.
        File.Delete(Directory.GetFiles(_shop.At("orders/region=a"))[0]);
        _shop.Connection.Execute($"COPY (SELECT 4 AS id) TO '{_shop.At("orders/region=a/x.parquet")}'");
        Directory.CreateDirectory(Path.Combine(staging, "new", "region=b"));
        _shop.Connection.Execute($"COPY (SELECT 5 AS id) TO '{staging}/new/region=b/x.parquet'");
        File.WriteAllText(Path.Combine(staging, "plan.json"), """{"Replaced":["region=a","region=b"],"Removed":["region=c"]}""");
        _shop.Build(_shop.External("SELECT 6 AS id, 'd' AS region", options, "id"));
        Assert.Equal(["4|a", "5|b", "6|d"], _shop.Rows());
        Assert.False(Directory.Exists(staging));
    }

    [Fact]
    public void Is_incremental_agrees_with_what_is_done()
    {
        var options = new ExternalOptions { Location = _shop.At("orders"), IncrementalMode = "append" };
        bool IsIncremental() => ModelMaterialization.IsIncremental(
            ModelMaterialization.Existing(_shop.Connection, _shop.Relation("orders")), "external", fullRefresh: false, options);

        Assert.False(IsIncremental());
        _shop.Build(_shop.External("SELECT 1 AS id", options));
        Assert.True(IsIncremental());

        // Cut short between taking the old folder away and putting the new one in its place.
        Directory.CreateDirectory(_shop.At(".orders.staging"));
        Directory.Move(_shop.At("orders"), _shop.At(".orders.staging/new"));
        File.WriteAllText(_shop.At(".orders.staging/plan.json"), """{"Replaced":[""],"Removed":[]}""");
        Assert.True(IsIncremental());

        Directory.Delete(_shop.At("orders"), recursive: true);
        Assert.False(IsIncremental());
        _shop.Build(_shop.External("SELECT 2 AS id", options));
        Assert.Equal(["2"], _shop.Rows());
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused()
    {
        string Fault(ExternalOptions options, string sql = "SELECT 1 AS id, 2 AS b") => Assert.Throws<WorkbookException>(() => _shop.Build(_shop.External(sql, options, "id"))).Message;
        Assert.Contains("no external format 'orc'", Fault(new() { Location = _shop.At("x"), Format = "orc" }));
        Assert.Contains("no partitioned JSON", Fault(new() { Location = _shop.At("x"), Format = "json", PartitionBy = ["id"] }));
        Assert.Contains("Name a folder", Fault(new() { Location = _shop.At("x.parquet"), PartitionBy = ["id"] }));
        Assert.Contains("a column 'day' that the SELECT doesn't have. It has id, b.", Fault(new() { Location = _shop.At("x"), PartitionBy = ["day"] }));
        Assert.Contains("every column is in partition_by", Fault(new() { Location = _shop.At("x"), PartitionBy = ["id", "b"] }));

        var options = new ExternalOptions { Location = _shop.At("x"), IncrementalMode = "merge" };
        _shop.Build(_shop.External("SELECT 1 AS id, 2 AS b", options, "id"));
        Assert.Contains("(c INTEGER, b INTEGER), and rows can't be added", Fault(options, "SELECT 1 AS id, 2 AS c"));
        Assert.Contains("share a key", Fault(options, "SELECT 1 AS id, range::INT AS b FROM range(2)"));
    }

    private Dictionary<string, DateTime> FileTimes(string location) => Directory.Exists(_shop.At(location))
        ? Directory.GetFiles(_shop.At(location), "*", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc)
        : [];
}
