namespace Workbook.Notebooks.Engine;

/// <summary>
/// Stops the workspace's queries while a cell is on its way out: again and again, since a cell may ask several. Not for
/// long, since the next cell may have begun.
/// </summary>
internal sealed class QueryStop : IDisposable
{
    private const int Nudges = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Timer _timer;
    private readonly CancellationTokenRegistration _registration;
    private int _done;

    public QueryStop(NotebookWorkspace workspace, CancellationToken cancellation)
    {
        _timer = new Timer(_ => Nudge(workspace));
        _registration = cancellation.Register(() => _timer.Change(TimeSpan.Zero, Pause));
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
    }

    private void Nudge(NotebookWorkspace workspace)
    {
        if (Interlocked.Increment(ref _done) <= Nudges)
            workspace.InterruptQueries();
        else
            _timer.Change(Timeout.Infinite, Timeout.Infinite);
    }
}
