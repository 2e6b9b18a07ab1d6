using Workbook.Generation;

namespace Workbook.Acme.Company;

/// <summary>Each kind of thing draws from numbers of its own, so that a new table moves no row of another.</summary>
internal enum AcmeSeries : ulong
{
    Person = 1_001, Import, AppAccount, Day, Order, Payment, Refund, Rate, Visit, Employee, Campaign, Contact,
}

/// <summary>What all tables are worked out from.</summary>
internal sealed class AcmeWorld(AcmeOptions options)
{
    public AcmeOptions Options => options;

    public NamePools Names { get; } = new(options.Seed);

    public int FirstDay { get; } = AcmeCalendar.Opening.DayNumber;

    /// <summary>The first day that isn't there any more.</summary>
    public int EndDay { get; } = options.Today.DayNumber;

    public Draw Draw(AcmeSeries series, long index) => new(options.Seed, (ulong)series, index);

    public bool IsPast(Instant instant) => instant.Day < EndDay;

    public int Scaled(double count) => Math.Max(1, (int)Math.Round(count * options.Scale));
}
