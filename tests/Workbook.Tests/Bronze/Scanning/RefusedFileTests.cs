using System.Text;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Tests.Database;
using static Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze.Scanning;

/// <summary>Files of which nothing is taken, and what is said about them.</summary>
public sealed class RefusedFileTests
{
    private static readonly SourceContract Contract = new("people", SourceFormat.Csv)
    {
        Description = "",
        Path = "*",
        Rows = 1,
        Key = ["id"],
        Columns = [Int64("id").Required(), Text("name")],
        LaterColumns = [Text("city")],
    };

    private static readonly SourceContract Dated = Contract with
    {
        PathColumns = [Date("day"), Text("month").Matching("[0-9]{4}-[0-9]{2}")],
    };

    [Fact]
    public void Columns_may_come_in_any_order_and_later_ones_may_be_absent()
    {
        Assert.Equal(["1|Ada|∅"], ScanResult.Of(Contract, "name,id\nAda,1\n").Values);
        Assert.Equal(["1|Ada|Paris"], ScanResult.Of(Contract, "city,\"name\",id\nParis,Ada,1\n").Values);
    }

    [Theory]
    [InlineData("", "file is empty: expected a header with id,name. Deliver it again, or remove it.")]
    [InlineData("\uFEFF", "file is empty: expected a header with id,name. Deliver it again, or remove it.")]
    [InlineData("id;name\n1;Ada\n", "file has its columns separated by semicolons, expected commas: id;name. Export it again with commas, or say so in the contract (separator).")]
    [InlineData("id\tname\n1\tAda\n", "file has its columns separated by tabs, expected commas: id\tname. Export it again with commas, or say so in the contract (separator).")]
    [InlineData("id|name\n", "file has its columns separated by vertical bars, expected commas: id|name. Export it again with commas, or say so in the contract (separator).")]
    [InlineData("id,id,name\n", "file names column 'id' more than once in its header. Give each column a name of its own.")]
    [InlineData("id\n1\n", "file lacks column 'name' in its header: expected id,name, found id. Deliver the file with all columns and their names on the first line.")]
    [InlineData("id,Name\n1,x\n", "file lacks column 'name' in its header: expected id,name, found id,Name. Rename the columns to those of the contract.")]
    [InlineData("1,Ada\n", "file lacks columns 'id', 'name' in its header: expected id,name, found 1,Ada. Rename the columns to those of the contract.")]
    [InlineData("id,name,age\n1,Ada,36\n", "file has column 'age', which the contract of 'people' doesn't know and doesn't admit. Remove it from the file, or add it to the contract.")]
    [InlineData("id,name,\n1,Ada,\n", "file has column without a name, which the contract of 'people' doesn't know and doesn't admit. Remove it from the file, or add it to the contract.")]
    [InlineData("id,\"name\n1,Ada\n", "file has a header with a quote that isn't closed: id,\"name. Close the quote.")]
    [InlineData("\n1,Ada\n", "file lacks columns 'id', 'name' in its header: expected id,name, found . Deliver the file with all columns and their names on the first line.")]
    public void A_wrong_header_is_named(string text, string refusal)
    {
        var file = ScanResult.Of(Contract, text).File;
        Assert.Equal(refusal, file.Refusal);
        Assert.Equal((0, 0, Encoding.UTF8.GetByteCount(text)), (file.RowsRead, file.RowsRejected, file.Bytes));
        Assert.Equal(64, file.ContentHash.Length);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_named()
    {
        Assert.Contains("compressed with gzip", ScanResult.Of(Contract, [0x1F, 0x8B, 8, 0]).File.Refusal);
        Assert.Contains("is UTF-16", ScanResult.Of(Contract, Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("id,name\n")).ToArray()).File.Refusal);
        Assert.Contains("no UTF-8 text", ScanResult.Of(Contract, [0x80, 0x81, 10]).File.Refusal);
    }

    [Fact]
    public void An_unknown_column_is_left_out_where_the_contract_says_so()
    {
        var scan = ScanResult.Of(Contract with { UnknownColumns = SchemaMode.Discard }, "id,age,name\n1,36,Ada\n");
        Assert.Equal(["1|Ada|∅"], scan.Values);
        Assert.Equal("left out column 'age', which the contract doesn't know", scan.File.Notes);
        Assert.Contains("gain columns through the contract", ScanResult.Of(Contract with { UnknownColumns = SchemaMode.Evolve }, "id,age,name\n").File.Refusal);
    }

    [Fact]
    public void One_refused_file_does_not_hold_up_the_others()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("a"), "id,name\n1,Ada\n");
        File.WriteAllText(folder.File("b"), "no,header\n1,Ada\n");
        Directory.CreateDirectory(folder.File("c"));
        File.WriteAllText(folder.File("e"), "id,name\n2,Grace\nx,y\n");
        var scan = ScanResult.Of(Contract, [.. "abcde".Select(name => new ScanFile(folder.File($"{name}"), $"{name}"))]);
        Assert.Equal(["1|Ada|∅", "2|Grace|∅"], scan.Values);
        Assert.Equal(("e", 4, "id,name"), Assert.Single(scan.Rejects) is var reject ? (reject.File, reject.FileIndex, reject.Header) : default);
        Assert.Equal([null, "b lacks", "c is a ", "d can't", null], scan.Files.Select(file => file.Refusal?[..7]));
        Assert.Equal([false, false, true, true, false], scan.Files.Select(file => file.ContentHash.Length == 0));
    }

    [Fact]
    public void Path_columns_are_read_off_the_folders()
    {
        var scan = ScanResult.Of(Dated, "id,name\n1,Ada\n2,Bo\n", "x/day=2024-02-29/month=2024-02/file.csv");
        Assert.Equal(["1|Ada|∅|2024-02-29|2024-02", "2|Bo|∅|2024-02-29|2024-02"], scan.Values);
    }

    [Theory]
    [InlineData("month=2024-02/file.csv", "lies in no folder 'day=…', from which that column is read.")]
    [InlineData("day=2024-02-30/month=2024-02/file.csv", "lies in the folder 'day=2024-02-30', which is not a date.")]
    [InlineData("day=2024-02-29/month=Feb/file.csv", "lies in the folder 'month=Feb', which breaks the rule month.malformed")]
    public void A_malformed_path_refuses_the_file(string path, string refusal) =>
        Assert.Contains(refusal, ScanResult.Of(Dated, "id,name\n1,Ada\n", path).File.Refusal);

    [Fact]
    public void A_record_beyond_all_measure_refuses_a_file_of_which_nothing_was_read()
    {
        using var folder = new TempFolder();
        using (var file = File.Create(folder.File("big")))
        {
            file.Write("id,name\n"u8);
            // Sparse where the file system can: zeros up to the end.
            file.SetLength(FileBuffer.LongestRecord + (8L << 20));
        }

        Assert.Contains("has a record of more than 256 MB that begins 8 bytes into the file", ScanResult.Of(Contract, [new ScanFile(folder.File("big"), "big")]).File.Refusal);
    }

    [Fact]
    public void A_file_that_breaks_off_after_rows_were_handed_on_voids_the_statement()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("a"), "id,name\n1,Ada\n");
        using (var file = File.Create(folder.File("big")))
        {
            file.Write("id,name\n1,Ada\n"u8);
            file.SetLength(FileBuffer.LongestRecord + (8L << 20));
        }

        var fault = Assert.Throws<InterruptedFileException>(() =>
            ScanResult.Of(Contract, [new ScanFile(folder.File("a"), "a"), new ScanFile(folder.File("big"), "big")]));
        Assert.Equal(1, fault.File);
        Assert.Contains("big has a record of more than 256 MB", fault.Message);
    }
}
