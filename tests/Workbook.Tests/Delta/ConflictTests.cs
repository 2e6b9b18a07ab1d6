using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>Each rule: a transaction begins, another writer commits, the transaction tries to.</summary>
public sealed class ConflictTests : IDisposable
{
    private readonly TestTable test = new();
    private readonly DeltaTable table;

    public ConflictTests()
    {
        table = test.Create("id INTEGER, v VARCHAR");
        table.Append(test.Connection, "SELECT 1 AS id, 'a' AS v");
        table.Append(test.Connection, "SELECT 2 AS id, 'b' AS v");
    }

    public void Dispose() => test.Dispose();

    [Fact]
    public void A_blind_append_goes_behind_whatever_others_did_to_the_rows()
    {
        var transaction = Begin(ReadScope.Nothing);
        Other().Append(test.Connection, "SELECT 3 AS id");
        Other().Delete(test.Connection, "id = 1");
        transaction.Add(WrittenFile());
        Assert.Equal(5, transaction.Commit("WRITE"));
    }

    [Fact]
    public void Rows_added_to_what_was_read_are_a_ConcurrentAppend()
    {
        var transaction = Begin(ReadScope.WholeTable);
        Other().Append(test.Connection, "SELECT 3 AS id");
        AssertConflict(DeltaConflict.ConcurrentAppend, transaction, "expected version 2 but found 3");
    }

    [Fact]
    public void Rows_outside_the_predicate_that_was_read_are_no_conflict()
    {
        var matching = Begin(ReadScope.Matching([], files => files.Count > 0));
        var other = Begin(ReadScope.Matching([], files => files.Count == 0));
        Other().Append(test.Connection, "SELECT 3 AS id");
        AssertConflict(DeltaConflict.ConcurrentAppend, matching);
        Assert.Equal(4, other.Commit("WRITE"));
    }

    [Fact]
    public void Removing_a_file_that_was_read_is_a_ConcurrentDeleteRead()
    {
        var transaction = Begin(ReadScope.Files(table.Snapshot().Files));
        Other().Delete(test.Connection, "id = 1");
        AssertConflict(DeltaConflict.ConcurrentDeleteRead, transaction);
    }

    [Fact]
    public void Compacting_a_file_that_was_read_is_a_ConcurrentDeleteRead_too()
    {
        var transaction = Begin(ReadScope.WholeTable);
        Assert.True(Other().Optimize(test.Connection).Committed);
        AssertConflict(DeltaConflict.ConcurrentDeleteRead, transaction);
    }

    [Fact]
    public void Removing_the_same_file_twice_is_a_ConcurrentDeleteDelete()
    {
        var transaction = table.StartTransaction();
        foreach (var file in transaction.Snapshot.Files) transaction.Remove(file);
        Other().Delete(test.Connection, "id = 1");
        AssertConflict(DeltaConflict.ConcurrentDeleteDelete, transaction);
    }

    [Fact]
    public void A_changed_schema_is_MetadataChanged()
    {
        var transaction = Begin(ReadScope.Nothing);
        Other().AddColumns(new DeltaField("extra", DeltaType.Long));
        AssertConflict(DeltaConflict.MetadataChanged, transaction);
    }

    [Fact]
    public void A_changed_protocol_is_ProtocolChanged()
    {
        var transaction = Begin(ReadScope.Nothing);
        File.WriteAllText(test.LogFile(3), """{"protocol":{"minReaderVersion":1,"minWriterVersion":3}}""");
        AssertConflict(DeltaConflict.ProtocolChanged, transaction);
    }

    [Fact]
    public void The_same_application_committing_twice_is_a_ConcurrentTransaction()
    {
        var (transaction, unrelated) = (Begin(ReadScope.Nothing), Begin(ReadScope.Nothing));
        transaction.SetTransaction("loader", 1);
        unrelated.SetTransaction("another", 1);
        Other().Append(test.Connection, "SELECT 3 AS id", new() { Transaction = new("loader", 1) });
        AssertConflict(DeltaConflict.ConcurrentTransaction, transaction, "'loader'");
        Assert.Equal(4, unrelated.Commit("WRITE"));
    }

    [Fact]
    public void A_delete_conflicts_only_with_new_rows_that_it_would_have_deleted()
    {
        Racing(() => Other().Append(test.Connection, "SELECT 3 AS id")).Delete(test.Connection, "id = 1");
        Assert.Equal(["""{"id":2,"v":"b"}""", """{"id":3,"v":null}"""], test.Rows(table.Snapshot()));
        var racing = Racing(() => Other().Append(test.Connection, "SELECT 9 AS id"));
        Assert.Equal(DeltaConflict.ConcurrentAppend, Assert.Throws<DeltaConcurrencyException>(() => racing.Delete(test.Connection, "id >= 2")).Conflict);
    }

    [Fact]
    public void A_merge_conflicts_only_with_new_rows_that_match_its_source()
    {
        var upsert = new DeltaMerge("SELECT 7 AS id, 'x' AS v", "target.id = source.id").WhenMatchedUpdate().WhenNotMatchedInsert();
        Assert.Equal(4, Racing(() => Other().Append(test.Connection, "SELECT 8 AS id")).Merge(test.Connection, upsert).Version);
        table.Delete(test.Connection, "id = 7");
        var racing = Racing(() => Other().Append(test.Connection, "SELECT 7 AS id"));
        Assert.Equal(DeltaConflict.ConcurrentAppend, Assert.Throws<DeltaConcurrencyException>(() => racing.Merge(test.Connection, upsert)).Conflict);
        Assert.Equal(["""{"id":1,"v":"a"}""", """{"id":2,"v":"b"}""", """{"id":7,"v":null}""", """{"id":8,"v":null}"""], test.Rows(table.Snapshot()));
    }

    [Fact]
    public void A_refused_write_leaves_no_data_file_behind()
    {
        var racing = Racing(() => Other().Append(test.Connection, "SELECT 3 AS id"));
        Assert.Throws<DeltaConcurrencyException>(() => racing.Overwrite(test.Connection, "SELECT 4 AS id"));
        Assert.Equal(3, Directory.GetFiles(test.Folder, "*.parquet").Length);
    }

    [Fact]
    public void An_optimize_is_not_disturbed_by_appends()
    {
        var write = Racing(() => Other().Append(test.Connection, "SELECT 3 AS id")).Optimize(test.Connection);
        Assert.Equal(4, write.Version);
        Assert.Equal(3, test.Rows(table.Snapshot()).Count);
    }

    [Fact]
    public async Task Writers_that_repeat_what_was_refused_lose_no_update()
    {
        const int Writers = 4, Each = 5;
        var folder = Path.Combine(test.Folder, "counter");
        var counter = DeltaTable.Create(folder, new([new("id", DeltaType.Integer), new("n", DeltaType.Integer)]), options: test.Options);
        counter.Append(test.Connection, "SELECT 1 AS id, 0 AS n");
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
        Assert.Equal([$$"""{"id":1,"n":{{Writers * Each}}}"""], test.Rows(counter.Snapshot()));
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
        File.WriteAllText(test.LogFile(3).Replace("0000003.json", ".0000003.json.x.tmp"), """{"add":{"pa""");
        Assert.Equal(2, DeltaTable.Open(test.Folder).Snapshot().Version);
    }

    /// <summary>This writer's table, where the other one commits once the operation has read its version and before it commits.</summary>
    private DeltaTable Racing(Action otherCommits)
    {
        Action? pending = otherCommits;
        return DeltaTable.Open(test.Folder, test.Options with
        {
            NewId = () =>
            {
                Interlocked.Exchange(ref pending, null)?.Invoke();
                return test.Options.NewId();
            },
        });
    }

    private DeltaTransaction Begin(ReadScope scope)
    {
        var transaction = table.StartTransaction();
        transaction.Reads(scope);
        return transaction;
    }

    private DeltaTable Other() => DeltaTable.Open(test.Folder, test.Options);

    private AddFile WrittenFile()
    {
        var copy = Path.Combine(test.Folder, "copy.parquet");
        File.Copy(table.Snapshot().LocalPath(table.Snapshot().Files[0]), copy);
        return table.Snapshot().Files[0] with { Path = "copy.parquet" };
    }

    private static void AssertConflict(DeltaConflict expected, DeltaTransaction transaction, string what = "another writer committed first")
    {
        var fault = Assert.Throws<DeltaConcurrencyException>(() => transaction.Commit("WRITE"));
        Assert.Equal(expected, fault.Conflict);
        Assert.Contains(what, fault.Message);
        Assert.Contains(expected.ToString(), fault.Message);
    }
}
