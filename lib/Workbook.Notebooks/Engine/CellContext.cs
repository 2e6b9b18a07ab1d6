namespace Workbook.Notebooks.Engine;

/// <summary>The cell that is running, as the code in it sees it; flows with it into its tasks.</summary>
internal sealed class CellContext(ICellHost host, ICellOutput output, CancellationToken cancellation)
{
    private static readonly AsyncLocal<CellContext?> CurrentCell = new();
    private readonly Lock _lock = new();
    private OutputLimit? _limit;
    private bool _isLeft;

    /// <summary>Null on threads that no cell started.</summary>
    public static CellContext? Current
    {
        get => CurrentCell.Value;
        set => CurrentCell.Value = value;
    }

    public static CellContext Required => Current
        ?? throw new WorkbookException("This can only be called from a notebook cell that is running.");

    public ICellHost Host => host;

    public CancellationToken Cancellation => cancellation;

    public void Stream(StreamName stream, string text) => Send(() =>
    {
        if (Limit.Take(text, out var note) is { Length: > 0 } shown)
            output.Stream(stream, shown);
        Tell(note);
    });

    public void Display(MimeBundle bundle, string? displayId = null, bool isUpdate = false) => Send(() =>
    {
        string? note = null;
        if (isUpdate || Limit.TakeOutput(out note))
            output.Display(Limit.Cut(bundle), displayId, isUpdate);
        Tell(note);
    });

    public void Clear(bool wait) => Send(() =>
    {
        Limit.Cleared();
        output.Clear(wait);
    });

    /// <summary>The cell's value as it is shown.</summary>
    public MimeBundle Cut(MimeBundle value) => Limit.Cut(value);

    /// <summary>Tells what the cell has written beyond its limit.</summary>
    public void ReportTruncation() => Send(() => Tell(Limit.Summary));

    public string ReadLine(string prompt, bool isPassword) => output.ReadLine(prompt, isPassword);

    /// <summary>What a cell that was left behind still says is not heard any more.</summary>
    public void Abandon()
    {
        lock (_lock)
            _isLeft = true;
    }

    /// <summary>Made at the first output: a cell may begin with setting it.</summary>
    private OutputLimit Limit => _limit ??= new OutputLimit(host.Workspace.OutputLimit);

    private void Tell(string? note)
    {
        if (note is not null)
            output.Stream(StreamName.Stderr, note);
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
