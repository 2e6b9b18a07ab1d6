using System.Text;
using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Retail;

namespace Workbook.Tests.Bronze;

/// <summary>What arrives when a delivery goes wrong: each a clear message or rejects, nothing lost, never a stack trace.</summary>
public sealed class BadInputTests
{
    private const string Header = "supplier_id,supplier_code,name,country_code,lead_time_days,preferred\n";
    private const string Good = "1,SUP-1,Acme,AU,5,true\n";

    [Theory]
    [InlineData("supplier_id,supplier_code,title,country_code,lead_time_days,preferred\n", "name", "title")]
    [InlineData("supplier_id,supplier_code,name,country_code,lead_time_days\n", "preferred")]
    [InlineData("supplier_id,supplier_code,name,country_code,lead_time_days,preferred,extra\n", "extra")]
    [InlineData("supplier_id;supplier_code;name;country_code;lead_time_days;preferred\n", "semicolons")]
    [InlineData("", "empty")]
    public void A_file_with_the_wrong_header_is_refused_by_name(string header, params string[] said)
    {
        using var lake = new TestLake();
        lake.Put("suppliers.csv", header.Length == 0 ? "" : header + Good);
        var refused = Assert.Single(lake.Ingest(MasterData.Suppliers).Refused);
        Assert.Equal("suppliers.csv", refused.File);
        Assert.All(said, word => Assert.Contains(word, refused.Reason));
        Assert.Equal(ManifestEntry.Refused, Assert.Single(lake.Manifest).Status);
    }

    [Theory]
    [InlineData("\uFEFF", "\n")]
    [InlineData("", "\r\n")]
    [InlineData("\uFEFF", "\r\n")]
    public void A_byte_order_mark_and_windows_line_ends_change_nothing(string start, string lineEnd)
    {
        using var lake = new TestLake();
        lake.Put("suppliers.csv", start + (Header + Good).Replace("\n", lineEnd));
        Assert.Equal(1, lake.Ingest(MasterData.Suppliers).Sources[0].RowsAccepted);
        Assert.Equal("Acme", lake.Scalar<string>($"SELECT name FROM {lake.Table("suppliers").ScanSql()}"));
    }

    [Fact]
    public void A_quoted_newline_belongs_to_its_field_and_lines_are_still_counted_right()
    {
        using var lake = new TestLake();
        lake.Put("suppliers.csv", Header + "1,SUP-1,\"Acme\nand Sons\",AU,5,true\n2,SUP-2,Beta,AU,none,true\n");
        lake.Ingest(MasterData.Suppliers);
        Assert.Equal("Acme\nand Sons", lake.Scalar<string>($"SELECT name FROM {lake.Table("suppliers").ScanSql()}"));
        Assert.Contains("'src_line': 4, 'code': lead_time_days.not_an_integer", Assert.Single(lake.Rejects("suppliers")));
    }

    [Theory]
    [InlineData("2,SUP-2,Beta, Gamma & Co,AU,5,true", "row.field_count")]
    [InlineData("2,SUP-2,\"Beta,AU,5,true", "row.unclosed_quote")]
    [InlineData("2,SUP-2,Be\0ta,AU,5,true", "row.nul_byte")]
    [InlineData("99999999999999999999,SUP-2,Beta,AU,5,true", "supplier_id.not_an_integer")]
    [InlineData("2,SUP-2,Beta,Australia,5,true", "country_code.malformed")]
    [InlineData("2,SUP-2,Beta,AU,-5,true", "lead_time_days.out_of_range")]
    [InlineData("2,SUP-2,Beta,AU,5,yes", "preferred.not_a_boolean")]
    [InlineData(",SUP-2,Beta,AU,5,true", "supplier_id.required")]
    public void A_bad_row_is_rejected_with_its_reason_and_text_and_its_neighbours_are_not(string row, string code)
    {
        using var lake = new TestLake();
        lake.Put("suppliers.csv", $"{Header}{Good}{row}\n3,SUP-3,Delta,NZ,7,false\n");
        var summary = lake.Ingest(MasterData.Suppliers);
        Assert.Equal((3, 2, 1), (summary.Sources[0].RowsRead, summary.Sources[0].RowsAccepted, summary.Sources[0].RowsRejected));
        var reject = Assert.Single(lake.Rejects("suppliers"));
        Assert.Contains($"'src_line': 3, 'code': {code}", reject);
        Assert.Equal(Encoding.UTF8.GetBytes(row), RawOf(lake));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_kept_as_they_came()
    {
        using var lake = new TestLake();
        byte[] row = [.. "2,SUP-2,Caf"u8, 0xE9, .. ",AU,5,true"u8];
        lake.Put("suppliers.csv", [.. Encoding.UTF8.GetBytes(Header + Good), .. row, (byte)'\n']);
        lake.Ingest(MasterData.Suppliers);
        Assert.Contains("row.invalid_utf8", Assert.Single(lake.Rejects("suppliers")));
        Assert.Equal(row, RawOf(lake));
    }

    [Fact]
    public void A_line_of_fifty_megabytes_is_a_reject_like_any_other()
    {
        using var lake = new TestLake();
        var row = new byte[50_000_000];
        Array.Fill(row, (byte)'x');
        lake.Put("suppliers.csv", [.. Encoding.UTF8.GetBytes(Header + Good), .. row, .. "\n3,SUP-3,Delta,NZ,7,false\n"u8]);
        var source = lake.Ingest(MasterData.Suppliers).Sources[0];
        Assert.Equal((3, 2), (source.RowsRead, source.RowsAccepted));
        Assert.Equal(row, RawOf(lake));
    }

    [Theory]
    [InlineData("events/event_dt=2024-01-08/events_1.jsonl.gz")]
    [InlineData("events/event_dt=2024-01-08/events_1.json")]
    [InlineData("events/event_dt=2024-01-08/events_1.JSONL")]
    [InlineData("events/event_dt=2024-01-08/deeper/events_1.jsonl")]
    [InlineData("events/other.jsonl")]
    [InlineData("Events/event_dt=2024-01-08/events_1.jsonl")]
    public void A_file_that_no_path_matches_is_named_and_the_run_is_incomplete(string path)
    {
        using var lake = new TestLake();
        lake.Put("events/event_dt=2024-01-07/events_1.jsonl", """{"event_id":"e1","event_ts":"2024-01-07T10:00:00Z","event_type":"view","user_id":5,"session_id":"s"}""" + "\n");
        lake.Put("events/event_dt=2024-01-07/_SUCCESS", "");
        Assert.True(lake.Ingest(Signals.Events).IsComplete);
        lake.Put(path, "x");
        var summary = lake.Ingest(Signals.Events);
        Assert.False(summary.IsComplete);
        Assert.Contains("doesn't match events/event_dt=*/events_*.jsonl", Assert.Single(summary.Refused, refused => refused.File == path).Reason);
    }

    [Theory]
    [InlineData("suppliers.csv.gz")]
    [InlineData("Suppliers.csv")]
    [InlineData("suppliers (2).csv")]
    public void A_file_of_nearly_the_sources_name_is_named(string path)
    {
        using var lake = new TestLake();
        lake.Put("suppliers.csv", Header + Good);
        lake.Put("suppliers_archive.csv", "another source's, perhaps");
        Assert.True(lake.Ingest(MasterData.Suppliers).IsComplete);
        lake.Put(path, Header + Good);
        Assert.Equal(path, Assert.Single(lake.Ingest(MasterData.Suppliers).Refused).File);
    }

    [Theory]
    [InlineData("\"hello\"")]
    [InlineData("\"\"")]
    [InlineData("[1]")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    public void A_payload_is_an_object(string payload)
    {
        using var lake = new TestLake();
        string Event(string id, string value) => $$"""{"event_id":"{{id}}","event_ts":"2024-01-07T10:00:00Z","event_type":"view","user_id":5,"session_id":"s","payload":{{value}}}""" + "\n";
        lake.Put("events/event_dt=2024-01-07/events_1.jsonl", Event("good", "{\"a\":1}") + Event("bad", payload) + Event("none", "null"));
        var events = Assert.Single(lake.Ingest(Signals.Events).Sources);
        Assert.Equal((2, 1), (events.RowsAccepted, events.Rejected["payload.not_an_object"]));
    }

    [Fact]
    public void A_source_that_is_rejected_to_its_last_row_makes_the_run_incomplete()
    {
        using var lake = new TestLake();
        lake.Put("suppliers.csv", Header + "1,SUP-1,Acme,Australia,5,true\n2,SUP-2,Acme,,5,true\n3,SUP-3,Acme,Austria,5,true\n");
        var summary = lake.Ingest(MasterData.Suppliers);
        Assert.False(summary.IsComplete);
        Assert.Contains("All 3 rows of suppliers that came were rejected, most for country_code.malformed", Assert.Single(summary.Faults));
        lake.Put("suppliers.csv", Header + Good + "2,SUP-2,Acme,,5,true\n");
        Assert.True(lake.Ingest(MasterData.Suppliers).IsComplete);
    }

    [Fact]
    public void The_last_microsecond_of_9999_loads()
    {
        using var lake = new TestLake();
        lake.Put("events/event_dt=2024-01-07/events_1.jsonl", """{"event_id":"e1","event_ts":"9999-12-31T23:59:59.999999Z","event_type":"view","user_id":5,"session_id":"s"}""" + "\n");
        Assert.Equal(1, Assert.Single(lake.Ingest(Signals.Events).Sources).RowsAccepted);
        Assert.Equal(1, lake.Scalar<long>($"SELECT count(*) FROM {lake.Table("events").ScanSql()} WHERE event_ts > TIMESTAMPTZ '9999-12-31 23:59:59.999998+00'"));
    }

    [Fact]
    public void A_folder_in_the_place_of_a_file_is_refused()
    {
        using var lake = new TestLake();
        Directory.CreateDirectory(lake.PathOf("suppliers.csv"));
        Assert.Contains("folder", Assert.Single(lake.Ingest(MasterData.Suppliers).Refused).Reason);
    }

    [Fact]
    public void A_truncated_Parquet_file_is_refused_and_the_others_go_in()
    {
        using var world = new Generation.GeneratedWorld();
        using var lake = TestLake.Of(world.Path);
        var files = Directory.EnumerateFiles(lake.PathOf("shipments")).Order().ToList();
        File.WriteAllBytes(files[0], File.ReadAllBytes(files[0])[..^2000]);
        var summary = lake.Ingest(Sales.Shipments);
        Assert.Contains("Parquet", Assert.Single(summary.Refused).Reason);
        Assert.Equal(files.Count, summary.Sources[0].Files);
        Assert.True(summary.Sources[0].RowsAccepted > 0);
    }

    [Fact]
    public void Parquet_files_of_other_types_keep_their_own_values()
    {
        using var lake = new TestLake();
        Directory.CreateDirectory(lake.PathOf("shipments"));
        void Ship(string file, string id) => lake.Execute($"COPY (SELECT {id} AS shipment_id, 2::BIGINT AS order_id, 'DHL' AS carrier, TIMESTAMPTZ '2024-01-05 10:00:00+00' AS shipped_at, NULL::TIMESTAMPTZ AS delivered_at, 123456.12::DECIMAL(12,2) AS ship_cost) TO '{lake.PathOf("shipments/" + file)}'");
        Ship("a.parquet", "9007199254740993::BIGINT");
        Ship("b.parquet", "7::DOUBLE");
        Ship("c.parquet", "7.5::DOUBLE");
        Assert.Equal(1, Assert.Single(lake.Ingest(Sales.Shipments).Sources).Rejected["shipment_id.not_an_integer"]);
        Assert.Equal(["{'shipment_id': 7}", "{'shipment_id': 9007199254740993}"], lake.Rows($"SELECT shipment_id FROM {lake.Table("shipments").ScanSql()}").Order());
    }

    [Fact]
    public void A_Parquet_reject_is_heard_again_with_every_digit()
    {
        using var lake = new TestLake();
        Directory.CreateDirectory(lake.PathOf("shipments"));
        var contract = Sales.Shipments with { Columns = [.. Sales.Shipments.Columns.Select(column => column.Name == "ship_cost" ? Column.Decimal("ship_cost", 18, 2) : column)] };
        lake.Execute($"COPY (SELECT 3.0::DOUBLE AS shipment_id, 2::BIGINT AS order_id, 'DHL' AS carrier, TIMESTAMP_NS '2024-01-05 10:00:00.123456' AS shipped_at, TIMESTAMPTZ '2024-01-04 10:00:00+00' AS delivered_at, 1234567890123456.78::DECIMAL(18,2) AS ship_cost) TO '{lake.PathOf("shipments/a.parquet")}'");
        Assert.Equal(1, Assert.Single(lake.Ingest(contract).Sources).Rejected["delivered_at.before_shipment"]);
        Assert.Equal(1, Assert.Single(lake.Replay(contract.Without("delivered_at.before_shipment"))).Accepted);
        Assert.Equal(["{'v': '3|1234567890123456.78|2024-01-05 10:00:00.123456+00'}"], lake.Rows($"SELECT concat_ws('|', shipment_id, ship_cost, shipped_at) AS v FROM {lake.Table("shipments").ScanSql()}"));
    }

    [Fact]
    public void A_key_that_comes_twice_in_a_version_of_a_Delta_source_is_told()
    {
        using var lake = new TestLake();
        using (var connection = WorkbookDatabase.Open())
        {
            var table = DeltaTable.Create(lake.PathOf("returns"), DeltaSchema.FromSql([("return_id", "BIGINT"), ("order_id", "BIGINT"), ("product_id", "BIGINT"), ("return_ts", "TIMESTAMPTZ"), ("qty", "INTEGER"), ("reason", "VARCHAR")]));
            table.Append(connection, "SELECT id AS return_id, 1::BIGINT AS order_id, product AS product_id, TIMESTAMPTZ '2024-01-05 10:00:00+00' AS return_ts, 1 AS qty, 'damaged' AS reason FROM (VALUES (1::BIGINT, 1::BIGINT), (1, 2), (2, 3)) v(id, product)");
        }

        var returns = Assert.Single(lake.Ingest(Sales.Returns).Sources);
        Assert.Equal((2, 1), (returns.RowsAccepted, returns.Rejected["return_id.repeated_in_version"]));
        Assert.Equal(2, lake.Scalar<long>($"SELECT count(*) FROM {lake.Table("returns").ScanSql()}"));
    }

    [Fact]
    public void A_Parquet_file_that_is_damaged_inside_is_found_out()
    {
        using var world = new Generation.GeneratedWorld();
        using var lake = TestLake.Of(world.Path);
        var files = Directory.EnumerateFiles(lake.PathOf("shipments")).Order().ToList();
        var bytes = File.ReadAllBytes(files[0]);
        bytes.AsSpan(200, 4_000).Fill(0xAB);
        File.WriteAllBytes(files[0], bytes);
        var summary = lake.Ingest(Sales.Shipments);
        Assert.Contains("damaged", Assert.Single(summary.Refused).Reason);
        Assert.True(summary.Sources[0].RowsAccepted > 0);
    }

    [Fact]
    public void A_refused_file_is_tried_again_and_enters_once_it_is_right()
    {
        using var lake = new TestLake();
        lake.Put("suppliers.csv", "wrong\n" + Good);
        lake.Ingest(MasterData.Suppliers);
        lake.Put("suppliers.csv", Header + Good);
        Assert.True(lake.Ingest(MasterData.Suppliers).IsComplete);
        Assert.Equal(1, lake.Scalar<long>($"SELECT count(*) FROM {lake.Table("suppliers").ScanSql()}"));
    }

    [Fact]
    public void A_raw_folder_without_any_source_says_what_was_looked_for()
    {
        using var lake = new TestLake();
        var fault = Assert.Throws<WorkbookException>(() => lake.Ingest());
        Assert.Contains("customers.csv", fault.Message);
    }

    private static byte[] RawOf(TestLake lake) =>
        lake.Scalar<byte[]>($"SELECT coalesce(raw_bytes, encode(raw_text)) FROM read_parquet('{lake.Lake.RejectsOf("suppliers")}/*.parquet')");
}
