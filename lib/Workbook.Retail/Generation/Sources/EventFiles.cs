using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>events: one JSON Lines file for each day and fifty thousand events, visit after visit as they began.</summary>
internal static class EventFiles
{
    private const int EventsInFile = 50_000;

    public static IEnumerable<GenerationUnit> Units(World world)
    {
        var total = (long)Math.Round(Signals.Events.Rows * world.Scale);
        for (var day = world.FirstDay; day < world.EndDay; day++)
        {
            var left = (int)world.Calendar.On(total, day);
            var parts = Math.Max(1, (left + EventsInFile - 1) / EventsInFile);
            for (var part = 0; part < parts; part++, left -= EventsInFile)
            {
                var (count, utcDay, number) = (Math.Min(EventsInFile, left), day, part);
                var file = Invariant($"events/event_dt={DateOnly.FromDayNumber(day):yyyy-MM-dd}/events_{part + 1}.jsonl");
                yield return TextUnit.Create(world, Signals.Events, file, count, (output, ledger) =>
                {
                    var writer = new EventWriter(world, file, utcDay, count, output, ledger);
                    foreach (var visit in Visits.Of(world, utcDay, number, parts, count))
                        writer.Write(visit);
                    return count;
                }, header: false);
            }
        }
    }
}
