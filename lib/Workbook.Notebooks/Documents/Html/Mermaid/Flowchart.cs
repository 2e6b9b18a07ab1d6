namespace Workbook.Notebooks.Documents.Html.Mermaid;

internal enum FlowDirection { Down, Up, Right, Left }

internal enum FlowShape { Box, Round, Stadium, Subroutine, Cylinder, Circle, DoubleCircle, Diamond, Hexagon, LeanRight, LeanLeft, Trapezoid, InvertedTrapezoid, Flag }

internal enum FlowLine { Solid, Dotted, Thick, Hidden }

internal enum FlowMark { None, Arrow, Circle, Cross }

internal sealed class FlowNode(string id)
{
    public string Id => id;

    public IReadOnlyList<string> Label { get; set; } = [id];

    public FlowShape Shape { get; set; }

    /// <summary>Of <see cref="Flowchart.Groups"/>; null for none.</summary>
    public FlowGroup? Group { get; set; }

    /// <summary>CSS properties by name: fill, stroke, color.</summary>
    public Dictionary<string, string> Style { get; } = [];
}

/// <summary>A box around nodes, or around other boxes.</summary>
internal sealed class FlowGroup(string id, FlowGroup? parent)
{
    public string Id => id;

    public FlowGroup? Parent => parent;

    public IReadOnlyList<string> Title { get; set; } = [id];
}

/// <param name="From">A node's id or a group's, as <paramref name="To"/>.</param>
internal sealed record FlowEdge(string From, string To, FlowLine Line, FlowMark Start, FlowMark End, IReadOnlyList<string> Label);

/// <param name="Nodes">In order of appearance, as the groups.</param>
internal sealed record Flowchart(FlowDirection Direction, string? Title, IReadOnlyList<FlowNode> Nodes, IReadOnlyList<FlowGroup> Groups, IReadOnlyList<FlowEdge> Edges);

/// <summary>A flowchart with something that isn't understood here.</summary>
internal sealed class FlowchartException(int line, string found) : Exception($"Line {line} of the flowchart is not understood here: {found}");
