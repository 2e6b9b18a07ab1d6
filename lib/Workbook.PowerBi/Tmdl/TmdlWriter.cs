using System.Text;

namespace Workbook.PowerBi.Tmdl;

/// <summary>
/// Writes documents as Power BI Desktop does: tabs, line feeds, properties before objects, an empty line before each object.
/// </summary>
internal static class TmdlWriter
{
    public static string Write(IEnumerable<TmdlNode> nodes)
    {
        var text = new StringBuilder();
        string? before = null;
        foreach (var node in nodes)
        {
            // References to tables stand together.
            if (before is not null && !(before == node.Keyword && before.StartsWith("ref ", StringComparison.Ordinal)))
                text.Append('\n');
            Write(node, 0, text);
            before = node.Keyword;
        }
        return text.ToString();
    }

    private static void Write(TmdlNode node, int depth, StringBuilder text)
    {
        foreach (var line in node.Description?.Split('\n') ?? [])
            Line(text, depth, $"/// {line}".TrimEnd());
        Line(text, depth, Head(node));
        if (IsBlock(node))
            foreach (var line in node.Expression!.Split('\n'))
                Line(text, depth + 2, line);
        foreach (var property in node.Children.Where(child => !child.IsObject))
            Write(property, depth + 1, text);
        foreach (var child in node.Children.Where(child => child.IsObject))
        {
            text.Append('\n');
            Write(child, depth + 1, text);
        }
    }

    private static string Head(TmdlNode node)
    {
        var name = node.Name is null ? node.Keyword : $"{node.Keyword} {TmdlName.Quote(node.Name)}";
        return node switch
        {
            { Value: { } value } => $"{name}: {value}",
            { Expression: not null } when IsBlock(node) => $"{name} =",
            { Expression: { } expression } => $"{name} = {expression}",
            _ => name,
        };
    }

    private static bool IsBlock(TmdlNode node) => node.Expression?.Contains('\n') == true;

    private static void Line(StringBuilder text, int depth, string line) => text.Append('\t', depth).Append(line).Append('\n');
}
