using System.Text;
using Workbook.Bronze;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Retail;
using Workbook.Tests.Database;
using static Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze.Scanning;

/// <summary>The contract's rules on the way through, and the door itself.</summary>
public sealed class TextScanTests : IDisposable
{
    private static readonly SourceContract Contract = new("lines", SourceFormat.Csv)
    {
        Description = "",
        Path = "*",
        Rows = 1,
        Key = ["id"],
        Columns =
        [
            Int64("id").Required().Positive(),
            Int32("qty").Required().Between(1, 9),
            Text("code").Matching("[A-Z]+").Matching("...", RuleEffect.Flag),
            Date("from"),
            Date("to"),
        ],
        RowRules =
        [
            new("to", "before_from", "\"to\" >= \"from\""),
            new("from", "long_ago", "\"from\" > DATE '2000-01-01'", RuleEffect.Flag),
        ],
    };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_broken_rule_in_column_order_names_the_reject()
    {
        var scan = ScanResult.Of(Contract, """
            id,qty,code,from,to
            1,5,ABC,2024-01-01,2024-01-02
            0,99,abc,2024-01-03,2024-01-02
            ,99,abc,,
            1,,abc,,
            1,99,abc,,
            1,1,abc,,
            1,1,,2024-01-03,2024-01-02
            1,1,,2024-01-03,
            """);
        Assert.Equal(["id.not_positive", "id.required", "qty.required", "qty.out_of_range", "code.malformed", "to.before_from"],
            scan.Rejects.Select(reject => $"{reject.Column}.{reject.Reason}"));
        Assert.Equal(2, scan.Rows.Count);
    }

    [Fact]
    public void Flags_are_listed_and_the_row_is_kept()
    {
        var scan = ScanResult.Of(Contract, "id,qty,code,from,to\n1,1,ABC,2024-01-01,\n2,1,AB,2024-01-01,\n3,1,AB,1999-01-01,\n4,1,,,\n");
        Assert.Equal(["∅", "code.malformed", "code.malformed,from.long_ago", "∅"], scan.Rows.Select(row => row[^1]));
    }

    [Fact]
    public void A_contract_without_rules_costs_nothing()
    {
        var free = Contract with { Columns = [Text("a")], RowRules = [] };
        Assert.Equal(("NULL::VARCHAR", "NULL::VARCHAR"), (ContractSql.RejectionSql(free), ContractSql.FlagsSql(free)));
        Assert.Equal(["x", "y"], ScanResult.Of(free, "a\nx\ny\n").Values);
    }

    [Fact]
    public void Rejects_go_to_the_sink_in_pages_and_in_order()
    {
        var text = "id,qty,code,from,to\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i},0,,,\n"));
        File.WriteAllText(_folder.File("a"), text);
        using var connection = WorkbookDatabase.Open();
        var pages = new List<int>();
        var lines = new List<long>();
        using var scan = new TextScan(connection, Contract, [new ScanFile(_folder.File("a"), "a")], page =>
        {
            pages.Add(page.Count);
            lines.AddRange(page.Select(reject => reject.Line));
        });
        Assert.Equal(0, scan.Run(sql => connection.Scalar<long>($"SELECT count(*) FROM ({sql})")));
        Assert.Equal([8192, 8192, 3616], pages);
        Assert.Equal(Enumerable.Range(2, 20_000).Select(i => (long)i), lines);
        Assert.Empty(scan.Rejects);
    }

    /// <summary>
    /// A list of five values or more is a join to DuckDB, which puts a small chunk aside until later ones are filtered:
    /// by then the reader is files ahead.
    /// </summary>
    [Fact]
    public void Rejects_of_small_and_large_files_keep_their_own_text_file_and_count()
    {
        int[] sizes = [200, 30, 200, 20, 40, 5_000, 10, 300, 3];
        for (var file = 0; file < sizes.Length; file++)
            File.WriteAllText(_folder.File($"{file}"), "id,qty,code,from,to\n" + string.Concat(Enumerable.Range(1, sizes[file]).Select(row => $"{row},{(row == 2 ? 0 : 1)},,,\n")));
        using var connection = WorkbookDatabase.Open();
        var contract = Contract with { RowRules = [.. Contract.RowRules, new Rule("qty", "odd", "qty IN (0, 1, 2, 3, 4, 5)")] };
        using var scan = new TextScan(connection, contract, [.. sizes.Select((_, file) => new ScanFile(_folder.File($"{file}"), $"{file}"))]);
        scan.Run(sql => connection.Execute($"CREATE TABLE accepted AS SELECT *, 1 AS more FROM ({sql})"));
        Assert.Equal(sizes.Sum() - sizes.Length, connection.Scalar<int>("SELECT count(*) FROM accepted"));
        Assert.Equal(
            sizes.Select((_, file) => ($"{file}", 3L, "2,0,,,")),
            scan.Rejects.OrderBy(reject => reject.File).Select(reject => (reject.File, reject.Line, Encoding.UTF8.GetString(reject.Raw))));
        Assert.Equal(sizes.Select(rows => ((long)rows, 1L)), scan.Files.Select(file => (file.RowsRead, file.RowsRejected)));
    }

    [Fact]
    public void A_fault_in_the_sink_is_thrown_as_it_was()
    {
        File.WriteAllText(_folder.File("a"), "id,qty,code,from,to\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i},0,,,\n")));
        using var connection = WorkbookDatabase.Open();
        using var scan = new TextScan(connection, Contract, [new ScanFile(_folder.File("a"), "a")], _ => throw new TimeoutException("no room"));
        Assert.Throws<TimeoutException>(() => scan.Run(sql => connection.Scalar<long>($"SELECT count(*) FROM ({sql})")));
        Assert.Equal(1, connection.Scalar<int>("SELECT 1"));
    }

    [Fact]
    public void Cancelling_stops_the_statement()
    {
        File.WriteAllText(_folder.File("a"), "id,qty,code,from,to\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"{i},0,,,\n")));
        using var connection = WorkbookDatabase.Open();
        using var stop = new CancellationTokenSource();
        using var scan = new TextScan(connection, Contract, [new ScanFile(_folder.File("a"), "a")], _ => stop.Cancel(), stop.Token);
        Assert.Throws<OperationCanceledException>(() => scan.Run(sql => connection.Scalar<long>($"SELECT count(*) FROM ({sql})")));
    }

    [Fact]
    public void A_scan_runs_once_and_not_after_its_disposal()
    {
        File.WriteAllText(_folder.File("a"), "id,qty,code,from,to\n1,1,,,\n");
        using var connection = WorkbookDatabase.Open();
        var scan = new TextScan(connection, Contract, [new ScanFile(_folder.File("a"), "a")]);
        long Count() => scan.Run(sql => connection.Scalar<long>($"SELECT count(*) FROM ({sql})"));
        Assert.Equal(1, Count());
        Assert.Contains("runs once", Assert.Throws<WorkbookException>(() => Count()).Message);
        scan.Dispose();
        Assert.Contains("disposed of", Assert.ThrowsAny<Exception>(() => connection.Scalar<long>($"SELECT count(*) FROM ({scan.AcceptedSql})")).Message);
    }

    [Fact]
    public void Scans_run_side_by_side_on_connections_of_their_own()
    {
        var text = "id,qty,code,from,to\n" + string.Concat(Enumerable.Range(1, 50_000).Select(i => $"{i},{i % 10},,,\n"));
        File.WriteAllText(_folder.File("a"), text);
        var counts = new long[8];
        Parallel.For(0, counts.Length, i =>
        {
            var scan = ScanResult.Of(Contract, new ScanFile(_folder.File("a"), "a"));
            counts[i] = scan.Rows.Count + (scan.Rejects.Count << 20);
        });
        Assert.All(counts, count => Assert.Equal(45_000 + (5_000 << 20), count));
    }

    [Fact]
    public void The_accepted_rows_stream_into_a_Parquet_file_in_order()
    {
        File.WriteAllText(_folder.File("a"), "id,qty,code,from,to\n" + string.Concat(Enumerable.Range(1, 300_000).Select(i => $"{i},{i % 10},ABC,,\n")));
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
        using var scan = new TextScan(connection, Contract, [new ScanFile(_folder.File("a"), "a")]);
        var target = Sql.Literal(_folder.File("a.parquet"));
        Assert.Equal(270_000, scan.Run(sql => connection.Execute($"COPY ({sql}) TO {target}")));
        Assert.Equal(0, connection.Scalar<int>($"SELECT count(*) FROM (SELECT src_line - lag(src_line) OVER (ORDER BY file_row_number) AS step FROM read_parquet({target}, file_row_number = true)) WHERE step < 1"));
        Assert.Equal(30_000, scan.Rejects.Count);
    }

    [Fact]
    public void Rejects_are_heard_again_under_a_corrected_contract()
    {
        var first = ScanResult.Of(Contract, "qty,id,code,from,to\r\n0,1,\"A\nB\",,\r\n5,2,,,\r\n0,3,,\"x\"y,\r\n-1,4,,,\r\n");
        Assert.Equal(3, first.Rejects.Count);

        var again = ScanResult.Of(Contract.Without("qty.out_of_range").Without("code.malformed"), new ScanFile("", "file")
        {
            Header = first.Rejects[0].Header,
            Records = [.. first.Rejects.Select(reject => new RawRecord(reject.Line, reject.Raw))],
        });
        Assert.Equal(["1|0|A\nB|∅|∅", "4|-1|∅|∅|∅"], again.Values);
        Assert.Equal(["2", "6"], again.Rows.Select(row => row[^3]));
        Assert.Equal(["5:row.malformed_quotes:0,3,,\"x\"y,"], again.Faults);
        Assert.Empty(again.File.ContentHash);
    }

    [Fact]
    public void Rejected_JSON_is_heard_again_in_any_number()
    {
        var bad = string.Concat(Enumerable.Range(1, 5_000).Select(i => $$"""{"event_id":"e{{i}}","event_type":"x","user_id":{{i}},"session_id":"s"}""" + "\n"));
        var first = ScanResult.Of(Signals.Events, bad, "event_dt=2024-01-01/e.jsonl");
        Assert.Equal(5_000, first.Rejects.Count);
        var again = ScanResult.Of(Signals.Events.Without("event_ts.required"), new ScanFile("", "event_dt=2024-01-01/e.jsonl")
        {
            Records = [.. first.Rejects.Select(reject => new RawRecord(reject.Line, reject.Raw))],
        });
        Assert.Equal(Enumerable.Range(1, 5_000).Select(i => $"e{i}"), again.Rows.Select(row => row[0]));
        Assert.Equal("5000", again.Rows[^1][^3]);
        Assert.Equal(Encoding.UTF8.GetByteCount(bad) - 5_000, again.File.Bytes);
    }
}
