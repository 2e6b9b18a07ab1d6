namespace Workbook.Notebooks.Engine;

/// <summary>The cell that is running, as the code in it sees it; flows with it into its tasks.</summary>
internal sealed class CellContext(NotebookSession session, ICellOutput output, CancellationToken cancellation)
{
    private static readonly AsyncLocal<CellContext?> CurrentCell = new();
    private readonly Lock _lock = new();
    private bool _isLeft;

    /// <summary>Null on threads that no cell started.</summary>
    public static CellContext? Current
    {
        get => CurrentCell.Value;
        set => CurrentCell.Value = value;
    }

    public static CellContext Required => Current
        ?? throw new WorkbookException("This can only be called from a notebook cell that is running.");

    public NotebookSession Session => session;

    public CancellationToken Cancellation => cancellation;

    public void Stream(StreamName stream, string text) => Send(() => output.Stream(stream, text));

    public void Display(MimeBundle bundle, string? displayId = null, bool isUpdate = false) => Send(() => output.Display(bundle, displayId, isUpdate));

    public void Clear(bool wait) => Send(() => output.Clear(wait));

    public string ReadLine(string prompt, bool isPassword) => output.ReadLine(prompt, isPassword);

    /// <summary>What a cell that was left behind still says is not heard any more.</summary>
    public void Leave()
    {
        lock (_lock)
            _isLeft = true;
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
