namespace Workbook.Retail.Generation;

/// <summary>Which series of random numbers is meant: each has its own, so that one source's rows never move another's.</summary>
internal enum Series : ulong
{
    Customer = 1, Identity, Address, Product, Price, Store, Supplier, Order, OrderLine, OrderFault, LineFault,
    Event, EventFault, Sensor, SensorFault, Rate, Shipment, Return, CustomerFault, Geography, LateOrder, Visit,
    Assortment, OrderSize, Birth, Vip, Variant, Join, Article,
}
