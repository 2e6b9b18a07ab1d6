using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>products as of the end of the window, and every price they ever had: <c>_truth/price_history.csv</c>.</summary>
internal static class ProductFile
{
    public const string PriceHistoryFile = "_truth/price_history.csv";
    private const string File = "products.csv";

    public static IEnumerable<GenerationUnit> Units(World world)
    {
        yield return TextUnit.Create(world, MasterData.Products, File, world.Products, (output, ledger) =>
        {
            for (var id = 1; id <= world.Products; id++)
            {
                var fault = world.Catalogue.FaultOf(id);
                if (fault is not null)
                    ledger.Add(MasterData.Products, fault, File, output.Line, ("product_id", id));
                WriteRow(world, id, fault?.Kind, output);
            }

            WritePriceHistory(world);
            return world.Products;
        });
    }

    private static void WriteRow(World world, int id, string? fault, TextOutput output)
    {
        var draw = world.Draw(Series.Product, id);
        var introduced = World.EpochDay - draw.Between(10, 2_000);
        var (thing, quality) = world.Catalogue.KindOf(id);
        var lastDay = world.Catalogue.LastDayOf(id);
        var discontinued = fault == "discontinued_without_date" || lastDay < world.EndDay;
        output.Integer(id);
        output.Comma();
        output.Text("SKU-" + Code.Scattered(id, 6));
        output.Comma();
        output.Text(world.Catalogue.NameOf(id));
        output.Comma();
        output.Text(thing.Category);
        output.Comma();
        output.Text($"{thing.Category} {quality.Name}");
        output.Comma();
        WritePrice(world, id, fault, ref draw, output);
        output.Comma();
        output.Text(world.Prices.CurrencyOf(id));
        output.Comma();
        output.Boolean(discontinued);
        output.Comma();
        output.Date(introduced);
        output.Comma();
        if (discontinued && fault != "discontinued_without_date")
            output.Date(lastDay);
        output.EndRow();
    }

    private static void WritePrice(World world, int id, string? fault, ref Draw draw, TextOutput output)
    {
        switch (fault)
        {
            case "missing_price":
                break;
            case "price_not_a_number":
                output.Text(draw.Pick(NotPrices));
                break;
            case "price_not_positive":
                output.Decimal(draw.Chance(0.5) ? 0 : -world.Prices.On(id, world.EndDay - 1), 4);
                break;
            default:
                output.Decimal(world.Prices.On(id, world.EndDay - 1), 4);
                break;
        }
    }

    private static readonly string[] NotPrices = ["N/A", "TBC", "12,50", "#REF!"];

    private static void WritePriceHistory(World world)
    {
        using var history = new TextOutput(world.PathOf(PriceHistoryFile));
        history.Raw("product_id,valid_from,price,currency\n"u8);
        for (var id = 1; id <= world.Products; id++)
        {
            foreach (var (fromDay, price) in world.Prices.Versions(id, world.EndDay))
            {
                history.Integer(id);
                history.Comma();
                if (fromDay > 0)
                    history.Date(fromDay);
                history.Comma();
                history.Decimal(price, 4);
                history.Comma();
                history.Text(world.Prices.CurrencyOf(id));
                history.EndRow();
            }
        }

        history.Complete();
    }
}
