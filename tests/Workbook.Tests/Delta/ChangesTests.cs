using Workbook.Delta;

namespace Workbook.Tests.Delta;

public sealed class ChangesTests : IDisposable
{
    private readonly TestTable _test = new();
    private readonly DeltaTable _table;

    public ChangesTests()
    {
        _table = _test.Create("id INTEGER, v VARCHAR");
        _table.Append(_test.Connection, "SELECT unnest([1, 2, 2]) AS id, 'a' AS v");
        _table.Update(_test.Connection, new Dictionary<string, string> { ["v"] = "'b'" }, "id = 1");
        _table.Append(_test.Connection, "SELECT 5 AS id, 'n' AS v");
        _table.Optimize(_test.Connection);
        _table.Delete(_test.Connection, "id = 2");
        _table.AddColumns(new DeltaField("extra", DeltaType.Integer));
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Without_keys_a_change_is_a_delete_and_an_insert() =>
        Assert.Equal(["1 insert 1 a", "1 insert 2 a", "1 insert 2 a", "2 delete 1 a", "2 insert 1 b", "3 insert 5 n", "5 delete 2 a", "5 delete 2 a"],
            Changes(_table.Changes(-1)));

    [Fact]
    public void With_keys_it_is_an_update_with_both_images() =>
        Assert.Equal(["2 update_postimage 1 b", "2 update_preimage 1 a", "3 insert 5 n", "5 delete 2 a", "5 delete 2 a"], Changes(_table.Changes(1, keys: ["id"])));

    [Fact]
    public void A_file_that_a_commit_adds_twice_or_again_brings_its_rows_once()
    {
        var add = File.ReadAllLines(_test.LogFile(3)).First(line => line.StartsWith("{\"add\"", StringComparison.Ordinal));
        using var other = new TestTable();
        var again = other.Create("id INTEGER, v VARCHAR");
        File.Copy(Directory.GetFiles(_table.TablePath, "*.parquet").First(file => add.Contains(Path.GetFileName(file), StringComparison.Ordinal)), Path.Combine(again.TablePath, "part.parquet"));
        var line = System.Text.RegularExpressions.Regex.Replace(add, "\"path\":\"[^\"]*\"", "\"path\":\"part.parquet\"");
        File.WriteAllLines(Path.Combine(again.TablePath, "_delta_log", "00000000000000000001.json"), [line, line]);
        File.WriteAllLines(Path.Combine(again.TablePath, "_delta_log", "00000000000000000002.json"), [line]);
        Assert.Equal(["1 insert 5 n"], Changes(again.Changes(-1)));
    }

    [Fact]
    public void Versions_that_changed_no_row_are_left_out()
    {
        Assert.Equal([1L, 2, 3, 5], _table.Changes(-1).Versions.Select(version => version.Version));
        Assert.Empty(_table.Changes(3, 4).Versions);
        Assert.Empty(Changes(_table.Changes(3, 4)));
        Assert.Empty(Changes(_table.Changes(6)));
    }

    [Fact]
    public void Rows_come_in_the_schema_of_the_later_end() =>
        Assert.Equal(["id", "v", "extra"], _table.Changes(0).Schema.Fields.Select(field => field.Name));

    [Fact]
    public void Changes_that_were_cleaned_away_are_refused()
    {
        _table.Checkpoint();
        File.Delete(_test.LogFile(0));
        File.Delete(_test.LogFile(1));
        var fault = Assert.Throws<WorkbookException>(() => _table.Changes(-1));
        Assert.Contains("version 0: its log file is gone. Changes can be told from version 2 on", fault.Message);
    }

    private List<string> Changes(DeltaChanges changes) =>
        Workbook.Database.SqlExtensions.Query(_test.Connection,
            $"SELECT concat_ws(' ', _commit_version, _change_type, id, v) AS line FROM {changes.Sql} ORDER BY line", row => row.GetString(0));
}
