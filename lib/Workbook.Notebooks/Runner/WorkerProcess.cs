using System.Diagnostics;
using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Workbook.Notebooks.Runner;

/// <summary>A worker as its runner sees it: the events that it tells, and what its process writes to its standard streams.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(10);

    private readonly WorkerLine _line;
    private readonly NamedPipeServerStream _pipe;
    private readonly Process _process;

    /// <exception cref="WorkbookException">The command can't be started.</exception>
    public WorkerProcess(WorkerOptions job, IReadOnlyList<string> command)
    {
        _line = new WorkerLine($"workbook-{RandomNumberGenerator.GetHexString(16)}", RandomNumberGenerator.GetHexString(32), RandomNumberGenerator.GetHexString(32));
        _pipe = new NamedPipeServerStream(_line.Pipe, PipeDirection.InOut, maxNumberOfServerInstances: 1, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            _process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
            {
                RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            })!;
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            _pipe.Dispose();
            throw new WorkbookException($"The worker that runs a notebook can't be started: '{string.Join(' ', command)}': {fault.Message}", fault);
        }

        Out = new RawOutput(_process.StandardOutput.BaseStream, _line.Mark, job.OutputLimit);
        Error = new RawOutput(_process.StandardError.BaseStream, _line.Mark, job.OutputLimit);
        try
        {
            _process.StandardInput.WriteLine(JsonSerializer.Serialize(job with { Line = _line }));
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It is gone already, and its exit code says more.
        }
    }

    public RawOutput Out { get; }

    public RawOutput Error { get; }

    public int ExitCode => _process.ExitCode;

    /// <summary>Until the worker's end, or that of its process. A line that it didn't write is passed over.</summary>
    public IEnumerable<NotebookRunEvent> Events()
    {
        var connected = _pipe.WaitForConnectionAsync();
        Task.WaitAny(connected, _process.WaitForExitAsync());
        if (!connected.Wait(ConnectTimeout))
            yield break;
        using var lines = new StreamReader(_pipe, Encoding.UTF8, leaveOpen: true);
        while (Line(lines) is { } line)
        {
            if (WorkerChannel.Parse(line, _line.Secret) is not { } happened)
                continue;
            if (happened.Kind == WorkerChannel.RawKind)
            {
                Reply(new RawText(Out.TakeMarked(), Error.TakeMarked()));
                continue;
            }

            yield return happened;
            if (happened.Kind == "end")
                break;
        }
    }

    /// <summary>A thread that a cell left behind may keep the process from its end: it gets a moment.</summary>
    public void WaitForExit()
    {
        if (!_process.WaitForExit(ExitTimeout))
            Kill();
        _process.WaitForExit();
    }

    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        _pipe.Dispose();
        _process.Dispose();
    }

    private static string? Line(StreamReader lines)
    {
        try
        {
            return lines.ReadLine();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Reply(RawText raw)
    {
        try
        {
            _pipe.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(raw) + "\n"));
        }
        catch (IOException)
        {
            // It ended meanwhile.
        }
    }
}
