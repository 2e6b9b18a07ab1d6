namespace Workbook.Jupyter.Zmtp;

/// <summary>The topics one subscriber wants, by prefix. ZMTP 3.0 sends them as messages that begin with 1 or 0, 3.1 as commands.</summary>
internal sealed class Subscriptions
{
    private const int MaxPrefixes = 1_000;

    private readonly Lock _gate = new();
    private readonly List<byte[]> _prefixes = [];

    public void Apply(Frame frame)
    {
        var body = frame.Body;
        if (frame.IsCommand)
        {
            if (Commands.Is(body, "SUBSCRIBE"u8))
                Add(body[10..]);
            else if (Commands.Is(body, "CANCEL"u8))
                Remove(body[7..]);
        }
        else if (body is [1, ..])
            Add(body[1..]);
        else if (body is [0, ..])
            Remove(body[1..]);
    }

    public bool Match(byte[] topic)
    {
        lock (_gate)
            return _prefixes.Exists(prefix => topic.AsSpan().StartsWith(prefix));
    }

    private void Add(byte[] prefix)
    {
        lock (_gate)
            if (_prefixes.Count < MaxPrefixes)
                _prefixes.Add(prefix);
    }

    private void Remove(byte[] prefix)
    {
        lock (_gate)
        {
            var index = _prefixes.FindIndex(known => known.AsSpan().SequenceEqual(prefix));
            if (index >= 0)
                _prefixes.RemoveAt(index);
        }
    }
}
