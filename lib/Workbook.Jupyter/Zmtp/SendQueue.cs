namespace Workbook.Jupyter.Zmtp;

/// <summary>
/// What waits for a peer to read it, up to a limit. At the limit a sender waits a moment, for a peer that is only slow; a
/// peer that has taken nothing by then loses messages, without anybody waiting, until it reads again.
/// </summary>
internal sealed class SendQueue
{
    internal const long MaxBytes = 64L << 20;
    private const int TimeoutMilliseconds = 250;

    private readonly object _gate = new();
    private readonly Queue<Outgoing> _waiting = new();
    private long _bytes;
    private bool _stalled, _closed, _writing;

    /// <summary>A queue below its limit takes a message of any size.</summary>
    public void Add(Outgoing message)
    {
        lock (_gate)
        {
            var deadline = Environment.TickCount64 + TimeoutMilliseconds;
            while (_bytes >= MaxBytes && !_stalled && !_closed)
            {
                var left = deadline - Environment.TickCount64;
                _stalled = left <= 0;
                if (!_stalled)
                    Monitor.Wait(_gate, (int)left);
            }
            if (_stalled || _closed)
                return;
            _waiting.Enqueue(message);
            _bytes += message.Size;
            Monitor.PulseAll(_gate);
        }
    }

    /// <param name="beforeWaiting">Called when nothing is left to take.</param>
    /// <returns>Null when the queue is closed.</returns>
    public Outgoing? Take(Action beforeWaiting)
    {
        lock (_gate)
        {
            if (_waiting.Count > 0 || _closed)
                return Next();
        }
        beforeWaiting();
        lock (_gate)
        {
            _writing = false;
            Monitor.PulseAll(_gate);
            while (_waiting.Count == 0 && !_closed)
                Monitor.Wait(_gate);
            return Next();
        }
    }

    public void WaitUntilEmpty(TimeSpan patience)
    {
        lock (_gate)
        {
            var deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
            while ((_waiting.Count > 0 || _writing) && !_closed && deadline > Environment.TickCount64)
                Monitor.Wait(_gate, (int)(deadline - Environment.TickCount64 + 1));
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _waiting.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    private Outgoing? Next()
    {
        if (_closed)
            return null;
        var message = _waiting.Dequeue();
        _bytes -= message.Size;
        _writing = true;
        if (_bytes < MaxBytes / 2)
            _stalled = false;
        Monitor.PulseAll(_gate);
        return message;
    }
}
