using Workbook.Bronze;

namespace Workbook.Retail;

/// <summary>The retailer's raw files go into bronze without naming their contracts.</summary>
public static class RetailIngestion
{
    extension(BronzeIngestion)
    {
        /// <summary>Brings bronze up to the raw files of the retailer's eleven sources.</summary>
        /// <param name="raw">The raw folder.</param>
        /// <param name="lake">The lake's folder.</param>
        /// <exception cref="WorkbookException">Another run has the lake, or it can't be written.</exception>
        public static IngestionSummary Run(string raw, string lake, IProgress<IngestionProgress>? progress = null, CancellationToken cancel = default) =>
            BronzeIngestion.Run(new IngestionOptions { Raw = raw, Lake = lake, Sources = RetailSources.All }, progress, cancel: cancel);
    }
}
