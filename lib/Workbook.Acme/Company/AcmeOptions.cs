namespace Workbook.Acme;

/// <summary>Which of Acme's worlds to write, and up to when.</summary>
public sealed record AcmeOptions
{
    /// <summary>Folder of the CSV files; files of the same names are replaced.</summary>
    public required string Output { get; init; }

    /// <summary>Folder of what only checks should know: the ledger of defects and who each account truly is.</summary>
    public required string Truth { get; init; }

    /// <summary>The same seed gives the same bytes.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>1.0 is about 120 orders a day; from 0.01 to 100.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>The first day that has not happened yet. A later day adds rows; those of earlier days stay as they were, but for what happens to them since.</summary>
    public DateOnly Today { get; init; } = AcmeCalendar.BoardWeek;

    /// <exception cref="WorkbookException">Something is out of range.</exception>
    internal void Validate()
    {
        if (!(Scale is >= 0.01 and <= 100))
            throw new WorkbookException(Invariant($"Acme's scale is {Scale}, expected 0.01 to 100."));
        if (Today <= AcmeCalendar.Opening)
            throw new WorkbookException(Invariant($"Acme opened on {AcmeCalendar.Opening:yyyy-MM-dd}; before it, on {Today:yyyy-MM-dd}, there is nothing to write."));
    }
}
