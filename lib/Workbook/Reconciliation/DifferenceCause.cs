namespace Workbook.Reconciliation;

/// <summary>
/// Why two sides differ. Each difference has one cause, the first of this list that fits; the report's <c>columns</c> name
/// whatever else differs in the same pair of rows.
/// </summary>
public enum DifferenceCause
{
    /// <summary>A key column is NULL, so that no counterpart can be named.</summary>
    NullKey,

    /// <summary>
    /// A negative row stands beside positive ones of its key on one side, while the other side has the net amount, or hasn't
    /// the refund; or both have the amount, with opposite signs.
    /// </summary>
    Refund,

    /// <summary>One more row of a key than on the right. Rows pair by equal values, then by nearest amount.</summary>
    DuplicateLeft,

    /// <inheritdoc cref="DuplicateLeft"/>
    DuplicateRight,

    /// <summary>
    /// The times differ by a whole or half number of hours, up to 14 (dates: by a day), and more than the window: of one key, or
    /// of the same amount under keys that differ in nothing but time, or, to the microsecond, of the same amount.
    /// </summary>
    TimeZone,

    /// <summary>
    /// On one side of the cut-off here and on the other there; without a counterpart, but within the window before the
    /// cut-off; or another business day, beyond the window.
    /// </summary>
    Late,

    /// <summary>The right side's row has no counterpart, and nothing above explains it.</summary>
    MissingLeft,

    /// <summary>The left side's row has no counterpart, and nothing above explains it.</summary>
    MissingRight,

    /// <summary>Beyond the tolerance by no more than <see cref="AmountColumn.Rounding"/>, or one amount is the other rounded to tenths or to whole units.</summary>
    Rounding,

    /// <summary>The amounts are equal once one of them is converted, or not converted: the unit was mixed up.</summary>
    Currency,

    /// <summary>Beyond the tolerance, and nothing above explains it.</summary>
    Amount,

    /// <summary>Only another compared column differs, or the time within a business day.</summary>
    OtherColumn,
}

/// <summary>The words for causes.</summary>
public static class DifferenceCauses
{
    /// <summary>As it stands in the tables: missing_right.</summary>
    public static string Code(this DifferenceCause cause) => cause switch
    {
        DifferenceCause.NullKey => "null_key",
        DifferenceCause.Refund => "refund",
        DifferenceCause.DuplicateLeft => "duplicate_left",
        DifferenceCause.DuplicateRight => "duplicate_right",
        DifferenceCause.TimeZone => "time_zone",
        DifferenceCause.Late => "late",
        DifferenceCause.MissingLeft => "missing_left",
        DifferenceCause.MissingRight => "missing_right",
        DifferenceCause.Rounding => "rounding",
        DifferenceCause.Currency => "currency",
        DifferenceCause.Amount => "amount",
        _ => "other_column",
    };

    internal static DifferenceCause Parse(string code) => Enum.GetValues<DifferenceCause>().Single(cause => cause.Code() == code);

    /// <summary>For readers who don't know the codes.</summary>
    public static string Describe(this DifferenceCause cause, string left, string right) => cause switch
    {
        DifferenceCause.NullKey => "No key, so no counterpart",
        DifferenceCause.Refund => "Refund on one side only, or netted there",
        DifferenceCause.DuplicateLeft => $"Counted again in {left}",
        DifferenceCause.DuplicateRight => $"Counted again in {right}",
        DifferenceCause.TimeZone => "Time zone mixed up",
        DifferenceCause.Late => "On different sides of a cut-off",
        DifferenceCause.MissingLeft => $"Missing in {left}",
        DifferenceCause.MissingRight => $"Missing in {right}",
        DifferenceCause.Rounding => "Rounded differently",
        DifferenceCause.Currency => "Currency mixed up",
        DifferenceCause.Amount => "Another amount",
        _ => "Another column differs",
    };
}
