using System.Text.RegularExpressions;
using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Tests.Bronze;

namespace Workbook.Tests.Contracts;

/// <summary>The contract that docs/contracts.md shows.</summary>
public sealed class ContractDocumentTests : IDisposable
{
    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void It_is_one_and_does_what_the_page_says()
    {
        var yaml = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, "docs", "contracts.md")).ReplaceLineEndings("\n"), "```yaml\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        _lake.Put("../stock.yml", yaml);
        var contract = ContractFile.Read(_lake.PathOf("../stock.yml"));
        _lake.Put("stock/store_id=7/stock_01.csv", "store_id;Article No.;qty;colour\n7;AB-0001;5;\n7;AB-0002;n/a;\n8;AB-0003;-1;\n7;no;1;\n7;AB-0004;1;red\n");
        _lake.Put("stock/store_id=7/stock_02.csv", "store_id;Article No.;qty\n7;AB-0001;6\n");
        var summary = BronzeIngestion.Run(_lake.Options with { Sources = [contract] });
        Assert.Equal(["{'code': article.malformed}", "{'code': row.unknown_column}"], _lake.Rows($"SELECT column_name || '.' || reason AS code FROM {RejectStore.ScanSql(_lake.Lake, "stock")}"));
        Assert.Equal(
            ["{'article': AB-0001, 'qty': 6, 'dq_flags': NULL}", "{'article': AB-0002, 'qty': NULL, 'dq_flags': NULL}", "{'article': AB-0003, 'qty': -1, 'dq_flags': 'qty.out_of_range,store_id.other_than_folder'}"],
            _lake.Rows($"SELECT article, qty, dq_flags FROM {_lake.Table("stock").ScanSql()}"));
        Assert.Single(summary.Notices);
    }
}
