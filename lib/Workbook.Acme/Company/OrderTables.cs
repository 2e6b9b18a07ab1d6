namespace Workbook.Acme.Company;

/// <summary>The shop's own tables of an order: head and lines.</summary>
internal sealed class OrderTables(string folder) : IDisposable
{
    private readonly Csv _orders = new(folder, "raw_orders", "order_id", "customer_id", "customer_email", "ordered_at", "status", "currency", "channel", "discount_amount", "shipping_amount");
    private readonly Csv _lines = new(folder, "raw_order_lines", "order_id", "line_number", "product_id", "quantity", "unit_price");

    public long Rows => _orders.Rows + _lines.Rows;

    public void Write(Order order, DefectLedger ledger)
    {
        // The app leaves the discount out where there is none, and its second version can't spell.
        long? discount = order.Channel == Channel.App && order.Discount == 0 ? null : order.Discount;
        var isMisspelled = order.Channel == Channel.App && order.At.Day >= AcmeCalendar.AppTwo.DayNumber;
        var status = !order.IsCancelled ? "completed" : isMisspelled ? "canceled" : "cancelled";
        if (discount is null)
            ledger.Add("discount_is_null", "raw_orders", order.Id, 0);
        if (order.IsCancelled && isMisspelled)
            ledger.Add("status_is_misspelled", "raw_orders", order.Id, "cancelled");
        if (order.Currency == Currencies.Mxn)
            ledger.Add("currency_without_rate", "raw_orders", order.Id, order.Currency.Code);
        _orders.Row(order.Id, order.CustomerId, order.Email, order.At, status, order.Currency.Code, order.Channel.ToString().ToLowerInvariant(),
            discount is { } amount ? new Cents(amount) : null, new Cents(order.Shipping));
        foreach (var line in order.Lines)
            _lines.Row(order.Id, line.Number, line.Product.Id, line.Quantity, new Cents(line.UnitPrice));
    }

    public void Complete()
    {
        _orders.Complete();
        _lines.Complete();
    }

    public void Dispose()
    {
        _orders.Dispose();
        _lines.Dispose();
    }
}
