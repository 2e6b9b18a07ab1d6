using System.Text.Json.Nodes;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>What may be staged, and what a commit says of itself.</summary>
public sealed class TransactionTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_file_has_a_value_for_each_partition_column_and_for_no_other()
    {
        var transaction = _test.Create("p VARCHAR, q VARCHAR, id INTEGER", "p", "q").StartTransaction();
        void Refused(string found, params string[] columns)
        {
            var fault = Assert.Throws<WorkbookException>(() => transaction.Add([new AddFile("x.parquet", columns.ToDictionary(name => name, _ => (string?)"1"), 1, 1)]));
            Assert.Contains($"expected partition values for (p, q) with the file 'x.parquet' but found ({found}). Give exactly one value, or null, for each", fault.Message);
        }
        Refused("p", "p");
        Refused("p, id", "p", "id");
        Refused("p, q, id", "p", "q", "id");
        Assert.True(transaction.IsEmpty);
        transaction.Add([new AddFile("x.parquet", new Dictionary<string, string?> { ["q"] = null, ["p"] = "1" }, 1, 1)]);
        Assert.False(transaction.IsEmpty);
    }

    [Fact]
    public void Rows_of_an_append_only_table_stay_but_may_move()
    {
        var table = DeltaTable.Create(_test.Folder, new([new("id", DeltaType.Integer)]), options: _test.Options, configuration: new Dictionary<string, string> { ["delta.appendOnly"] = "true" });
        table.Append(_test.Connection, "SELECT 1 AS id");
        table.Append(_test.Connection, "SELECT 2 AS id");
        var file = table.Snapshot().Files[0];
        var fault = Assert.Throws<WorkbookException>(() => table.StartTransaction().Remove(file));
        Assert.Contains($"is append-only (delta.appendOnly = true), so '{file.Path}' can't be removed. Only appends are allowed.", fault.Message);
        Assert.True(table.Optimize(_test.Connection).Committed);
        Assert.Equal(["""{"id":1}""", """{"id":2}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void Only_a_commit_that_neither_reads_nor_removes_nor_redefines_is_blind()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id");
        bool? Blind(Action<DeltaTransaction> stage)
        {
            var transaction = table.StartTransaction();
            stage(transaction);
            transaction.Commit("TEST");
            return table.History(1)[0].IsBlindAppend;
        }
        Assert.True(Blind(transaction => transaction.SetTransaction("loader", 1)));
        Assert.True(Blind(_ => { }));
        Assert.False(Blind(transaction => transaction.Reads(ReadScope.WholeTable)));
        Assert.False(Blind(transaction => transaction.SetMetadata(transaction.Snapshot.Metadata)));
        Assert.False(Blind(transaction =>
        {
            transaction.Remove(transaction.Snapshot.Files[0]);
            transaction.SetTransaction("loader", 2);
        }));
    }

    [Fact]
    public void A_commit_has_the_parameters_and_metrics_that_it_is_given_and_may_have_none()
    {
        var table = _test.Create("id INTEGER");
        table.StartTransaction().Commit("NOTHING");
        table.StartTransaction().Commit("SOMETHING", new Dictionary<string, string?> { ["mode"] = "Append" }, new Dictionary<string, long> { ["numFiles"] = 7 });
        var history = table.History();
        Assert.Equal(("SOMETHING", "Append", "7"), (history[0].Operation, history[0].Parameters["mode"], history[0].Metrics["numFiles"]));
        Assert.Equal(("NOTHING", 0, 0), (history[1].Operation, history[1].Parameters.Count, history[1].Metrics.Count));
    }

    [Fact]
    public void A_tombstone_keeps_what_the_log_knew_of_the_file()
    {
        var table = _test.Create("p VARCHAR, id INTEGER", "p");
        table.Append(_test.Connection, "SELECT 'a' AS p, 1 AS id");
        var file = table.Snapshot().Files[0];
        _test.Clock.Advance(TimeSpan.FromHours(1));
        var transaction = table.StartTransaction();
        transaction.Remove(file, dataChange: false);
        var version = transaction.Commit("MOVE");
        var remove = File.ReadLines(_test.LogFile(version)).Select(line => JsonNode.Parse(line)!["remove"]).Single(action => action is not null)!;
        Assert.Equal((file.Path, file.Size, "a"), ((string?)remove["path"], (long)remove["size"]!, (string?)remove["partitionValues"]!["p"]));
        Assert.Equal((_test.Clock.GetUtcNow().ToUnixTimeMilliseconds(), false), ((long)remove["deletionTimestamp"]!, (bool)remove["dataChange"]!));
    }

    [Fact]
    public void A_file_that_the_table_has_may_be_described_anew_without_looking_for_it()
    {
        var table = _test.Create("id INTEGER");
        table.Append(_test.Connection, "SELECT 1 AS id");
        var file = table.Snapshot().Files[0];
        var moved = table.Snapshot().LocalPath(file);
        File.Move(moved, moved + ".away");
        var transaction = table.StartTransaction();
        transaction.Add(file with { Tags = new Dictionary<string, string> { ["checked"] = "yes" } });
        Assert.Equal(2, transaction.Commit("TAG"));
        File.Move(moved + ".away", moved);
        Assert.Equal("yes", Assert.Single(table.Snapshot().Files).Tags!["checked"]);
        Assert.Equal(["""{"id":1}"""], _test.Rows(table.Snapshot()));
    }

    [Fact]
    public void A_commit_of_a_file_that_is_not_there_says_what_to_do()
    {
        var transaction = _test.Create("id INTEGER").StartTransaction();
        transaction.Add(new AddFile("x.parquet", new Dictionary<string, string?>(), 1, 1));
        var fault = Assert.Throws<WorkbookException>(() => transaction.Commit("WRITE"));
        Assert.Contains("can't commit the data file 'x.parquet': it is not on disk. Write or link it there before the commit.", fault.Message);
        Assert.False(File.Exists(_test.LogFile(1)));
    }

    [Fact]
    public void A_table_for_newer_writers_has_no_transactions()
    {
        var table = _test.Create("id INTEGER");
        File.WriteAllText(_test.LogFile(1), """{"protocol":{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["rowTracking"]}}""");
        Assert.Equal("rowTracking", Assert.Throws<DeltaUnsupportedFeatureException>(table.StartTransaction).Feature);
    }
}
