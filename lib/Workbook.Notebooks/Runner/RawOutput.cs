using System.Text;

namespace Workbook.Notebooks.Runner;

/// <summary>
/// Gathers one of a worker's standard streams, up to a limit, on a thread of its own. Behind each cell the worker writes a
/// mark, by which it is known what came before. What is no UTF-8 becomes U+FFFD.
/// </summary>
internal sealed class RawOutput
{
    private const int TimeoutMilliseconds = 2_000;

    private readonly object _lock = new();
    private readonly StringBuilder _text = new();
    private readonly string _mark;
    private readonly long _most;
    private string _last = "";
    private long _count;
    private int _marks, _marksHere, _taken;
    private bool _isOver;

    /// <param name="most">Characters that are kept; 0 for all.</param>
    public RawOutput(Stream stream, string mark, long most)
    {
        (_mark, _most) = (mark, most == 0 ? long.MaxValue : most);
        new Thread(() => Read(stream)) { IsBackground = true, Name = "worker output" }.Start();
    }

    /// <summary>Takes what came before the next mark.</summary>
    public string TakeMarked()
    {
        lock (_lock)
        {
            Wait(TimeoutMilliseconds, () => _marks > _taken);
            _taken = Math.Max(_taken + 1, _marks);
            return Take();
        }
    }

    /// <summary>Takes what came until the stream's end; a child that holds it open is waited for no longer than a moment.</summary>
    public string TakeRest()
    {
        lock (_lock)
        {
            Wait(TimeoutMilliseconds / 4, () => false);
            return Take();
        }
    }

    private void Wait(int patience, Func<bool> isThere)
    {
        for (var end = Environment.TickCount64 + patience; !isThere() && !_isOver && Environment.TickCount64 < end;)
            Monitor.Wait(_lock, (int)Math.Max(1, end - Environment.TickCount64));
    }

    private string Take()
    {
        var whole = _text.Replace(_mark, "").ToString();
        var kept = whole.Length > _most ? whole[..(int)_most] : whole;
        var left = _count - (_marksHere * _mark.Length) - kept.Length;
        _text.Clear();
        (_count, _marksHere) = (0, 0);
        return left > 0 ? Invariant($"{kept}\n… {left:N0} more characters were not kept.\n") : kept;
    }

    private void Read(Stream stream)
    {
        var (bytes, letters) = (new byte[1 << 16], new char[(1 << 16) + 1]);
        var decoder = Encoding.UTF8.GetDecoder();
        for (var count = -1; count != 0;)
        {
            try
            {
                count = stream.Read(bytes);
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException)
            {
                count = 0;
            }

            lock (_lock)
            {
                Add(letters.AsSpan(0, decoder.GetChars(bytes.AsSpan(0, count), letters, flush: count == 0)));
                _isOver = count == 0;
                Monitor.PulseAll(_lock);
            }
        }
    }

    private void Add(ReadOnlySpan<char> read)
    {
        // Room for a mark behind the last character that is kept: a part of one would stay.
        var room = _most == long.MaxValue ? read.Length : (int)Math.Clamp(_most + _mark.Length - _text.Length, 0, read.Length);
        _text.Append(read[..room]);
        _count += read.Length;
        var searched = string.Concat(_last, read);
        for (var place = searched.IndexOf(_mark, StringComparison.Ordinal); place >= 0; place = searched.IndexOf(_mark, place + _mark.Length, StringComparison.Ordinal))
            (_marks, _marksHere) = (_marks + 1, _marksHere + 1);
        _last = searched[Math.Max(0, searched.Length - _mark.Length + 1)..];
    }
}
