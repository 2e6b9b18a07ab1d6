using System.Text;
using System.Text.Json.Nodes;
using Workbook.Jupyter.Zmtp;
using Workbook.Notebooks.Engine;

namespace Workbook.Jupyter.Kernel;

/// <summary>
/// What all front ends hear. Text that cells write is gathered for a moment, so that a loop of WriteLine makes few
/// messages; everything else sends what was gathered first, so that the order holds.
/// </summary>
internal sealed class IoPub
{
    private const int GatherMilliseconds = 40;
    private const int GatherCharacters = 1 << 16;

    private readonly ZmtpSocket _socket;
    private readonly MessageWriter _writer;
    private readonly object _lock = new();
    private readonly StringBuilder _text = new();
    private JsonObject? _parent;
    private StreamName _name;

    public IoPub(ZmtpSocket socket, MessageWriter writer)
    {
        (_socket, _writer) = (socket, writer);
        ZmtpSocket.StartThread("jupyter output", SendGathered);
    }

    /// <param name="parent">Header of the request that it belongs to.</param>
    public void Publish(string type, JsonObject? parent, JsonObject content)
    {
        lock (_lock)
        {
            Flush();
            Send(type, parent, content);
        }
    }

    public void Stream(JsonObject parent, StreamName name, string text)
    {
        if (text.Length == 0)
            return;
        lock (_lock)
        {
            if (_parent != parent || _name != name)
                Flush();
            (_parent, _name) = (parent, name);
            _text.Append(text);
            if (_text.Length >= GatherCharacters)
                Flush();
            else
                Monitor.PulseAll(_lock);
        }
    }

    private void Flush()
    {
        if (_text.Length == 0)
            return;
        var text = _text.ToString();
        _text.Clear();
        Send("stream", _parent, new JsonObject { ["name"] = _name == StreamName.Stdout ? "stdout" : "stderr", ["text"] = text });
    }

    private void Send(string type, JsonObject? parent, JsonObject content) =>
        _socket.Publish(_writer.Write([Encoding.ASCII.GetBytes(type)], type, parent, content));

    private void SendGathered()
    {
        while (true)
        {
            lock (_lock)
                while (_text.Length == 0)
                    Monitor.Wait(_lock);
            Thread.Sleep(GatherMilliseconds);
            lock (_lock)
                Flush();
        }
    }
}
