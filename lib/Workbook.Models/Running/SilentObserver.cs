using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Where nobody listens.</summary>
public sealed class SilentObserver : IRunObserver
{
    public void Selected(ModelProject project, IReadOnlyList<DbtResource> nodes) { }

    public void Started(DbtResource node, int index, int total) { }

    public void Finished(NodeResult result, int index, int total) { }

    public void Logged(string text) { }
}
