using Workbook.Contracts;

namespace Workbook.Tests.Bronze;

/// <summary>A source whose deliveries replace each other, or are upserted: what a shop has of each article.</summary>
internal static class Stock
{
    public static readonly SourceContract Appended = new("stock", SourceFormat.Csv)
    {
        Description = "Stock by article.", Path = "stock_*.csv", Rows = 0, Key = ["id"],
        Columns = [Column.Int64("id").Required(), Column.Int32("qty")],
    };

    public static readonly SourceContract Replaced = Appended with { Disposition = WriteDisposition.Replace };

    public static readonly SourceContract Merged = Appended with { Disposition = WriteDisposition.Merge };
}
