namespace Workbook.Notebooks.Documents.Html.Mermaid;

/// <summary>How much room texts need, at the size they are drawn in; a guess on the wide side, since nobody measures here.</summary>
internal static class FlowText
{
    public const double FontSize = 13;

    public const double Line = 18;

    public static double Width(string text) => text.EnumerateRunes().Sum(rune =>
        rune.Value >= 0x1100 ? FontSize
        : "iljtf.,:;|!'()[] ".Contains((char)rune.Value) ? 4.4
        : "mwMW@%".Contains((char)rune.Value) ? 11.5
        : rune.Value is >= 'A' and <= 'Z' ? 9 : 7.4);

    public static (double Width, double Height) Size(FlowNode node)
    {
        var (width, height) = (Math.Max(node.Label.Max(Width), 14), node.Label.Count * Line);
        return node.Shape switch
        {
            FlowShape.Circle or FlowShape.DoubleCircle => Square(Math.Sqrt((width * width) + (height * height)) + (node.Shape == FlowShape.Circle ? 12 : 22)),
            FlowShape.Diamond => (width + (height * 1.6) + 24, height + (Math.Min(width, 160) * .35) + 18),
            FlowShape.Hexagon or FlowShape.LeanLeft or FlowShape.LeanRight or FlowShape.Trapezoid or FlowShape.InvertedTrapezoid => (width + 48, height + 16),
            FlowShape.Cylinder => (width + 24, height + 28),
            FlowShape.Stadium => (width + 32, height + 16),
            FlowShape.Subroutine or FlowShape.Flag => (width + 38, height + 16),
            _ => (width + 24, height + 16),
        };

        static (double, double) Square(double size) => (size, size);
    }
}
