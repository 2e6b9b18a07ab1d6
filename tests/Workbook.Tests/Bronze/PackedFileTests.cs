using System.IO.Compression;
using System.Text;
using Workbook.Bronze.Inference;
using Workbook.Contracts;
using Workbook.Retail;

namespace Workbook.Tests.Bronze;

/// <summary>Files packed with gzip, where the contract's path has them.</summary>
public sealed class PackedFileTests : IDisposable
{
    private const string Header = "supplier_id,supplier_code,name,country_code,lead_time_days,preferred\n";

    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void A_packed_file_is_read_as_its_text_and_known_again()
    {
        var source = MasterData.Suppliers with { Disposition = WriteDisposition.Append, Path = "suppliers_*.csv.gz" };
        _lake.Put("suppliers_1.csv.gz", Packed(Rows(1, 5000)));
        _lake.Put("suppliers_2.csv.gz", Packed(Rows(5001, 10)));
        var summary = _lake.Ingest(source);
        Assert.Equal((2, 5010), (summary.Sources[0].Files, summary.Sources[0].RowsAccepted));
        Assert.Equal((0, 2), (_lake.Ingest(source).Sources[0].Files, _lake.Ingest(source).Sources[0].FilesSkipped));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9999)] // only the checksum is cut
    public void A_file_that_was_cut_is_refused_whole_and_the_others_go_in(double kept)
    {
        var whole = Packed(Rows(1, 50_000));
        _lake.Put("suppliers_1.csv.gz", whole[..(int)(kept * whole.Length)]);
        _lake.Put("suppliers_2.csv.gz", Packed(Rows(1, 10)));
        var summary = _lake.Ingest(MasterData.Suppliers with { Disposition = WriteDisposition.Append, Path = "suppliers_*.csv.gz" });
        Assert.Contains("suppliers_1.csv.gz is no whole gzip file", Assert.Single(summary.Refused).Reason);
        Assert.Equal(10, summary.Sources[0].RowsAccepted);
    }

    [Fact]
    public void Its_contract_is_read_off_the_text()
    {
        _lake.Put("a_1.csv.gz", Packed("id;n\n1;2\n2;3\n"));
        var contract = ContractInference.Infer([_lake.PathOf("a_1.csv.gz")]).Contract;
        Assert.Equal(("a", "a_*.csv.gz", ';'), (contract.Name, contract.Path, contract.Separator));
        Assert.Equal(2, FileIngestion.Run(_lake.PathOf("a_1.csv.gz"), _lake.Lake.Path).Sources[0].RowsAccepted);
        _lake.Put("b.csv.gz", "id;n\n1;2\n");
        Assert.Contains("is no whole gzip file", Assert.Throws<WorkbookException>(() => ContractInference.Infer([_lake.PathOf("b.csv.gz")])).Message);
    }

    private static string Rows(int first, int count) => Header + string.Concat(Enumerable.Range(first, count).Select(id => $"{id},SUP-{id},Name {id * 7919},AU,5,true\n"));

    private static byte[] Packed(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}
