using Workbook.Acme.Company;

namespace Workbook.Acme;

/// <param name="Defects">How many rows are off, by kind, as in the ledger <c>_defects.jsonl</c>.</param>
internal sealed record AcmeSummary(long Rows, IReadOnlyDictionary<string, long> Defects);

/// <summary>
/// Acme Corp, a shop for anvils and rockets, as its systems show it: the world that all walkthroughs share. Each system
/// sees the same orders in its own way (currency, clock, spelling), and some of them wrongly. What is wrong is planted, and
/// in a ledger; who each customer account truly is stands in <c>_identities.csv</c>.
/// </summary>
internal static class AcmeCompany
{
    /// <summary>Writes Acme's tables as CSV files: <c>raw_orders.csv</c>, <c>raw_payments.csv</c>, … The same options give the same bytes.</summary>
    /// <exception cref="WorkbookException">Options out of range.</exception>
    public static AcmeSummary Generate(AcmeOptions options, CancellationToken cancel = default)
    {
        options.Validate();
        var folder = options.Output;
        var world = new AcmeWorld(options);
        var customers = new Customers(world);
        using var ledger = new DefectLedger(options.Truth);
        using var shop = new OrderTables(folder);
        using var payments = new Payments(world, folder);
        foreach (var order in new Orders(world, customers).All())
        {
            cancel.ThrowIfCancellationRequested();
            if (payments.Write(order, ledger))
                shop.Write(order, ledger);
        }
        shop.Complete();
        payments.Complete();
        var rows = shop.Rows + payments.Rows + customers.Write(options, ledger) + ReferenceTables.WriteProducts(folder) + ReferenceTables.WriteRates(world, folder)
            + ReferenceTables.WriteEmployees(world, folder) + Marketing.WriteVisits(world, customers, folder) + Marketing.WriteSpend(world, folder) + Marketing.WriteContacts(world, customers, folder);
        ledger.Complete();
        return new AcmeSummary(rows, ledger.Counts);
    }
}
