using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>stores and suppliers: short lists of places and companies.</summary>
internal static class PartnerFiles
{
    private const string StoresFile = "stores.csv";

    public static IEnumerable<GenerationUnit> Stores(World world, NamePools names)
    {
        yield return TextUnit.Create(world, MasterData.Stores, StoresFile, world.Stores, (output, ledger) =>
        {
            var faults = FaultPlan.ByCount(MasterData.Stores, world.Stores, world.Stores);
            for (var id = 1; id <= world.Stores; id++)
            {
                var fault = faults.AtSlot(id - 1);
                if (fault is not null)
                    ledger.Add(MasterData.Stores, fault, StoresFile, output.Line, ("store_id", id));
                WriteStore(world, names, id, fault?.Kind, output);
            }

            return world.Stores;
        });
    }

    public static IEnumerable<GenerationUnit> Suppliers(World world, NamePools names)
    {
        yield return TextUnit.Create(world, MasterData.Suppliers, "suppliers.csv", world.Suppliers, (output, _) =>
        {
            for (var id = 1; id <= world.Suppliers; id++)
                WriteSupplier(world, names, id, output);
            return world.Suppliers;
        });
    }

    private static void WriteStore(World world, NamePools names, int id, string? fault, TextOutput output)
    {
        var draw = world.Draw(Series.Store, id);
        var state = world.StoreBook.StateOf(id);
        var city = Geography.CityIn(state, ref draw);
        var (latitude, longitude) = Geography.PlaceIn(city, ref draw);
        var isWeb = World.IsWeb(id);
        var opened = World.EpochDay - draw.Between(60, 6_000);
        output.Integer(id);
        output.Comma();
        output.Text(StoreCode(fault == "repeated_store_code" ? (id == 1 ? 2 : id - 1) : id));
        output.Comma();
        output.Text(isWeb ? $"{city.Name} online" : $"{city.Name} {draw.Pick(names.Streets)}");
        output.Comma();
        output.Raw(isWeb ? "web"u8 : "pos"u8);
        output.Comma();
        output.Text(state.Region);
        output.Comma();
        output.Text(state.Code);
        output.Comma();
        output.Decimal(Degrees(fault == "impossible_latitude" ? 90 + (draw.Unit() * 200) + 1 : latitude), 6);
        output.Comma();
        output.Decimal(Degrees(fault == "impossible_longitude" ? -180 - (draw.Unit() * 400) - 1 : longitude), 6);
        output.Comma();
        output.Date(opened);
        output.Comma();
        if (draw.Chance(0.02))
            output.Date(world.EndDay + draw.Between(30, 365)); // announced closures: a store sells until it closes
        output.EndRow();
    }

    private static void WriteSupplier(World world, NamePools names, int id, TextOutput output)
    {
        var draw = world.Draw(Series.Supplier, id);
        output.Integer(id);
        output.Comma();
        output.Text($"SUP-{id:D6}");
        output.Comma();
        output.Text(draw.Pick(names.Companies));
        output.Comma();
        var (country, days, spread) = draw.Pick(SupplierCountries);
        output.Text(country);
        output.Comma();
        output.Integer(Math.Max(1, (int)Math.Round(days + (spread * draw.Normal()))));
        output.Comma();
        output.Boolean(draw.Chance(0.2));
        output.EndRow();
    }

    /// <summary>Three in eleven are at home, two in China. The days that their goods are usually under way, and the spread.</summary>
    private static readonly (string Country, int Days, double Spread)[] SupplierCountries =
    [
        ("AU", 6, 2.5), ("AU", 6, 2.5), ("AU", 6, 2.5), ("CN", 38, 7), ("CN", 38, 7), ("VN", 43, 7),
        ("IN", 48, 8), ("NZ", 11, 3), ("US", 24, 5), ("DE", 32, 6), ("JP", 19, 4),
    ];

    private static string StoreCode(int id) => $"ST-{id:D5}";

    private static long Degrees(double value) => (long)Math.Round(value * 1_000_000);
}
