using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>Each rule: a transaction begins, another writer commits, the transaction tries to.</summary>
public sealed class ConflictTests : IDisposable
{
    private readonly TestTable _test = new();
    private readonly DeltaTable _table;

    public ConflictTests()
    {
        _table = _test.Create("id INTEGER, v VARCHAR");
        _table.Append(_test.Connection, "SELECT 1 AS id, 'a' AS v");
        _table.Append(_test.Connection, "SELECT 2 AS id, 'b' AS v");
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_blind_append_goes_behind_whatever_others_did_to_the_rows()
    {
        var transaction = Begin(ReadScope.Nothing);
        Other().Append(_test.Connection, "SELECT 3 AS id");
        Other().Delete(_test.Connection, "id = 1");
        transaction.Add(WrittenFile());
        Assert.Equal(5, transaction.Commit("WRITE"));
    }

    [Fact]
    public void Rows_added_to_what_was_read_are_a_ConcurrentAppend()
    {
        var transaction = Begin(ReadScope.WholeTable);
        Other().Append(_test.Connection, "SELECT 3 AS id");
        AssertConflict(DeltaConflict.ConcurrentAppend, transaction, "expected version 2 but found 3: another writer committed first and added rows that this one would have read, in 'part-");
    }

    [Fact]
    public void Rows_outside_the_predicate_that_was_read_are_no_conflict()
    {
        var matching = Begin(ReadScope.Matching([], files => files.Count > 0));
        var other = Begin(ReadScope.Matching([], files => files.Count == 0));
        Other().Append(_test.Connection, "SELECT 3 AS id");
        AssertConflict(DeltaConflict.ConcurrentAppend, matching);
        Assert.Equal(4, other.Commit("WRITE"));
    }

    [Fact]
    public void Removing_a_file_that_was_read_is_a_ConcurrentDeleteRead()
    {
        var transaction = Begin(ReadScope.Files(_table.Snapshot().Files));
        Other().Delete(_test.Connection, "id = 1");
        AssertConflict(DeltaConflict.ConcurrentDeleteRead, transaction, $"removed '{_table.Snapshot(2).Files[0].Path}', which this one read");
    }

    [Fact]
    public void Compacting_a_file_that_was_read_is_a_ConcurrentDeleteRead_too()
    {
        var transaction = Begin(ReadScope.WholeTable);
        Assert.True(Other().Optimize(_test.Connection).Committed);
        AssertConflict(DeltaConflict.ConcurrentDeleteRead, transaction);
    }

    [Fact]
    public void Removing_rows_is_a_ConcurrentDeleteRead_for_whoever_read_all_of_them()
    {
        var (all, some) = (Begin(ReadScope.WholeTable), Begin(ReadScope.Matching(_table.Snapshot().Files, _ => false)));
        Other().Delete(_test.Connection, "id = 1");
        AssertConflict(DeltaConflict.ConcurrentDeleteRead, all, $"removed '{_table.Snapshot(2).Files[0].Path}', which this one read");
        AssertConflict(DeltaConflict.ConcurrentDeleteRead, some, $"removed '{_table.Snapshot(2).Files[0].Path}', which this one read");
    }

    [Fact]
    public void Removing_a_file_disturbs_nobody_who_read_and_removes_another()
    {
        var (reader, remover) = (Begin(ReadScope.Files([_table.Snapshot().Files[1]])), Begin(ReadScope.Matching([_table.Snapshot().Files[1]], _ => false)));
        remover.Remove(remover.Snapshot.Files[1]);
        Other().Delete(_test.Connection, "id = 1");
        Assert.Equal(4, reader.Commit("READ"));
        Assert.Equal(5, remover.Commit("DELETE"));
        Assert.Empty(_table.Snapshot().Files);
    }

    [Fact]
    public void A_commit_without_rows_disturbs_nobody()
    {
        var (all, matching) = (Begin(ReadScope.WholeTable), Begin(ReadScope.Matching([], _ => true)));
        var progress = Begin(ReadScope.Nothing);
        progress.SetTransaction("another", 1);
        progress.Commit("PROGRESS");
        Assert.Equal(4, all.Commit("READ"));
        Assert.Equal(5, matching.Commit("READ"));
    }

    [Fact]
    public void Removing_the_same_file_twice_is_a_ConcurrentDeleteDelete()
    {
        var transaction = _table.StartTransaction();
        foreach (var file in transaction.Snapshot.Files) transaction.Remove(file);
        Other().Delete(_test.Connection, "id = 1");
        AssertConflict(DeltaConflict.ConcurrentDeleteDelete, transaction, $"removed '{_table.Snapshot(2).Files[0].Path}', which this one removes too");
    }

    [Fact]
    public void A_changed_schema_is_MetadataChanged()
    {
        var transaction = Begin(ReadScope.Nothing);
        Other().AddColumns(new DeltaField("extra", DeltaType.Long));
        AssertConflict(DeltaConflict.MetadataChanged, transaction, "changed the table's schema or settings");
    }

    [Fact]
    public void A_changed_protocol_is_ProtocolChanged()
    {
        var transaction = Begin(ReadScope.Nothing);
        File.WriteAllText(_test.LogFile(3), """
            {"commitInfo":{"timestamp":1,"operation":"UPGRADE PROTOCOL"}}
            {"protocol":{"minReaderVersion":1,"minWriterVersion":3}}
            """);
        AssertConflict(DeltaConflict.ProtocolChanged, transaction, "changed the table's protocol");
    }

    [Fact]
    public void The_same_application_committing_twice_is_a_ConcurrentTransaction()
    {
        var (transaction, unrelated) = (Begin(ReadScope.Nothing), Begin(ReadScope.Nothing));
        transaction.SetTransaction("loader", 1);
        unrelated.SetTransaction("another", 1);
        Other().Append(_test.Connection, "SELECT 3 AS id", new() { Transaction = new("loader", 1) });
        AssertConflict(DeltaConflict.ConcurrentTransaction, transaction, "recorded version 1 of the application 'loader'");
        Assert.Equal(4, unrelated.Commit("WRITE"));
    }

    [Fact]
    public void A_delete_conflicts_only_with_new_rows_that_it_would_have_deleted()
    {
        Racing(() => Other().Append(_test.Connection, "SELECT 3 AS id")).Delete(_test.Connection, "id = 1");
        Assert.Equal(["""{"id":2,"v":"b"}""", """{"id":3,"v":null}"""], _test.Rows(_table.Snapshot()));
        var racing = Racing(() => Other().Append(_test.Connection, "SELECT 9 AS id"));
        Assert.Equal(DeltaConflict.ConcurrentAppend, Assert.Throws<DeltaConcurrencyException>(() => racing.Delete(_test.Connection, "id >= 2")).Conflict);
    }

    [Fact]
    public void A_merge_conflicts_only_with_new_rows_that_match_its_source()
    {
        var upsert = new DeltaMerge("SELECT 7 AS id, 'x' AS v", "target.id = source.id").WhenMatchedUpdate().WhenNotMatchedInsert();
        Assert.Equal(4, Racing(() => Other().Append(_test.Connection, "SELECT 8 AS id")).Merge(_test.Connection, upsert).Version);
        _table.Delete(_test.Connection, "id = 7");
        var racing = Racing(() => Other().Append(_test.Connection, "SELECT 7 AS id"));
        Assert.Equal(DeltaConflict.ConcurrentAppend, Assert.Throws<DeltaConcurrencyException>(() => racing.Merge(_test.Connection, upsert)).Conflict);
        Assert.Equal(["""{"id":1,"v":"a"}""", """{"id":2,"v":"b"}""", """{"id":7,"v":null}""", """{"id":8,"v":null}"""], _test.Rows(_table.Snapshot()));
    }

    [Fact]
    public void A_refused_write_leaves_no_data_file_behind()
    {
        var racing = Racing(() => Other().Append(_test.Connection, "SELECT 3 AS id"));
        Assert.Throws<DeltaConcurrencyException>(() => racing.Overwrite(_test.Connection, "SELECT 4 AS id"));
        Assert.Equal(3, Directory.GetFiles(_test.Folder, "*.parquet").Length);
    }

    [Fact]
    public void An_optimize_is_not_disturbed_by_appends()
    {
        var write = Racing(() => Other().Append(_test.Connection, "SELECT 3 AS id")).Optimize(_test.Connection);
        Assert.Equal(4, write.Version);
        Assert.Equal(3, _test.Rows(_table.Snapshot()).Count);
    }

    [Fact]
    public async Task Writers_that_repeat_what_was_refused_lose_no_update()
    {
        const int Writers = 4, Each = 5;
        var folder = Path.Combine(_test.Folder, "counter");
        var counter = DeltaTable.Create(folder, new([new("id", DeltaType.Integer), new("n", DeltaType.Integer)]), options: _test.Options);
        counter.Append(_test.Connection, "SELECT 1 AS id, 0 AS n");
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() =>
        {
            using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
            var own = DeltaTable.Open(folder);
            for (var done = 0; done < Each;)
            {
                try
                {
                    own.Update(connection, new Dictionary<string, string> { ["n"] = "n + 1" }, "id = 1");
                    done++;
                }
                catch (DeltaConcurrencyException) { }
            }
        }, TestContext.Current.CancellationToken)));
        Assert.Equal([$$"""{"id":1,"n":{{Writers * Each}}}"""], _test.Rows(counter.Snapshot()));
        Assert.Equal(1 + Writers * Each, counter.Snapshot().Version);
        Assert.Equal(1 + Writers * Each, Directory.GetFiles(folder, "*.parquet").Length);
    }

    [Fact]
    public void A_transaction_commits_once()
    {
        var transaction = Begin(ReadScope.Nothing);
        transaction.Commit("WRITE");
        Assert.Contains("already committed", Assert.Throws<WorkbookException>(() => transaction.Commit("WRITE")).Message);
    }

    [Fact]
    public void A_half_written_commit_of_a_crashed_writer_is_not_seen()
    {
        File.WriteAllText(_test.LogFile(3).Replace("0000003.json", ".0000003.json.x.tmp"), """{"add":{"pa""");
        Assert.Equal(2, DeltaTable.Open(_test.Folder).Snapshot().Version);
    }

    /// <summary>This writer's table, where the other one commits once the operation has read its version and before it commits.</summary>
    private DeltaTable Racing(Action otherCommits)
    {
        Action? pending = otherCommits;
        return DeltaTable.Open(_test.Folder, _test.Options with
        {
            NewId = () =>
            {
                Interlocked.Exchange(ref pending, null)?.Invoke();
                return _test.Options.NewId();
            },
        });
    }

    private DeltaTransaction Begin(ReadScope scope)
    {
        var transaction = _table.StartTransaction();
        transaction.Reads(scope);
        return transaction;
    }

    private DeltaTable Other() => DeltaTable.Open(_test.Folder, _test.Options);

    private AddFile WrittenFile()
    {
        var copy = Path.Combine(_test.Folder, "copy.parquet");
        File.Copy(_table.Snapshot().LocalPath(_table.Snapshot().Files[0]), copy);
        return _table.Snapshot().Files[0] with { Path = "copy.parquet" };
    }

    private static void AssertConflict(DeltaConflict expected, DeltaTransaction transaction, string what = "another writer committed first")
    {
        var fault = Assert.Throws<DeltaConcurrencyException>(() => transaction.Commit("WRITE"));
        Assert.Equal(expected, fault.Conflict);
        Assert.Contains(what, fault.Message);
        Assert.EndsWith($"({expected}). Nothing was written; read the table again and repeat the operation.", fault.Message);
    }
}
