namespace Workbook.Notebooks.Engine;

/// <summary>The cell that is running, as the code in it sees it; flows with it into its tasks.</summary>
public sealed class CellContext
{
    private static readonly AsyncLocal<CellContext?> CurrentCell = new();
    private readonly Lock _lock = new();
    private OutputLimit? _limit;
    private readonly ICellOutput _output;
    private bool _isLeft;

    internal CellContext(ICellHost host, ICellOutput output, CancellationToken cancellation) =>
        (Host, _output, Cancellation) = (host, output, cancellation);

    /// <summary>Null on threads that no cell started.</summary>
    public static CellContext? Current
    {
        get => CurrentCell.Value;
        internal set => CurrentCell.Value = value;
    }

    /// <exception cref="WorkbookException">No cell is running.</exception>
    public static CellContext Required => Current
        ?? throw new WorkbookException("This can only be called from a notebook cell that is running.");

    /// <summary>Whoever runs the cell, with its workspace and the variables of all cells.</summary>
    public ICellHost Host { get; }

    /// <summary>Set when the cell is interrupted.</summary>
    public CancellationToken Cancellation { get; }

    internal void Stream(StreamName stream, string text) => Send(() =>
    {
        if (Limit.Take(text, out var note) is { Length: > 0 } shown)
            _output.Stream(stream, shown);
        Tell(note);
    });

    /// <summary>Shows something below the cell.</summary>
    /// <param name="displayId">By which it can be updated; null for never.</param>
    public void Display(MimeBundle bundle, string? displayId = null, bool isUpdate = false) => Send(() =>
    {
        string? note = null;
        if (isUpdate || Limit.TakeOutput(out note))
            _output.Display(Limit.Cut(bundle), displayId, isUpdate);
        Tell(note);
    });

    internal void Clear(bool wait) => Send(() =>
    {
        Limit.Cleared();
        _output.Clear(wait);
    });

    /// <summary>The cell's value as it is shown.</summary>
    internal MimeBundle Cut(MimeBundle value) => Limit.Cut(value);

    /// <summary>Tells what the cell has written beyond its limit.</summary>
    internal void ReportTruncation() => Send(() => Tell(Limit.Summary));

    internal string ReadLine(string prompt, bool isPassword) => _output.ReadLine(prompt, isPassword);

    /// <summary>What a cell that was left behind still says is not heard any more.</summary>
    internal void Abandon()
    {
        lock (_lock)
            _isLeft = true;
    }

    /// <summary>Made at the first output: a cell may begin with setting it.</summary>
    private OutputLimit Limit => _limit ??= new OutputLimit(Host.Workspace.OutputLimit);

    private void Tell(string? note)
    {
        if (note is not null)
            _output.Stream(StreamName.Stderr, note);
    }

    private void Send(Action send)
    {
        lock (_lock)
        {
            if (!_isLeft)
                send();
        }
    }
}
