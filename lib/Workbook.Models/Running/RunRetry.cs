using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>Takes up the last run again: what failed, was skipped, or never had its turn.</summary>
public static class RunRetry
{
    /// <param name="targetPath">Where the last run left its artifacts; the project's target-path by default.</param>
    /// <returns>Null where nothing is left to do.</returns>
    /// <exception cref="WorkbookException">There was no run.</exception>
    public static RunSummary? Run(ModelProject project, string? targetPath = null, TimeProvider? time = null, IProgress<ModelProgress>? progress = null, CancellationToken cancel = default)
    {
        var folder = new RunFolder(Path.GetFullPath(targetPath ?? project.Root.TargetPath, project.Root.Folder));
        var earlier = RunProgress.Read(folder) ?? throw new WorkbookException($"There is no run to retry: {folder.Progress} is missing. Run 'build' first.");
        var open = Open(project, earlier);
        return open.Count == 0
            ? null
            : ModelRunner.Run(project, earlier.Options with { StartedAt = earlier.StartedAt, TargetPath = targetPath }, open, earlier.InvocationId, time, progress, cancel);
    }

    private static List<DbtResource> Open(ModelProject project, EarlierRun earlier)
    {
        using var database = RunDatabase.Open(project, 1);
        var records = BuildRecords.Open(database.Main, project.Profile.Database);
        return
        [
            .. earlier.Nodes.Where(id => !IsDone(id)).Where(id => project.Graph.Order.Contains(id)).Select(project.Resource),
        ];

        // A kill may come between a node's commit and the line that tells of it.
        bool IsDone(string id) => earlier.Done.TryGetValue(id, out var status)
            ? status is NodeStatus.Success or NodeStatus.Pass or NodeStatus.Warn or NodeStatus.Reused
            : records.Find(id) is { Status: BuildRecord.Done } record && record.InvocationId == earlier.InvocationId;
    }
}
