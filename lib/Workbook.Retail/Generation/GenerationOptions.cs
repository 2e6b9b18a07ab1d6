namespace Workbook.Retail.Generation;

/// <summary>Which world to generate, and which window of it.</summary>
public sealed record GenerationOptions
{
    /// <summary>Same seed, scale and window: byte-identical files, whatever the number of threads.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>1.0 is 13.7 million rows. A smaller scale has fewer customers and fewer days, not thinner days.</summary>
    public double Scale { get; init; } = 0.01;

    /// <summary>The raw folder.</summary>
    public required string Output { get; init; }

    /// <summary>First local trading day; no earlier than <see cref="Epoch"/>, and no later than that the window ends by <see cref="Horizon"/>.</summary>
    public DateOnly StartDate { get; init; } = Epoch;

    /// <summary>Days in the window; by default <see cref="DefaultDays"/> of the scale.</summary>
    public int? Days { get; init; }

    /// <summary>Adds one file of orders, and one of their lines, that belong to the day before the window: 24 hours late.</summary>
    public bool Late { get; init; }

    /// <summary>Sources to write; all of them when null.</summary>
    public IReadOnlyCollection<string>? Tables { get; init; }

    /// <summary>Units of work at once, from 1; the files are the same for any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The first day of every generated world.</summary>
    public static readonly DateOnly Epoch = new(2024, 1, 1);

    /// <summary>The last day that a window may have: contracts and the calendar end with 2035, and deliveries and returns follow an order for months.</summary>
    public static readonly DateOnly Horizon = new(2035, 6, 30);

    /// <summary>Two full years at scale 1.0, proportionally fewer below; at least 60, so that a rolling month has a month before it.</summary>
    public static int DefaultDays(double scale) => Math.Max(60, (int)Math.Round(731 * Math.Min(scale, 1)));

    internal int WindowDays => Days ?? DefaultDays(Scale);

    internal int FirstDay => StartDate.DayNumber;

    /// <summary>The day after the window.</summary>
    internal int EndDay => FirstDay + WindowDays;

    /// <summary>All faults at once, or none.</summary>
    /// <exception cref="WorkbookException">An option is out of its range or a table is unknown.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (!(Scale is >= 0.001 and <= 100))
            faults.Add(Invariant($"scale is {Scale}; it must lie between 0.001 and 100"));
        if (Days is < 1 or > 3_650)
            faults.Add($"days is {Days}; it must lie between 1 and 3650");
        if (StartDate < Epoch)
            faults.Add(Invariant($"start date is {StartDate:yyyy-MM-dd}; the generated world begins on {Epoch:yyyy-MM-dd}"));
        if (EndDay - 1 > Horizon.DayNumber)
            faults.Add(Invariant($"the window of {WindowDays:N0} days from {StartDate:yyyy-MM-dd} ends after {Horizon:yyyy-MM-dd}, the last day of the generated world"));
        if (Late && StartDate == Epoch)
            faults.Add(Invariant($"a late file belongs to the day before the window, and the world begins on {Epoch:yyyy-MM-dd}; give a later start date"));
        if (Threads < 1)
            faults.Add($"threads is {Threads}; it must be at least 1");
        foreach (var table in (Tables ?? []).Except(RetailSources.All.Select(source => source.Name)))
            faults.Add($"there is no table '{table}'; the tables are {string.Join(", ", RetailSources.All.Select(source => source.Name))}");
        if (faults.Count > 0)
            throw new WorkbookException($"Cannot generate: {string.Join("; ", faults)}.");
    }
}

/// <summary>How far generation is.</summary>
public sealed record GenerationProgress(string Source, long RowsDone, long RowsExpected);
