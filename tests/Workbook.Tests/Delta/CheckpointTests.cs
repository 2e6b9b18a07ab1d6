using System.Text.Json.Nodes;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

public sealed class CheckpointTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Every_tenth_commit_is_summarised_and_read_back_to_the_same_state()
    {
        var table = Busy(13);
        Assert.Equal(["00000000000000000010.checkpoint.parquet"], Checkpoints());
        var hint = JsonNode.Parse(File.ReadAllText(LogPath("_last_checkpoint")))!;
        Assert.Equal(10, (long)hint["version"]!);

        var expected = table.Snapshot();
        var rows = SlowReader.Rows(_test.Folder, _test.Connection);
        DeleteLog(below: 10);
        var reopened = DeltaTable.Open(_test.Folder, _test.Options).Snapshot();
        Assert.Equal(rows, _test.Rows(reopened));
        Assert.Equal(expected.Metadata.SchemaString, reopened.Metadata.SchemaString);
        Assert.Equal(expected.Metadata.Configuration, reopened.Metadata.Configuration);
        Assert.Equal(expected.Protocol, reopened.Protocol);
        Assert.Equal(expected.Transactions, reopened.Transactions);
        Assert.Equal(expected.Files.Select(file => (file.Path, file.Size, file.Stats)), reopened.Files.Select(file => (file.Path, file.Size, file.Stats)));
        Assert.Equal(expected.Files.Select(file => file.PartitionValues["p"]), reopened.Files.Select(file => file.PartitionValues["p"]));
    }

    [Fact]
    public void A_checkpoint_has_the_protocols_columns_and_one_action_a_row()
    {
        Busy(10);
        var source = Sql.Literal(LogPath("00000000000000000010.checkpoint.parquet"));
        Assert.Equal(["txn", "add", "remove", "metaData", "protocol"], _test.Connection.Query($"DESCRIBE SELECT * FROM {source}", row => row.GetString(0)));
        Assert.Equal(0, _test.Connection.Scalar<long>($"""
            SELECT count(*) FROM {source} WHERE (txn IS NOT NULL)::INT + (add IS NOT NULL)::INT + (remove IS NOT NULL)::INT + (metaData IS NOT NULL)::INT + (protocol IS NOT NULL)::INT <> 1
            """));
        var (_, adds) = SlowReader.Replay(_test.Folder, 10);
        Assert.Equal(adds.Keys.Order(StringComparer.Ordinal), _test.Connection.Query($"SELECT add.path FROM {source} WHERE add IS NOT NULL", row => row.GetString(0)).Order(StringComparer.Ordinal));
        Assert.Equal(1, _test.Connection.Scalar<long>($"SELECT count(*) FROM {source} WHERE add IS NOT NULL AND add.partitionValues['p'] IS NULL"));
    }

    [Fact]
    public void Tombstones_stay_in_a_checkpoint_until_a_vacuum_may_take_their_files()
    {
        var table = Busy(3);
        table.Delete(_test.Connection, "id = 1");
        table.Checkpoint();
        Assert.Equal(1, Tombstones(4));
        _test.Clock.Advance(TimeSpan.FromDays(8));
        table.Append(_test.Connection, "SELECT 'x' AS p, 9 AS id");
        table.Checkpoint();
        Assert.Equal(0, Tombstones(5));
    }

    [Fact]
    public void An_incomplete_multi_part_checkpoint_is_not_used()
    {
        var table = Busy(3);
        File.WriteAllText(LogPath("00000000000000000003.checkpoint.0000000001.0000000002.parquet"), "");
        Assert.Equal(_test.Rows(table.Snapshot()), _test.Rows(DeltaTable.Open(_test.Folder).Snapshot()));
    }

    [Fact]
    public void A_gap_in_the_log_is_named_and_older_versions_behind_a_checkpoint_are_out_of_range()
    {
        Busy(13);
        File.Delete(_test.LogFile(12));
        Assert.Contains("log file of version 12", Assert.Throws<WorkbookException>(() => DeltaTable.Open(_test.Folder)).Message);
        DeleteLog(below: 10);
        var fault = Assert.Throws<WorkbookException>(() => DeltaTable.Open(_test.Folder, _test.Options).Snapshot(5));
        Assert.Contains("log file of version 12", fault.Message);
    }

    [Fact]
    public void Log_files_are_kept_unless_a_retention_says_otherwise()
    {
        var table = DeltaTable.Open(Busy(9).TablePath, _test.Options with { LogRetention = TimeSpan.FromDays(30) });
        _test.Clock.Advance(TimeSpan.FromDays(31));
        table.Append(_test.Connection, "SELECT 'x' AS p, 10 AS id");
        Assert.True(File.Exists(_test.LogFile(0)));

        _test.Clock.Advance(TimeSpan.FromDays(31));
        for (var id = 11; id <= 20; id++) table.Append(_test.Connection, $"SELECT 'x' AS p, {id} AS id");
        Assert.Equal(Enumerable.Range(10, 11).Select(version => _test.LogFile(version)), Directory.GetFiles(LogPath(""), "*.json").Order(StringComparer.Ordinal));
        Assert.Equal(10, DeltaTable.Open(_test.Folder, _test.Options).Snapshot(10).Version);
        Assert.Contains("versions 10 to 20 can be read", Assert.Throws<WorkbookException>(() => table.Snapshot(9)).Message);
    }

    // Appends with a transaction each; the first row's partition value is null.
    private DeltaTable Busy(int commits)
    {
        var table = _test.Create("p VARCHAR, id INTEGER", "p");
        for (var id = 1; id <= commits; id++)
            table.Append(_test.Connection, $"SELECT {(id == 1 ? "NULL::VARCHAR" : $"'p {id % 2}'")} AS p, {id} AS id", new() { Transaction = new($"app{id % 3}", id) });
        return table;
    }

    private string LogPath(string name) => Path.Combine(_test.Folder, "_delta_log", name);

    private IEnumerable<string?> Checkpoints() => Directory.GetFiles(LogPath(""), "*.parquet").Select(Path.GetFileName);

    private void DeleteLog(long below)
    {
        for (long version = 0; version < below; version++) File.Delete(_test.LogFile(version));
    }

    private long Tombstones(long version) =>
        _test.Connection.Scalar<long>($"SELECT count(*) FROM {Sql.Literal(LogPath($"{version:D20}.checkpoint.parquet"))} WHERE remove IS NOT NULL");
}
