using System.Globalization;
using Workbook.Generation;

namespace Workbook.Acme.Company;

/// <summary>
/// What became of the money: the provider's export (card payments, in New York's time and in cents, settled in dollars),
/// the invoices of those who pay by transfer, and the refunds that Acme's own service desk wrote down.
/// </summary>
internal sealed class Payments(AcmeWorld world, string folder) : IDisposable
{
    private const double FailedFirst = 0.12;
    private const double ChargedTwice = 0.004;
    private const double PartlyShipped = 0.01;
    private const double Late = 0.012;
    private const double NotInShop = 0.015;
    private const double Refunded = 0.045;
    private const double RefundedByHand = 0.06;

    private readonly Csv _payments = new(folder, "raw_payments", "payment_id", "created", "type", "status", "reference", "amount_minor", "currency", "settled_usd_minor", "fee_usd_minor");
    private readonly Csv _invoices = new(folder, "raw_invoices", "invoice_id", "order_id", "issued_on", "currency", "total", "paid_on");
    private readonly Csv _refunds = new(folder, "raw_refunds", "refund_id", "order_id", "refunded_at", "currency", "amount", "reason");

    public long Rows => _payments.Rows + _invoices.Rows + _refunds.Rows;

    /// <returns>False where the shop lost the order and only the provider knows of it.</returns>
    public bool Write(Order order, DefectLedger ledger)
    {
        var draw = world.Draw(AcmeSeries.Payment, order.Id);
        if (order.IsInvoiced)
        {
            WriteInvoice(order, ref draw);
            return true;
        }
        if (order.IsCancelled)
            return true;

        var isPartial = draw.Chance(PartlyShipped) && order.Lines.Count > 1;
        var amount = isPartial ? order.Total - order.Lines[^1].Amount : order.Total;
        var isLate = draw.Chance(Late);
        var at = order.At.Plus(20 + draw.Below(90) + (isLate ? 86_400L * draw.Between(2, 4) : 0));
        if (draw.Chance(FailedFirst))
            Charge(order, 0, order.At.Plus(5), "failed", amount);
        Charge(order, 1, at, "succeeded", amount);
        if (draw.Chance(ChargedTwice) && Charge(order, 2, at.Plus(3), "succeeded", amount))
            ledger.Add("charged_twice", "raw_payments", order.Reference);
        if (isPartial)
            ledger.Add("partly_charged", "raw_payments", order.Reference, amount);
        if (isLate)
            ledger.Add("charged_late", "raw_payments", order.Reference);
        WriteRefund(order, amount, ledger);
        // The app's orders reach the shop over a queue that drops some.
        if (order.Channel != Channel.App || !draw.Chance(NotInShop))
            return true;
        ledger.Add("order_lost", "raw_orders", order.Id);
        return false;
    }

    public void Complete()
    {
        _payments.Complete();
        _invoices.Complete();
        _refunds.Complete();
    }

    public void Dispose()
    {
        _payments.Dispose();
        _invoices.Dispose();
        _refunds.Dispose();
    }

    private bool Charge(Order order, int attempt, Instant at, string status, long amount)
    {
        if (!world.IsPast(at))
            return false;
        var settled = status == "succeeded" ? Currencies.ToUsdCents(world, order.Currency, order.At.Day, amount) : 0;
        Export($"ch_{order.Id}{attempt}", at, "charge", status, order, amount, settled, status == "succeeded" ? 30 + (settled * 29 / 1_000) : 0);
        return true;
    }

    private void Export(string id, Instant at, string type, string status, Order order, long amount, long settled, long fee) =>
        _payments.Row(id, NewYork.WallClock(at).ToDateTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), type, status, order.Reference, amount,
            order.Currency.Code.ToLowerInvariant(), settled, fee);

    private void WriteInvoice(Order order, ref Draw draw)
    {
        var paid = order.At.Plus(86_400L * draw.Between(5, 40));
        if (!order.IsCancelled)
            _invoices.Row($"INV-{order.Id}", order.Id, DateOnly.FromDayNumber(order.At.Day), order.Currency.Code, new Cents(order.Total), world.IsPast(paid) ? DateOnly.FromDayNumber(paid.Day) : null);
    }

    private void WriteRefund(Order order, long paid, DefectLedger ledger)
    {
        var draw = world.Draw(AcmeSeries.Refund, order.Id);
        if (!draw.Chance(Refunded))
            return;
        var isWhole = order.Lines.Count == 1 || draw.Chance(0.6);
        var amount = isWhole ? paid : Math.Min(paid, order.Lines[0].Amount);
        var at = order.At.Plus((86_400L * draw.Below(6)) + draw.Below(50_000));
        var reason = draw.Pick(["exploded early", "did not explode", "wrong size", "changed my mind", "bird was faster"]);
        if (!world.IsPast(at))
            return;
        Export($"re_{order.Id}", at, "refund", "succeeded", order, -amount, -Currencies.ToUsdCents(world, order.Currency, order.At.Day, amount), 0);
        if (draw.Chance(RefundedByHand))
            ledger.Add("refund_not_in_shop", "raw_refunds", order.Id, amount);
        else
            _refunds.Row($"R-{order.Id}", order.Id, at, order.Currency.Code, new Cents(amount), reason);
    }
}
