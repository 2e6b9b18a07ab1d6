namespace Workbook.Retail.Generation;

/// <summary>Business keys: letters and digits that don't show the order in which they were given out.</summary>
internal static class Code
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Different ids give different codes: a step coprime to 36 visits every code of the length once.</summary>
    public static string Scattered(long id, int length)
    {
        var codes = 1L;
        for (var digit = 0; digit < length; digit++)
            codes *= 36;
        var value = (long)((UInt128)id * 1_000_000_007 * 613 % (ulong)codes);
        return string.Create(length, value, static (text, left) =>
        {
            for (var at = text.Length - 1; at >= 0; at--, left /= 36)
                text[at] = Digits[(int)(left % 36)];
        });
    }
}
