namespace Workbook.Jupyter.Kernel;

/// <summary>Requests in the order they came, for the one thread that answers them.</summary>
internal sealed class RequestQueue
{
    private readonly object _lock = new();
    private readonly Queue<(Message Request, long Number)> _waiting = new();
    private long _last, _abortedUpTo;
    private bool _isClosed;

    public void Add(Message request)
    {
        lock (_lock)
        {
            _waiting.Enqueue((request, ++_last));
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>A cell failed: the execute requests that wait behind it are not to run.</summary>
    public void Abort()
    {
        lock (_lock)
            _abortedUpTo = _last;
    }

    /// <returns>Null once the queue is closed.</returns>
    public (Message Request, bool IsAborted)? Take()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_isClosed)
                Monitor.Wait(_lock);
            if (_isClosed)
                return null;
            var (request, number) = _waiting.Dequeue();
            return (request, number <= _abortedUpTo && request.Type == "execute_request");
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Monitor.PulseAll(_lock);
        }
    }
}
