using Workbook.Contracts;
using static Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze.Scanning;

public sealed class JsonLinesScanTests
{
    private static readonly SourceContract Contract = new("events", SourceFormat.JsonLines)
    {
        Description = "",
        Path = "*",
        Rows = 1,
        Key = ["id"],
        CatchAll = "extra",
        Columns = [Text("id").Required(), Timestamp("at"), Int64("n"), Column.Decimal("price", 5, 2), Column.Boolean("ok"), Text("payload"), Text("extra")],
    };

    [Fact]
    public void Members_come_typed_in_any_order()
    {
        var scan = ScanResult.Of(Contract,
            """
            {"id":"a","at":"2024-01-31T23:59:59Z","n":7,"price":1.5,"ok":true,"payload":{"x":[1,{"y":null}], "z":"}"}}
            { "payload" : [1, 2] , "ok" : false, "price":-3, "n":-1, "id" : "b" }
            """);
        Assert.Equal(
            [
                """a|2024-01-31 23:59:59+00|7|1.50|true|{"x":[1,{"y":null}], "z":"}"}|∅""",
                "b|∅|-1|-3.00|false|[1, 2]|∅",
            ], scan.Values);
    }

    [Fact]
    public void Null_and_absent_members_are_null_and_empty_text_is_empty() =>
        Assert.Equal(["|∅|∅|∅|∅|∅|∅"], ScanResult.Of(Contract, """{"id":"","n":null}""").Values);

    [Fact]
    public void Members_that_the_contract_does_not_name_are_gathered()
    {
        var scan = ScanResult.Of(Contract, """{"v":1,"id":"a","w":{"q":[]},"extra":"mine","\u0061t":"2024-01-01T00:00:00Z"}""");
        Assert.Equal(["""a|2024-01-01 00:00:00+00|∅|∅|∅|∅|{"v":1,"w":{"q":[]},"extra":"mine"}"""], scan.Values);
    }

    [Fact]
    public void Without_a_catch_all_an_unknown_member_is_a_reject_or_left_out()
    {
        var strict = Contract with { CatchAll = null };
        Assert.Equal(["""1:row.unknown_member:{"id":"a","v":1}"""], ScanResult.Of(strict, """{"id":"a","v":1}""").Faults);
        Assert.Single(ScanResult.Of(strict with { UnknownColumns = SchemaMode.Discard }, """{"id":"a","v":1}""").Rows);
    }

    [Fact]
    public void A_name_with_half_of_a_surrogate_pair_is_a_member_that_the_contract_does_not_name()
    {
        Assert.Equal(["""a|∅|∅|∅|∅|∅|{"\ud800":1}"""], ScanResult.Of(Contract, """{"id":"a","\ud800":1}""").Values);
        Assert.Equal(["""1:row.unknown_member:{"id":"a","\ud800":1}"""], ScanResult.Of(Contract with { CatchAll = null }, """{"id":"a","\ud800":1}""").Faults);
    }

    [Fact]
    public void A_missing_value_is_one_however_it_is_escaped()
    {
        var contract = Contract with { Columns = [.. Contract.Columns.Select(column => column.Name is "n" or "payload" ? column with { MissingValues = ["NA"] } : column)] };
        Assert.Equal(["a|∅|∅|∅|∅|∅|∅"], ScanResult.Of(contract, """{"id":"a","n":"N\u0041","payload":"\u004eA"}""").Values);
    }

    [Fact]
    public void Escapes_are_resolved() =>
        Assert.Equal(["a\"\\/\n\té😀|∅|∅|∅|∅|∅|∅"], ScanResult.Of(Contract, """{"id":"a\"\\\/\n\t\u00e9\ud83d\ude00"}""").Values);

    [Theory]
    [InlineData("""{"id":"a" """)]
    [InlineData("""{"id":"a"} x""")]
    [InlineData("""{"id":"a"}{"id":"b"}""")]
    [InlineData("""["a"]""")]
    [InlineData("\"a\"")]
    [InlineData("""{id:"a"}""")]
    [InlineData("""{"id":"a",}""")]
    [InlineData("""{"id":"a","n":01}""")]
    [InlineData("""{"id":"a" "n":1}""")]
    [InlineData("not json at all")]
    [InlineData("   ")]
    [InlineData("{}}")]
    [InlineData("{\"id\":\"a\tb\"}")]
    public void What_is_not_one_JSON_object_is_a_reject_with_its_text(string line)
    {
        var scan = ScanResult.Of(Contract, $$"""{"id":"first"}""" + $"\n{line}\n" + """{"id":"last"}""" + "\r\n\r\n");
        Assert.Equal([$"2:row.not_json:{line}"], scan.Faults);
        Assert.Equal(["first", "last"], scan.Rows.Select(row => row[0]));
    }

    [Theory]
    [InlineData("""{"id":1}""", "id.not_text")]
    [InlineData("""{"id":true}""", "id.not_text")]
    [InlineData("""{"id":"\ud83d"}""", "id.not_text")]
    [InlineData("""{"id":"a","n":"1"}""", "n.not_an_integer")]
    [InlineData("""{"id":"a","n":1.5}""", "n.not_an_integer")]
    [InlineData("""{"id":"a","n":99999999999999999999}""", "n.not_an_integer")]
    [InlineData("""{"id":"a","price":{}}""", "price.not_a_decimal")]
    [InlineData("""{"id":"a","ok":0}""", "ok.not_a_boolean")]
    [InlineData("""{"id":"a","at":1706745599}""", "at.not_a_timestamp")]
    [InlineData("""{"id":"a","n":1,"n":1}""", "n.repeated")]
    [InlineData("""{"n":1}""", "id.required")]
    [InlineData("""{"id":null}""", "id.required")]
    [InlineData("""{}""", "id.required")]
    [InlineData("""{"id":"a\u0000b"}""", "row.nul_byte")]
    public void A_value_of_another_kind_is_a_fault_of_its_column(string line, string code) =>
        Assert.Equal([$"1:{code}:{line}"], ScanResult.Of(Contract, line).Faults);

    [Fact]
    public void Broken_UTF_8_is_a_reject() =>
        Assert.Equal("invalid_utf8", Assert.Single(ScanResult.Of(Contract, [.. "{\"id\":\"a"u8, 0xC3, .. "\\n\"}\n"u8]).Rejects).Reason);

    [Fact]
    public void An_empty_file_has_no_rows_and_is_no_fault()
    {
        var file = ScanResult.Of(Contract, "").File;
        Assert.Equal((0L, null, null), (file.RowsRead, file.Refusal, file.Header));
    }

    [Fact]
    public void Nesting_without_end_is_a_reject()
    {
        var line = $$"""{"id":"a","payload":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""";
        Assert.Equal("not_json", Assert.Single(ScanResult.Of(Contract, line).Rejects).Reason);
    }
}
