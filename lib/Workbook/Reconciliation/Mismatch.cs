using System.Globalization;

namespace Workbook.Reconciliation;

/// <summary>Conditions under which two rows differ, for columns named l_… and r_… or l.… and r.…. True or false, never NULL.</summary>
internal static class Mismatch
{
    public static string Any(RowLayout layout, string l, string r) =>
        string.Join(" OR ", Parts(layout, l, r).Select(part => part.Condition));

    /// <summary>What may differ, with its condition; the amount and the time first.</summary>
    public static IEnumerable<(string Name, string Condition)> Parts(RowLayout layout, string l, string r)
    {
        yield return (layout.Spec.Amount?.Left ?? "rows", Amount(layout, l, r));
        if (layout.Spec.Time is { } time)
            yield return (time.Left, Time(layout, l, r));
        foreach (var column in layout.Compared)
        {
            var compared = (ComparedColumn)column.Column;
            yield return (compared.Left, compared.HasTolerance
                ? Beyond(l + column.Alias, r + column.Alias, compared.Tolerance, compared.Relative)
                : $"{l}{column.Alias} IS DISTINCT FROM {r}{column.Alias}");
        }
    }

    public static string Amount(RowLayout layout, string l, string r) =>
        layout.Spec.Amount is { } amount ? Beyond($"{l}a", $"{r}a", amount.Tolerance, amount.Relative) : "false";

    public static string Time(RowLayout layout, string l, string r)
    {
        var window = layout.Spec.Time!.Window;
        if (window == TimeSpan.Zero || (layout.IsByDate && window < TimeSpan.FromDays(1)))
            return $"{l}t IS DISTINCT FROM {r}t";
        var distance = layout.IsByDate ? $"abs({r}t - {l}t) > {window.Days}" : $"abs(epoch_us({r}t) - epoch_us({l}t)) > {Microseconds(window)}";
        return $"coalesce({distance}, {l}t IS DISTINCT FROM {r}t)";
    }

    public static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    public static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Beyond(string left, string right, decimal tolerance, decimal relative)
    {
        if (tolerance == 0 && relative == 0)
            return $"{left} IS DISTINCT FROM {right}";
        var widest = relative == 0 ? Number(tolerance) : $"greatest({Number(tolerance)}, {Number(relative)} * greatest(abs({left}), abs({right})))";
        return $"coalesce(abs({left} - {right}) > {widest}, {left} IS DISTINCT FROM {right})";
    }
}
