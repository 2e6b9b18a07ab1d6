namespace Workbook.Jupyter.Kernel;

/// <summary>Jupyter counts a cursor's position in code points, .NET in UTF-16 units; they part at the first emoji.</summary>
internal static class CodePoints
{
    /// <param name="position">In code points; beyond the end is the end, null too.</param>
    public static int ToUtf16(string text, int? position)
    {
        var offset = 0;
        for (var left = position ?? int.MaxValue; left > 0 && offset < text.Length; left--)
            offset += IsPair(text, offset) ? 2 : 1;
        return offset;
    }

    public static int FromUtf16(string text, int offset)
    {
        var position = 0;
        for (var at = 0; at < Math.Min(offset, text.Length); position++)
            at += IsPair(text, at) ? 2 : 1;
        return position;
    }

    private static bool IsPair(string text, int offset) =>
        offset + 1 < text.Length && char.IsSurrogatePair(text[offset], text[offset + 1]);
}
