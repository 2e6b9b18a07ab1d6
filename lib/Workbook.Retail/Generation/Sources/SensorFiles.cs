using System.Text;
using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>
/// sensors: one file for each instrumented store and month, five thousand readings a full month from four shelves. Only
/// the last six months of a window are delivered.
/// </summary>
internal static class SensorFiles
{
    private const int RowsInMonth = 5_000;
    private const int MaxMonths = 6;
    private static readonly FaultPlan Faults = FaultPlan.ByChance(Signals.Sensors);

    /// <summary>A freezer, two coolers and a dry shelf: their temperature and how far a day moves it, in °C.</summary>
    private static readonly (byte[] Id, double Celsius, double Swing, double Humidity)[] Shelves =
    [
        ("A-FRZ"u8.ToArray(), -18.5, 0.8, 35), ("B-CLD"u8.ToArray(), 3.6, 0.9, 62),
        ("C-CLD"u8.ToArray(), 4.4, 1.1, 58), ("D-DRY"u8.ToArray(), 21.5, 2.6, 46),
    ];

    public static IEnumerable<GenerationUnit> Units(World world)
    {
        var last = DateOnly.FromDayNumber(world.EndDay - 1);
        var months = MonthsIn(world.FirstDay, world.EndDay).TakeLast(MaxMonths).ToList();
        var stores = InstrumentedStores(world);
        foreach (var month in months)
        {
            var from = Math.Max(month.DayNumber, world.FirstDay);
            var days = Math.Min(month.AddMonths(1).DayNumber, world.EndDay) - from;
            var rows = RowsInMonth * days / DateTime.DaysInMonth(month.Year, month.Month);
            var name = world.IsIncrement ? Invariant($"sensors_{DateOnly.FromDayNumber(from):yyyy-MM-dd}.csv") : "sensors.csv";
            foreach (var store in stores)
            {
                var file = Invariant($"sensors/store_id={store}/month={month:yyyy-MM}/{name}");
                yield return TextUnit.Create(world, Signals.Sensors, file, rows,
                    (output, ledger) => Write(world, store, from, days, rows, file, output, ledger));
            }
        }
    }

    /// <summary>As many stores as the scale's rows ask for, spread evenly; the same ones in every window.</summary>
    private static List<int> InstrumentedStores(World world)
    {
        var months = MonthsIn(World.EpochDay, World.EpochDay + world.BaseDays).TakeLast(MaxMonths).Count();
        var count = (int)Math.Clamp(Math.Round(Signals.Sensors.Rows * world.Scale / (RowsInMonth * (double)months)), 1, world.PosStores);
        return [.. Enumerable.Range(0, count).Select(index => World.PosStore((int)((long)index * world.PosStores / count)))];
    }

    private static IEnumerable<DateOnly> MonthsIn(int firstDay, int endDay)
    {
        var first = DateOnly.FromDayNumber(firstDay);
        for (var month = new DateOnly(first.Year, first.Month, 1); month.DayNumber < endDay; month = month.AddMonths(1))
            yield return month;
    }

    private static long Write(World world, int store, int firstDay, int days, int rows, string file, TextOutput output, LedgerPage ledger)
    {
        var draw = world.Draw(Series.Sensor, ((long)store << 32) | (uint)firstDay);
        var faults = world.Draw(Series.SensorFault, ((long)store << 32) | (uint)firstDay);
        var offset = world.StoreBook.StateOf(store).UtcOffsetMinutes * 60L;
        var rounds = Math.Max(1, (rows + Shelves.Length - 1) / Shelves.Length);
        var step = days * 86_400.0 / rounds;
        var storeShift = draw.Normal() * 0.6;
        for (var row = 0; row < rows; row++)
        {
            var (round, shelfIndex) = Math.DivRem(row, Shelves.Length);
            var shelf = Shelves[shelfIndex];
            var second = (long)(round * step) + (shelfIndex * 7);
            var at = Instant.At(firstDay, second - offset);
            // Warmest at three in the afternoon, local time.
            var cycle = Math.Cos(2 * Math.PI * (((second % 86_400) / 86_400.0) - 0.625));
            var celsius = shelf.Celsius + storeShift + (shelf.Swing * cycle) + (0.35 * draw.Normal());
            var humidity = shelf.Humidity - (4 * cycle) + (2.5 * draw.Normal());
            var battery = 3_150 - (int)(120.0 * second / (30 * 86_400.0)) + (int)(8 * draw.Normal());
            var fault = Faults.Drawn(faults.Unit());
            if (fault is not null)
            {
                ledger.Add(Signals.Sensors, fault, file, output.Line,
                    ("sensor_ts", at.ToString()), ("store_id", store), ("shelf_id", Encoding.UTF8.GetString(shelf.Id)));
                (celsius, humidity, battery) = fault.Kind switch
                {
                    "temperature_out_of_range" => (faults.Chance(0.5) ? 85 + (20 * faults.Unit()) : -90 + (20 * faults.Unit()), humidity, battery),
                    "humidity_out_of_range" => (celsius, faults.Chance(0.5) ? 120 + (50 * faults.Unit()) : -20 + (10 * faults.Unit()), battery),
                    "battery_out_of_range" => (celsius, humidity, faults.Chance(0.5) ? 0 : 65_535),
                    _ => (celsius, humidity, battery),
                };
            }

            if (fault?.Kind != "missing_sensor_ts")
                output.Timestamp(at);
            output.Comma();
            output.Integer(store);
            output.Comma();
            output.Raw(shelf.Id);
            output.Comma();
            output.Decimal((long)Math.Round(celsius * 100), 2);
            output.Comma();
            output.Decimal((long)Math.Round(humidity * 100), 2);
            output.Comma();
            output.Integer(battery);
            output.EndRow();
        }

        return rows;
    }
}
