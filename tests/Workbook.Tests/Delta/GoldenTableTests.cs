using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>Tables written by Spark, with the rows that a correct reader returns; see the data folder's README.</summary>
public sealed class GoldenTableTests
{
    private static readonly string? Data = FindData();

    public static TheoryData<string> ReadableTables =>
    [
        "basic-decimal-table", "basic-with-inserts-deletes-checkpoint", "basic-with-inserts-merge", "basic-with-inserts-updates",
        "data-reader-array-primitives", "data-reader-map", "data-reader-nested-struct", "data-reader-partition-values", "data-reader-primitives",
        "data-skipping-basic-stats-all-types", "decimal-various-scale-precision", "multi-part-checkpoint", "only-checkpoint-files",
        "snapshot-data3", "snapshot-repartitioned", "time-travel-schema-changes-b",
    ];

    [Theory, MemberData(nameof(ReadableTables))]
    public void A_table_written_by_Spark_gives_exactly_the_expected_rows(string name)
    {
        // Spark's session was in California when it wrote these tables; only partition values depend on it.
        var snapshot = DeltaTable.Open(Table(name), new DeltaOptions { PartitionTimeZone = "America/Los_Angeles" }).Snapshot();
        using var connection = WorkbookDatabase.Open(new DatabaseOptions());
        var columns = string.Join(", ", snapshot.Schema.Fields.Select(field => Sql.Identifier(field.Name)));
        var expected = $"SELECT {columns} FROM read_parquet({Sql.Literal(Path.Combine(Data!, name, "expected", "*.parquet"))})";
        var actual = $"SELECT {columns} FROM {snapshot.ScanSql()}";

        Assert.Equal(Types(connection, snapshot), snapshot.Schema.Fields.Select(field => field.Type.Sql.Replace("\"", "")));
        Assert.True(connection.Scalar<long>($"SELECT count(*) FROM ({expected})") > 0);
        Assert.Equal(0, connection.Scalar<long>($"SELECT count(*) FROM ({expected} EXCEPT ALL {actual})"));
        Assert.Equal(0, connection.Scalar<long>($"SELECT count(*) FROM ({actual} EXCEPT ALL {expected})"));
    }

    [Theory]
    [InlineData("dv-partitioned-with-checkpoint", "deletionVectors")]
    [InlineData("table-with-columnmapping-mode-name", "columnMapping")]
    [InlineData("deltalog-invalid-protocol-version", "protocol version")]
    public void A_table_with_a_feature_we_do_not_claim_is_refused_by_its_name(string name, string feature)
    {
        var fault = Assert.Throws<DeltaUnsupportedFeatureException>(() => DeltaTable.Open(Table(name)));
        Assert.Equal(feature, fault.Feature);
        Assert.Contains(feature, fault.Message);
    }

    [Theory]
    [InlineData("deltalog-state-reconstruction-without-metadata", "no metaData action")]
    [InlineData("versions-not-contiguous", "log file of version 1")]
    [InlineData("checkpoint", "data file '15', but it is not on disk")]
    public void A_damaged_table_is_refused_by_what_is_missing(string name, string what)
    {
        var fault = Assert.Throws<WorkbookException>(() => DeltaTable.Open(Table(name)).Snapshot().ScanSql());
        Assert.Contains(what, fault.Message);
    }

    [Fact]
    public void Every_golden_table_is_covered_here()
    {
        var named = ReadableTables.Select(row => row.Data).Concat(
        [
            "dv-partitioned-with-checkpoint", "table-with-columnmapping-mode-name", "deltalog-invalid-protocol-version",
            "deltalog-state-reconstruction-without-metadata", "versions-not-contiguous", "checkpoint",
        ]);
        Table("");
        Assert.Equal(Directory.GetDirectories(Data!).Select(Path.GetFileName).Order(), named.Order());
    }

    [Fact]
    public void Time_travel_in_a_golden_table_uses_the_schema_of_then()
    {
        var table = DeltaTable.Open(Table("time-travel-schema-changes-b"));
        Assert.Equal(["id"], table.Snapshot(0).Schema.Fields.Select(field => field.Name));
        Assert.Equal(["id", "part"], table.Snapshot(1).Schema.Fields.Select(field => field.Name));
        Assert.Equal(0, table.SnapshotAt(table.Snapshot(1).Timestamp.AddMilliseconds(-1)).Version);
    }

    [Theory]
    [InlineData("basic-with-inserts-deletes-checkpoint", "id % 2 = 0")]
    [InlineData("data-reader-partition-values", "as_int = 1")]
    [InlineData("basic-decimal-table", "part > 1")]
    [InlineData("multi-part-checkpoint", "id < 5")]
    public void A_table_that_Spark_wrote_can_be_written_on(string name, string predicate)
    {
        using var test = new TestTable();
        CopyFolder(new DirectoryInfo(Table(name)), test.Folder);
        var table = DeltaTable.Open(test.Folder, test.Options);
        var before = table.Snapshot();
        var matching = $"(SELECT * FROM {before.ScanSql()} WHERE {predicate})";
        Assert.NotEmpty(test.Rows(matching));

        table.Append(test.Connection, $"SELECT * FROM {matching}");
        table.Optimize(test.Connection);
        table.Checkpoint();
        table = DeltaTable.Open(test.Folder, test.Options);
        Assert.Equal(test.Rows($"(SELECT * FROM {before.ScanSql()} UNION ALL SELECT * FROM {matching})"), test.Rows(table.Snapshot()));
        Assert.Equal(2 * test.Rows(matching).Count, table.Delete(test.Connection, predicate).Metrics["numDeletedRows"]);
        Assert.Equal(test.Rows($"(SELECT * FROM {before.ScanSql()} WHERE ({predicate}) IS NOT TRUE)"), test.Rows(table.Snapshot()));
    }

    private static void CopyFolder(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.GetFiles()) file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.GetDirectories()) CopyFolder(folder, Path.Combine(to, folder.Name));
    }

    private static List<string> Types(DuckDBConnection connection, DeltaSnapshot snapshot) =>
        connection.Query($"DESCRIBE SELECT * FROM {snapshot.ScanSql()}", row => row.GetString(1).Replace("\"", ""));

    private static string Table(string name)
    {
        Assert.SkipWhen(Data is null, "The golden Delta tables (shared/data/delta) are not beside this repository.");
        return Path.Combine(Data!, name, "delta");
    }

    private static string? FindData()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "delta") is var data && Directory.Exists(data)) return data;
        return null;
    }
}
