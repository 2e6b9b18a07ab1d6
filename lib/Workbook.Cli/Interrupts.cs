using Workbook.Cli.Output;

namespace Workbook.Cli;

/// <summary>
/// Ctrl-C as a token. What is at work has three seconds to come to a good end, and none after a second Ctrl-C: every
/// command leaves files that the next run can deal with, even if it is killed.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource whole = new();
    private readonly Lock gate = new();
    private CancellationTokenSource? step;
    private Timer? patience;

    public CancellationToken Token => whole.Token;

    /// <summary>What to say if it has to end the hard way.</summary>
    public string Stopped { get; set; } = CommandLine.StoppedMessage;

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
    public void Stop() => whole.Cancel();

    /// <summary>Runs one step of several, such as a prompt's statement: Ctrl-C ends the step alone.</summary>
    public void RunStep(Action<CancellationToken> action)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(whole.Token);
        lock (gate)
            step = source;
        try
        {
            action(source.Token);
        }
        finally
        {
            lock (gate)
                step = null;
        }
    }

    private void Interrupt(Action leave)
    {
        CancellationTokenSource? source;
        lock (gate)
        {
            source = step ?? whole;
            if (source == whole && whole.IsCancellationRequested)
                leave();
            if (source == whole)
                patience ??= new Timer(_ => leave(), null, Patience, Timeout.InfiniteTimeSpan);
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
        patience?.Dispose();
        whole.Dispose();
    }
}
