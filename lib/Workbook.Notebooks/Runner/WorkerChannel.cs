using System.IO.Pipes;
using System.Text;
using System.Text.Json;

namespace Workbook.Notebooks.Runner;

/// <summary>What came out of a worker's process past the engine: from native code, a child process, or the console's own streams.</summary>
internal sealed record RawText(string Out, string Error);

/// <param name="Pipe">Its name.</param>
/// <param name="Secret">Begins each line of it.</param>
/// <param name="Mark">Ends what a cell has written to the standard streams.</param>
internal sealed record WorkerLine(string Pipe, string Secret, string Mark);

/// <summary>
/// The worker's end of the line to its runner: a pipe for one, taken before any cell runs. Not standard output, where cells
/// write; each line begins with a secret that only the two ends know, so that one which a cell slips in is no event.
/// </summary>
internal sealed class WorkerChannel : IDisposable
{
    /// <summary>The event that asks for raw text; it stays between the two ends.</summary>
    public const string RawKind = "raw";

    private const int TimeoutMilliseconds = 30_000;

    private readonly WorkerLine _line;
    private readonly NamedPipeClientStream _pipe;
    private readonly StreamReader _replies;
    private readonly Lock _lock = new();

    /// <exception cref="WorkbookException">Nobody is at the other end.</exception>
    public WorkerChannel(WorkerLine line)
    {
        _line = line;
        _pipe = new NamedPipeClientStream(".", line.Pipe, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            _pipe.Connect(TimeoutMilliseconds);
        }
        catch (Exception fault) when (fault is TimeoutException or IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"A worker expects the runner that started it at the pipe '{line.Pipe}', and it isn't there: {fault.Message} 'notebook run' starts workers; they aren't started by hand.", fault);
        }

        _replies = new StreamReader(_pipe);
    }

    public void Tell(NotebookRunEvent happened)
    {
        lock (_lock)
            _pipe.Write(Encoding.UTF8.GetBytes($"{_line.Secret}{JsonSerializer.Serialize(happened)}\n"));
    }

    /// <summary>Waits until the runner has read all that this process has written to its standard streams so far, and takes it from there.</summary>
    public RawText TakeRaw()
    {
        Mark(PlainStreams.Output);
        Mark(PlainStreams.Error);
        Tell(new NotebookRunEvent("", RawKind));
        return JsonSerializer.Deserialize<RawText>(_replies.ReadLine() ?? throw new IOException("The runner is gone."))!;
    }

    /// <summary>The event on a line; null for a line that no worker wrote, or not to its end.</summary>
    public static NotebookRunEvent? Parse(string line, string secret)
    {
        // What a cell slipped in without a line end may stand before it.
        var place = line.LastIndexOf(secret, StringComparison.Ordinal);
        if (place < 0)
            return null;
        try
        {
            return JsonSerializer.Deserialize<NotebookRunEvent>(line.AsSpan(place + secret.Length));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _pipe.Dispose();

    private void Mark(Func<Stream> stream)
    {
        try
        {
            using var marked = stream();
            marked.Write(Encoding.ASCII.GetBytes(_line.Mark));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A cell has closed it. Then the runner sees its end, and waits for no mark.
        }
    }
}
