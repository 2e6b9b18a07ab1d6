using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Workbook.Interactive.Tests.Tool;

/// <summary>The real tool, spoken to as Polyglot Notebooks does: a line of JSON for each command and each event.</summary>
internal sealed class InteractiveProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly BlockingCollection<Envelope> _events = [];
    private readonly StringBuilder _errors = new();
    private int _last;

    /// <param name="folder">Where the notebook lies.</param>
    public InteractiveProcess(string folder)
    {
        _process = InteractiveTool.Start("stdio", "--default-kernel", "csharp", "--working-dir", folder);
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        _process.BeginErrorReadLine();
        new Thread(Listen) { IsBackground = true }.Start();
        Next(happened => happened.Type == "KernelReady");
    }

    /// <summary>Runs a cell as a front end does, and waits for its end.</summary>
    /// <param name="language">Of the cell's metadata; null for the notebook's own.</param>
    public CellRun Run(string code, string? language = null)
    {
        var token = Submit(code, language);
        return Finish(token);
    }

    /// <returns>By which the cell is told from others.</returns>
    public string Submit(string code, string? language = null) => Send("SubmitCode", new JsonObject { ["code"] = code, ["targetKernelName"] = language });

    public CellRun Finish(string token)
    {
        var run = new CellRun();
        while (!run.IsOver)
            run.Add(Next(happened => happened.Token?.StartsWith(token, StringComparison.Ordinal) ?? false), token);
        return run;
    }

    public string Send(string type, JsonObject command)
    {
        var token = $"test-{++_last}!";
        _process.StandardInput.WriteLine(Envelope.Command(type, token, command));
        _process.StandardInput.Flush();
        return token;
    }

    public Envelope Next(Func<Envelope, bool> isWanted)
    {
        var clock = Stopwatch.StartNew();
        while (_events.TryTake(out var happened, Patience - clock.Elapsed is { Ticks: > 0 } left ? left : TimeSpan.Zero))
        {
            if (isWanted(happened))
                return happened;
        }

        lock (_errors)
            throw new InvalidOperationException($"The tool said nothing more. {(_process.HasExited ? $"It ended with {_process.ExitCode}. " : "")}{_errors}");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _events.Dispose();
    }

    private void Listen()
    {
        try
        {
            while (_process.StandardOutput.ReadLine() is { } line)
            {
                if (Envelope.Parse(line) is { } happened)
                    _events.Add(happened);
            }

            _events.CompleteAdding();
        }
        catch (ObjectDisposedException)
        {
        }
    }
}
