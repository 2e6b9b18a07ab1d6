namespace Workbook.Reconciliation;

/// <summary>Differences of time that clocks of two zones show.</summary>
internal static class Zones
{
    /// <summary>14 hours in microseconds: no zone is further from UTC.</summary>
    public const long MaxOffset = 14L * 3600 * 1_000_000;

    private const long HalfHour = 1_800_000_000;

    /// <summary>How far the clocks themselves may be apart; wider windows would let any difference pass for a zone's.</summary>
    private static readonly TimeSpan MaxJitter = TimeSpan.FromMinutes(1);

    /// <summary>True where l_t and r_t are half hours apart; of dates, a day.</summary>
    public static string Condition(RowLayout layout)
    {
        if (layout.IsByDate)
            return "coalesce(abs(r_t - l_t) = 1, false)";
        var window = layout.Spec.Time!.Window;
        var jitter = Mismatch.Microseconds(window < MaxJitter ? window : MaxJitter);
        const string Distance = "abs(epoch_us(r_t) - epoch_us(l_t))";
        return $"coalesce({Distance} BETWEEN {HalfHour - jitter} AND {MaxOffset + jitter} AND ({Distance} + {jitter}) % {HalfHour} <= {2 * jitter}, false)";
    }
}
