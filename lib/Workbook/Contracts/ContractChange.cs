namespace Workbook.Contracts;

/// <summary>Who can no longer do what the old contract let them do.</summary>
[Flags]
public enum ContractParty
{
    /// <summary>All can go on as before.</summary>
    Nobody = 0,

    /// <summary>A file that the old contract takes may be refused, or rows of it rejected.</summary>
    Deliverers = 1,

    /// <summary>What a query of the table could count on may no longer be so.</summary>
    Readers = 2,

    /// <summary>Deliverers and readers.</summary>
    Both = Deliverers | Readers,
}

/// <summary>The number of a semantic version that a change raises at least; the later the greater.</summary>
public enum VersionPart
{
    /// <summary>Nothing changed.</summary>
    None,

    /// <summary>The third: only what people read.</summary>
    Patch,

    /// <summary>The second: more is possible, and all that was still is.</summary>
    Minor,

    /// <summary>The first: it breaks somebody.</summary>
    Major,
}

/// <summary>One thing in which two versions of a contract differ.</summary>
/// <param name="Subject">The column; empty for the table as a whole.</param>
/// <param name="What">Such as <c>type widened</c>.</param>
/// <param name="From">Null where there was none, or where it is too long to be told.</param>
/// <param name="To">Null where there is none any more, or where it is too long to be told.</param>
/// <param name="Asks">Major whenever it breaks anybody.</param>
public sealed record ContractChange(string Subject, string What, string? From, string? To, ContractParty Breaks, VersionPart Asks)
{
    /// <summary>In a line: <c>qty: type widened, INTEGER → BIGINT</c>.</summary>
    public override string ToString() => $"{(Subject.Length == 0 ? "" : $"{Subject}: ")}{What}{(From, To) switch
    {
        (null, null) => "",
        (null, _) => $": {To}",
        (_, null) => $": {From}",
        _ => $", {From} → {To}",
    }}";

    /// <summary>It breaks somebody; or nobody, and is something new.</summary>
    internal static ContractChange Of(string subject, string what, string? from, string? to, ContractParty breaks) =>
        new(subject, what, from, to, breaks, breaks == ContractParty.Nobody ? VersionPart.Minor : VersionPart.Major);

    /// <summary>Only people read it.</summary>
    internal static ContractChange Documentation(string subject, string what, string? from, string? to) => new(subject, what, from, to, ContractParty.Nobody, VersionPart.Patch);
}
