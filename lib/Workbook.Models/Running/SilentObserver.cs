using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Where nobody listens.</summary>
public sealed class SilentObserver : IRunObserver
{
    public void Selected(ModelProject project, IReadOnlyList<Resource> nodes) { }

    public void Started(Resource node, int index, int total) { }

    public void Finished(NodeResult result, int index, int total) { }

    public void Logged(string text) { }
}
