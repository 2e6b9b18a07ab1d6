using Workbook.Cli.Output;

namespace Workbook.Cli.Hosting;

/// <summary>
/// Ctrl-C as a token. What is at work has three seconds to come to a good end, and none after a second Ctrl-C: every
/// command leaves files that the next run can deal with, even if it is killed.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    /// <summary>What Ctrl-C leaves behind, unless a command says otherwise.</summary>
    public const string ContinueNotice = "Stopped. Run the same command again to continue.";

    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _whole = new();
    private readonly Lock _gate = new();
    private CancellationTokenSource? _step;
    private Timer? _patience;

    public CancellationToken Token => _whole.Token;

    /// <summary>What to say if it has to end the hard way.</summary>
    public string Stopped { get; set; } = ContinueNotice;

    public static Interrupts OfThisProcess(Terminal terminal)
    {
        var interrupts = new Interrupts();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            interrupts.Interrupt(Leave);
        };
        return interrupts;

        void Leave()
        {
            // A progress bar may have hidden the cursor.
            if (terminal.ErrorIsTerminal)
                terminal.ErrorConsole.Cursor.Show(true);
            terminal.Fault(interrupts.Stopped);
            Environment.Exit(ExitCode.Stopped);
        }
    }

    /// <summary>Ends the whole command, as Ctrl-C does.</summary>
    public void Stop() => _whole.Cancel();

    /// <summary>Runs one step of several, such as a prompt's statement: Ctrl-C ends the step alone.</summary>
    public void RunStep(Action<CancellationToken> action)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(_whole.Token);
        lock (_gate)
            _step = source;
        try
        {
            action(source.Token);
        }
        finally
        {
            lock (_gate)
                _step = null;
        }
    }

    private void Interrupt(Action leave)
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            source = _step ?? _whole;
            if (source == _whole && _whole.IsCancellationRequested)
                leave();
            if (source == _whole)
                _patience ??= new Timer(_ => leave(), null, GracePeriod, Timeout.InfiniteTimeSpan);
        }
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The step was over just then.
        }
    }

    public void Dispose()
    {
        _patience?.Dispose();
        _whole.Dispose();
    }
}
