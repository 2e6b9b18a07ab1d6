using System.Runtime.ExceptionServices;

namespace Workbook.Notebooks.Engine;

/// <summary>
/// Runs a cell on a thread of its own, which can be interrupted whatever it does: loops by <see cref="StopSignal"/>, calls
/// that take a token by that, queries by their connection, waits by interrupting the thread. A cell that still doesn't
/// return is left behind.
/// </summary>
internal sealed class CellThread(Action interruptQueries)
{
    private const int StackBytes = 16 << 20;
    private static readonly TimeSpan Nudge = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private CancellationTokenSource? _stop;

    /// <summary>Whether the last cell was.</summary>
    public bool WasInterrupted { get; private set; }

    /// <param name="interrupt">Stops it, as <see cref="Interrupt"/> does.</param>
    /// <returns>False where the cell was left behind: it may still run, unheard.</returns>
    /// <exception cref="Exception">Whatever <paramref name="work"/> threw.</exception>
    public bool Run(ICellHost host, ICellOutput output, Action<CellContext> work, CancellationToken interrupt)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        var context = new CellContext(host, output, stop.Token);
        ExceptionDispatchInfo? fault = null;
        var finished = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            try
            {
                CellContext.Current = context;
                work(context);
            }
            catch (Exception thrown)
            {
                fault = ExceptionDispatchInfo.Capture(thrown);
            }
            finally
            {
                finished.Set();
            }
        }, StackBytes)
        { IsBackground = true, Name = "cell" };
        lock (_lock)
            (_stop, WasInterrupted) = (stop, false);
        thread.Start();
        try
        {
            WaitHandle.WaitAny([finished.WaitHandle, stop.Token.WaitHandle]);
            if (!finished.IsSet && !Stop(thread, finished))
            {
                context.Abandon();
                return false;
            }
        }
        finally
        {
            lock (_lock)
                (_stop, WasInterrupted) = (null, stop.IsCancellationRequested);
        }

        fault?.Throw();
        return true;
    }

    /// <summary>From any thread; without a running cell it does nothing.</summary>
    public void Interrupt()
    {
        lock (_lock)
            _stop?.Cancel();
    }

    private bool Stop(Thread thread, ManualResetEventSlim finished)
    {
        StopSignal.Raise();
        try
        {
            for (var waited = TimeSpan.Zero; waited < GracePeriod; waited += Nudge)
            {
                interruptQueries();
                if (finished.Wait(Nudge))
                    return true;
                thread.Interrupt();
            }

            return finished.IsSet;
        }
        finally
        {
            StopSignal.Lower();
        }
    }
}
