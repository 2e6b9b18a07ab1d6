using Workbook.Database;
using Workbook.Models.Materializations;
using Workbook.Models.Project;
using Workbook.Models.Snapshots;
using Workbook.Models.Tests.Materializations;

namespace Workbook.Models.Tests.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private static readonly DateTime Day = new(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    private BuildOutcome Run(int day, string values, Func<SnapshotBuild, SnapshotBuild>? with = null)
    {
        var build = new SnapshotBuild
        {
            Target = _shop.Relation("history"),
            Sql = $"SELECT id, price, updated_at::TIMESTAMP AS updated_at FROM (VALUES {values}) AS t(id, price, updated_at); -- end",
            UniqueKey = ["id"],
            Strategy = "timestamp",
            UpdatedAt = "updated_at",
            Now = Day.AddDays(day),
        };
        return SnapshotMaterialization.Build(_shop.Connection, with is null ? build : with(build));
    }

    private string[] History(string columns = "id, price, strftime(dbt_valid_from, '%m-%d'), strftime(dbt_valid_to, '%m-%d')") => _shop.Rows("history", columns);

    [Fact]
    public void A_changed_row_ends_its_version_where_the_next_begins()
    {
        Assert.Equal(2, Run(0, "(1, 10, '2026-02-01'), (2, 20, '2026-02-02')").Rows);
        Assert.Equal(["id|INTEGER", "price|INTEGER", "updated_at|TIMESTAMP", "dbt_scd_id|VARCHAR", "dbt_updated_at|TIMESTAMP", "dbt_valid_from|TIMESTAMP", "dbt_valid_to|TIMESTAMP"],
            _shop.Read("SELECT column_name, column_type FROM (DESCRIBE history)"));
        Assert.Equal(2, Run(1, "(1, 11, '2026-02-20'), (2, 20, '2026-02-02'), (3, 30, '2026-02-21')").Rows);
        Assert.Equal(["1|10|02-01|02-20", "1|11|02-20|-", "2|20|02-02|-", "3|30|02-21|-"], History());
    }

    [Fact]
    public void The_id_is_the_hash_of_key_and_time_as_in_dbt()
    {
        Run(0, "(1, 10, '2026-02-01 10:00:00')", build => build with { UniqueKey = ["id", "price"] });
        Assert.Equal(_shop.Read("SELECT md5('1|10|2026-02-01 10:00:00')"), _shop.Read("SELECT dbt_scd_id FROM history"));
        Run(1, "(1, 10, '2026-02-02')", build => build with { UniqueKey = ["id", "price"], HardDeletes = "new_record" });
        Run(2, "(7, 7, '2026-02-02')", build => build with { UniqueKey = ["id", "price"], HardDeletes = "new_record" });
        Assert.Equal(_shop.Read("SELECT md5('1|10|2026-03-03 00:00:00')"), _shop.Read("SELECT dbt_scd_id FROM history WHERE dbt_is_deleted = 'True'"));
    }

    [Fact]
    public void Backdated_rows_are_ignored_by_timestamp()
    {
        Run(0, "(1, 10, '2026-02-10')");
        Assert.Equal(0, Run(1, "(1, 99, '2026-02-09')").Rows);
        Assert.Equal(0, Run(2, "(1, 99, '2026-02-10')").Rows);
        Assert.Equal(["1|10|02-10|-"], History());
    }

    [Fact]
    public void Check_compares_null_as_a_value_and_takes_the_time_of_the_run()
    {
        SnapshotBuild Check(SnapshotBuild build) => build with { Strategy = "check", CheckColumns = ["PRICE"], UpdatedAt = null };
        Run(0, "(1, NULL, '2026-02-10'), (2, 20, '2026-02-10'), (3, NULL, '2026-02-10')", Check);
        Run(1, "(1, 10, '2026-02-10'), (2, NULL, '2026-02-10'), (3, NULL, '2026-02-28')", Check);
        Assert.Equal(["1|-|03-01|03-02", "1|10|03-02|-", "2|-|03-02|-", "2|20|03-01|03-02", "3|-|03-01|-"], History());
    }

    [Fact]
    public void Check_of_all_columns_and_a_new_column_makes_every_row_a_version()
    {
        SnapshotBuild Check(SnapshotBuild build) => build with { Strategy = "check", CheckColumns = ["all"], UpdatedAt = null };
        Run(0, "(1, 10, '2026-02-10'), (2, 20, '2026-02-10')", Check);
        Assert.Equal(1, Run(1, "(1, 10, '2026-02-10'), (2, 20, '2026-02-11')", Check).Rows);
        Assert.Equal(2, Run(2, "(1, 10, '2026-02-10'), (2, 20, '2026-02-11')", build => Check(build) with { Sql = build.Sql.Replace("SELECT id", "SELECT 'EUR' AS currency, id") }).Rows);
        Assert.Equal(["1|-|0", "1|EUR|1", "2|-|0", "2|-|0", "2|EUR|1"], _shop.Rows("history", "id, currency, (dbt_valid_to IS NULL)::INT"));
    }

    [Fact]
    public void New_columns_are_added_and_dropped_ones_stay()
    {
        Run(0, "(1, 10, '2026-02-01')");
        Run(1, "(1, 11, '2026-02-02')", build => build with { Sql = "SELECT 1 AS id, 'x' AS note, TIMESTAMP '2026-02-02' AS updated_at" });
        Assert.Equal(["1|-|x", "1|10|-"], _shop.Rows("history", "id, price, note"));
    }

    [Theory]
    [InlineData("ignore", "1|10|02-01|-|False", "2|20|02-01|-|False")]
    [InlineData("invalidate", "1|10|02-01|-|False", "2|20|02-01|03-02|False", "2|20|03-03|-|False")]
    [InlineData("new_record", "1|10|02-01|-|False", "2|20|02-01|03-02|False", "2|20|03-02|03-03|True", "2|20|03-03|-|False")]
    public void Deleted_rows_that_come_back_are_kept_as_hard_deletes_says(string mode, params string[] expected)
    {
        SnapshotBuild With(SnapshotBuild build) => build with { HardDeletes = mode };
        Run(0, "(1, 10, '2026-02-01'), (2, 20, '2026-02-01')", With);
        Run(1, "(1, 10, '2026-02-01')", With);
        Run(1, "(1, 10, '2026-02-01')", With);
        Run(2, "(1, 10, '2026-02-01'), (2, 20, '2026-02-01')", With);
        if (mode != "new_record")
            _shop.Connection.Execute("ALTER TABLE history ADD COLUMN dbt_is_deleted VARCHAR DEFAULT 'False'");
        Assert.Equal(expected, History("id, price, strftime(dbt_valid_from, '%m-%d'), strftime(dbt_valid_to, '%m-%d'), dbt_is_deleted"));
    }

    [Fact]
    public void Hard_deletes_can_be_switched_on_later()
    {
        Run(0, "(1, 10, '2026-02-01'), (2, 20, '2026-02-01')");
        Run(1, "(1, 10, '2026-02-01')", build => build with { HardDeletes = "new_record" });
        Assert.Equal(["1|False", "2|False", "2|True"], History("id, dbt_is_deleted"));
    }

    [Fact]
    public void Current_versions_can_end_in_the_far_future_and_columns_have_other_names()
    {
        SnapshotBuild With(SnapshotBuild build) => build with
        {
            ValidToCurrent = "to_date('9999-12-31')".Replace("to_date(", "CAST(").Replace("')", "' AS DATE)"),
            HardDeletes = "invalidate",
            Columns = new SnapshotColumns { ValidFrom = "since", ValidTo = "until", ScdId = "version_id", UpdatedAt = "as of" },
        };
        Run(0, "(1, 10, '2026-02-01'), (2, 20, '2026-02-01')", With);
        Run(1, "(1, 11, '2026-02-02')", With);
        Run(2, "(1, 12, '2026-02-03')", With);
        Assert.Equal(["1|10|2026-02-01|2026-02-02", "1|11|2026-02-02|2026-02-03", "1|12|2026-02-03|9999-12-31", "2|20|2026-02-01|2026-03-02"],
            History("id, price, since::DATE::VARCHAR, until::DATE::VARCHAR"));
    }

    [Fact]
    public void Current_versions_from_before_valid_to_current_was_set_are_still_current()
    {
        Run(0, "(1, 10, '2026-02-01')");
        Run(1, "(1, 11, '2026-02-02')", build => build with { ValidToCurrent = "TIMESTAMP '9999-12-31'" });
        Assert.Equal(["1|10|2026-02-02 00:00:00", "1|11|9999-12-31 00:00:00"], History("id, price, dbt_valid_to::VARCHAR"));
    }

    [Theory]
    [InlineData(false, "(1, 10, '2026-02-01'), (1, 11, '2026-02-02'), (2, 0, '2026-02-02')")]
    [InlineData(true, "(1, 10, '2026-02-01'), (1, 11, '2026-02-02'), (2, 0, '2026-02-02')")]
    [InlineData(true, "(1, 10, '2026-02-01'), (1, 10, '2026-02-01'), (2, 0, '2026-02-02')")]
    [InlineData(true, "(1, 10, '2026-02-09'), (1, 10, '2026-02-09')")]
    public void Rows_that_share_a_key_are_refused_and_named(bool isThere, string values)
    {
        if (isThere)
            Run(0, "(1, 10, '2026-02-01'), (2, 20, '2026-02-01'), (3, 30, '2026-02-01')");
        var before = isThere ? History() : null;

        var fault = Assert.Throws<WorkbookException>(() => Run(1, values));
        Assert.StartsWith("memory.main.history: rows of the SELECT share a key: 1 key of (\"id\") occur more than once, such as 1 (2 rows). Make", fault.Message);
        if (isThere)
            Assert.Equal(before, History());
        else
            Assert.Null(ModelMaterialization.Existing(_shop.Connection, _shop.Relation("history")));
    }

    [Fact]
    public void New_rows_that_share_a_key_are_refused_too()
    {
        Run(0, "(1, 10, '2026-02-01')");
        Assert.Contains("such as 5 (3 rows); 6 (2 rows)", Assert.Throws<WorkbookException>(() =>
            Run(1, "(1, 10, '2026-02-01'), (5, 1, '2026-02-01'), (5, 1, '2026-02-01'), (5, 1, '2026-02-01'), (6, 1, '2026-02-01'), (6, 1, '2026-02-01')")).Message);
    }

    [Fact]
    public void Keys_and_times_may_be_expressions()
    {
        SnapshotBuild With(SnapshotBuild build) => build with { UniqueKey = ["id || '-' || price"], UpdatedAt = "coalesce(updated_at, TIMESTAMP '2026-01-01')" };
        Run(0, "(1, 10, '2026-02-01'), (1, 11, NULL)", With);
        Run(1, "(1, 10, '2026-02-01'), (1, 11, '2026-02-05')", With);
        Assert.Equal(["1|10|02-01|-", "1|11|01-01|02-05", "1|11|02-05|-"], History());
    }

    [Fact]
    public void Times_with_a_zone_and_dates_keep_their_type()
    {
        foreach (var (type, table) in new[] { ("TIMESTAMPTZ", "zoned"), ("DATE", "dates"), ("VARCHAR", "texts") })
        {
            SnapshotBuild With(SnapshotBuild build) => build with { Target = _shop.Relation(table), Sql = build.Sql.Replace("::TIMESTAMP ", $"::{type} "), HardDeletes = "new_record" };
            Run(0, "(1, 10, '2026-02-01'), (2, 10, '2026-02-01')", With);
            Run(1, "(1, 11, '2026-02-02')", With);
            Run(2, "(1, 11, '2026-02-02')", With);
            Assert.Equal([type == "TIMESTAMPTZ" ? "TIMESTAMP WITH TIME ZONE" : type], _shop.Read($"SELECT DISTINCT typeof(dbt_valid_to) FROM {table}"));
            Assert.Equal(["1|10|2026-02-02", "1|11|-", "2|10|-", "2|10|2026-03-02"], _shop.Rows(table, "id, price, left(dbt_valid_to::VARCHAR, 10)"));
        }
    }

    [Fact]
    public void Wrong_settings_are_listed_at_once()
    {
        var fault = Assert.Throws<WorkbookException>(() => Run(0, "(1, 1, NULL)", build => build with { Strategy = "time", HardDeletes = "keep", UniqueKey = [], CheckColumns = ["colour"] }));
        Assert.Equal(
            "memory.main.history: there is no strategy 'time'; use one of timestamp, check. Also, there is no hard_deletes 'keep'; use one of ignore, invalidate, new_record. "
            + "Also, unique_key is missing. Also, check_cols names a column 'colour' that the SELECT doesn't have; it has id, price, updated_at.", fault.Message);
        Assert.Contains("unique_key names a column 'key' that the SELECT doesn't have. It has id, price, updated_at.", Assert.Throws<WorkbookException>(() => Run(0, "(1, 1, NULL)", build => build with { UniqueKey = ["key"] })).Message);
        Assert.Contains("updated_at names a column 'changed'", Assert.Throws<WorkbookException>(() => Run(0, "(1, 1, NULL)", build => build with { UpdatedAt = "changed" })).Message);
    }

    [Theory]
    [InlineData("timestamp", "strategy timestamp needs updated_at.")]
    [InlineData("check", "strategy check needs check_cols: a list of columns, or all.")]
    public void A_strategy_asks_for_what_it_goes_by_and_for_nothing_else(string strategy, string missing)
    {
        var fault = Assert.Throws<WorkbookException>(() => Run(0, "(1, 1, NULL)", build => build with { Strategy = strategy, UpdatedAt = null }));
        Assert.Equal($"memory.main.history: {missing}", fault.Message);
        Assert.Equal(1, Run(0, "(1, 1, NULL)", build => build with { Strategy = strategy, UpdatedAt = strategy == "timestamp" ? "updated_at" : null, CheckColumns = strategy == "check" ? ["price"] : [] }).Rows);
    }

    [Fact]
    public void What_to_do_with_a_table_that_stands_in_the_way_is_said()
    {
        _shop.Connection.Execute("CREATE TABLE history (id INTEGER, dbt_updated_at TIMESTAMP)");
        Assert.Equal(
            "memory.main.history is a table without the columns of a snapshot: dbt_scd_id, dbt_valid_from, dbt_valid_to. "
            + "Give the snapshot another name, or rename the table's columns to those of snapshot_meta_column_names.",
            Assert.Throws<WorkbookException>(() => Run(0, "(1, 1, NULL)")).Message);
        _shop.Connection.Execute("DROP TABLE history");
        _shop.Connection.Execute("CREATE VIEW history AS SELECT 1 AS id");
        Assert.Equal("memory.main.history is a view, and a snapshot needs a table. Drop the view, or give the snapshot another name.", Assert.Throws<WorkbookException>(() => Run(0, "(1, 1, NULL)")).Message);
    }

    [Fact]
    public void Current_versions_that_share_a_key_are_refused_as_the_snapshots_own_fault()
    {
        Run(0, "(1, 10, '2026-02-01'), (2, 20, '2026-02-01')");
        _shop.Connection.Execute("INSERT INTO history FROM history WHERE id = 2");
        var before = History();
        Assert.StartsWith("memory.main.history: current versions in the snapshot itself share a key: 1 key of (\"id\") occur more than once, such as 2 (2 rows).",
            Assert.Throws<WorkbookException>(() => Run(1, "(1, 10, '2026-02-01'), (2, 20, '2026-02-01')")).Message);
        Assert.Equal(before, History());
    }

    [Fact]
    public void A_table_that_is_no_snapshot_is_left_alone()
    {
        _shop.Connection.Execute("CREATE TABLE history (id INTEGER)");
        Assert.StartsWith("memory.main.history is a table without the columns of a snapshot: dbt_scd_id, dbt_updated_at,", Assert.Throws<WorkbookException>(() => Run(0, "(1, 1, NULL)")).Message);
        _shop.Connection.Execute("DROP TABLE history");
        _shop.Connection.Execute("CREATE VIEW history AS SELECT 1 AS id");
        Assert.StartsWith("memory.main.history is a view", Assert.Throws<WorkbookException>(() => Run(0, "(1, 1, NULL)")).Message);
    }

    [Fact]
    public void A_failure_at_the_last_moment_leaves_the_history_as_it_was()
    {
        Run(0, "(1, 10, '2026-02-01')");
        Assert.Throws<WorkbookException>(() => Run(1, "(1, 11, '2026-02-02')", build => build with { Recorded = _ => throw new WorkbookException("no") }));
        Assert.Equal(["1|10|02-01|-"], History());
    }

    [Fact]
    public void An_error_names_the_line_of_the_compiled_file()
    {
        for (var run = 0; run < 2; run++)
        {
            var fault = Assert.ThrowsAny<Exception>(() => Run(run, "(1, 10, '2026-02-01')", build => build with { Sql = "SELECT 1 AS id,\n  DATE '2026-01-01' AS updated_at\nFROM nowhere" }));
            Assert.Contains("LINE 3:", fault.Message);
            Run(run, "(1, 10, '2026-02-01')");
        }
    }
}
