namespace Workbook.Reconciliation;

/// <summary>What is compared with what, and which differences don't count.</summary>
public sealed record ReconciliationSpec
{
    /// <summary>Where the bridge begins.</summary>
    public required Side Left { get; init; }

    /// <summary>Where the bridge ends: effects are its amounts less the left side's.</summary>
    public required Side Right { get; init; }

    /// <summary>At least one. A row with NULL in any of them matches nothing.</summary>
    public required IReadOnlyList<KeyColumn> Keys { get; init; }

    /// <summary>What the bridge adds up; without it the bridge counts rows.</summary>
    public AmountColumn? Amount { get; init; }

    /// <summary>Needed to know time zones and cut-offs as causes; null leaves times alone.</summary>
    public TimeColumn? Time { get; init; }

    /// <summary>Needs an amount.</summary>
    public CurrencyRule? Currency { get; init; }

    /// <summary>Beside keys, amount and time; columns that aren't named may differ.</summary>
    public IReadOnlyList<ComparedColumn> Compare { get; init; } = [];

    /// <summary>The result tables' prefix: <c>reconciliation_differences</c> and <c>reconciliation_bridge</c>.</summary>
    public string Name { get; init; } = "reconciliation";
}

/// <param name="Left">The left side's column.</param>
/// <param name="Right">The right side's column; null where it has the same name.</param>
public abstract record PairedColumn(string Left, string? Right)
{
    internal string OnRight => Right ?? Left;

    internal string On(bool left) => left ? Left : OnRight;
}

/// <param name="Cast">The type to compare as, on both sides. Needed where one side has numbers and the other texts.</param>
public sealed record KeyColumn(string Left, string? Right = null, string? Cast = null) : PairedColumn(Left, Right);

/// <summary>Integers, decimals, or doubles (which become decimals of six digits). NULL equals NULL, and adds nothing.</summary>
public sealed record AmountColumn(string Left, string? Right = null) : PairedColumn(Left, Right)
{
    /// <summary>Amounts that differ by no more are equal. In the common currency, where there is one.</summary>
    public decimal Tolerance { get; init; }

    /// <summary>Share of the larger amount, 0.01 for one percent; the wider of both tolerances holds.</summary>
    public decimal Relative { get; init; }

    /// <summary>A difference beyond the tolerance up to this is put down to rounding.</summary>
    public decimal Rounding { get; init; } = 0.05m;
}

/// <summary>When it happened, as dates or instants (UTC where there is no zone). NULL lies before every cut-off.</summary>
public sealed record TimeColumn(string Left, string? Right = null) : PairedColumn(Left, Right)
{
    /// <summary>Times that differ by no more are equal.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>The books' end in UTC: rows at or after it don't count in a side's total. Null for no end.</summary>
    public DateTime? CutOff { get; init; }

    /// <summary>A later time belongs to the next business day; null for midnight.</summary>
    public TimeOnly? DayEnds { get; init; }
}

/// <summary>Amounts are converted, and rounded to the amounts' digits (at least cents, and cents where the amounts are doubles), before they are compared and added up.</summary>
/// <param name="Common">The currency to convert to.</param>
/// <param name="Rates">Rows of currency, rate (common units for one unit of the currency) and, with <see cref="Since"/>, the day from which it holds.</param>
public sealed record CurrencyRule(string Common, Side Rates)
{
    /// <summary>The left side's column; null where its amounts are in the common currency, or should be.</summary>
    public string? Left { get; init; }

    /// <inheritdoc cref="Left"/>
    public string? Right { get; init; }

    /// <summary>Of the rates.</summary>
    public string Currency { get; init; } = "currency";

    /// <summary>Of the rates.</summary>
    public string Rate { get; init; } = "rate";

    /// <summary>The rates' column of days; null for rates that always hold. Needs a <see cref="TimeColumn"/>.</summary>
    public string? Since { get; init; }

    internal string? On(bool left) => left ? Left : Right;
}

/// <summary>Another column that should agree; NULL equals NULL.</summary>
/// <param name="Cast">The type to compare as, on both sides.</param>
public sealed record ComparedColumn(string Left, string? Right = null, string? Cast = null) : PairedColumn(Left, Right)
{
    /// <summary>Numbers that differ by no more are equal.</summary>
    public decimal Tolerance { get; init; }

    /// <summary>Share of the larger number, 0.01 for one percent; the wider of both tolerances holds.</summary>
    public decimal Relative { get; init; }

    internal bool HasTolerance => Tolerance > 0 || Relative > 0;
}
