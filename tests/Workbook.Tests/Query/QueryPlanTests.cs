using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Query;
using Workbook.Tests.Database;

namespace Workbook.Tests.Query;

public sealed class QueryPlanTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });

    [Fact]
    public void Steps_go_from_the_result_down_to_the_tables_with_the_rows_that_each_gave()
    {
        _connection.Execute("CREATE TABLE visits AS SELECT range AS visit_id, range % 10 AS room FROM range(1000)");
        _connection.Execute("CREATE TABLE rooms AS SELECT range AS room, 'r' || range AS name FROM range(5)");

        var plan = QueryPlan.Of(_connection, "SELECT name, count(*) FROM visits JOIN rooms USING (room) GROUP BY name");

        var join = plan.Single(step => step.Operator.EndsWith("HASH_JOIN", StringComparison.Ordinal));
        Assert.Equal(500, join.Rows);
        Assert.Contains("INNER", join.Detail);
        Assert.Equal(5, plan[0].Rows);
        var scans = plan.Where(step => step.Operator.Contains("SCAN", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, scans.Count);
        Assert.All(scans, scan => Assert.True(Depth(scan) > Depth(join)));
        Assert.Equal(1_005, plan.RowsScanned);
        Assert.True(plan.Milliseconds > 0);
        Assert.DoesNotContain(plan, step => step.Operator.Contains("PROJECTION", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_that_a_filter_skips_do_not_count_as_read()
    {
        _connection.Execute($"COPY (SELECT range AS a, range % 4 AS part FROM range(100)) TO {Sql.Literal(_folder.Path)} (FORMAT parquet, PARTITION_BY (part), OVERWRITE_OR_IGNORE)");
        var all = $"FROM read_parquet({Sql.Literal($"{_folder.Path}/**/*.parquet")}, hive_partitioning = true)";

        Assert.Equal(4, QueryPlan.Of(_connection, $"SELECT sum(a) {all}").FilesRead);
        var one = QueryPlan.Of(_connection, $"SELECT sum(a) {all} WHERE part = 2");

        Assert.Equal(1, one.FilesRead);
        Assert.Contains(one, step => step.Detail.Contains("data_0.parquet", StringComparison.Ordinal) || step.Detail.Contains("part", StringComparison.Ordinal));
    }

    [Fact]
    public void Long_detail_ends_in_an_ellipsis()
    {
        _connection.Execute("CREATE TABLE t AS SELECT range AS a FROM range(10)");
        var plan = QueryPlan.Of(_connection, $"SELECT a FROM t WHERE a % 7 IN ({string.Join(", ", Enumerable.Range(1, 60).Select(number => number * 1_000))}) OR a % 5 = 3");
        Assert.Contains(plan, step => step.Detail.Length == 90 && step.Detail.EndsWith('…'));
    }

    [Fact]
    public void Query_that_fails_fails_with_DuckDBs_words() =>
        Assert.Contains("nowhere", Assert.Throws<DuckDBException>(() => QueryPlan.Of(_connection, "FROM nowhere")).Message);

    private static int Depth(PlanStep step) => step.Operator.TakeWhile(letter => letter == '·').Count();

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }
}
