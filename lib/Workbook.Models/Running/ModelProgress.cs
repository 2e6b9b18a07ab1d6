using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>What happens in a run of models. Reported by the threads that do it, one at a time but for <see cref="Logged"/>.</summary>
public abstract record ModelProgress
{
    private ModelProgress() { }

    /// <summary>Once, before the first node.</summary>
    public sealed record Selected(ModelProject Project, IReadOnlyList<DbtResource> Nodes) : ModelProgress;

    /// <param name="Index">From 1.</param>
    public sealed record Started(DbtResource Node, int Index, int Total) : ModelProgress;

    /// <param name="Index">As when it started. A node that was skipped never did.</param>
    public sealed record Finished(NodeResult Result, int Index, int Total) : ModelProgress;

    /// <summary>What templates log.</summary>
    public sealed record Logged(string Text) : ModelProgress;
}
