using System.Text.Json.Nodes;
using Workbook.Jupyter.Zmtp;
using Workbook.Notebooks.Engine;

namespace Workbook.Jupyter.Kernel;

/// <summary>Asks the front end that a cell came from, on the stdin socket, and waits for its answer.</summary>
internal sealed class FrontEndInput(ZmtpSocket socket, MessageWriter writer)
{
    private const int ConnectMilliseconds = 2_000;

    private readonly object _lock = new();
    private byte[]? _asked;
    private string? _answer;

    /// <param name="cell">The execute request.</param>
    /// <exception cref="InputUnavailableException">The front end has no stdin connection.</exception>
    /// <exception cref="OperationCanceledException">The cell was interrupted meanwhile.</exception>
    public string Ask(Message cell, string prompt, bool isPassword)
    {
        var peers = PeersOf(cell.Sender);
        if (peers.Count == 0)
            throw new InputUnavailableException();
        lock (_lock)
            (_asked, _answer) = (cell.Sender.Identity, null);
        try
        {
            var request = writer.Write(cell.Route, "input_request", cell.Header, new JsonObject { ["prompt"] = prompt, ["password"] = isPassword });
            // Clients of one manager share an identity: whichever of them has somebody to ask answers.
            foreach (var peer in peers)
                peer.Send(request);
            lock (_lock)
            {
                while (_answer is null && _asked is not null)
                    Monitor.Wait(_lock);
                return _answer ?? throw new OperationCanceledException("Interrupted while waiting for input.");
            }
        }
        finally
        {
            lock (_lock)
                _asked = null;
        }
    }

    /// <summary>An answer that nobody waits for, or from somebody else, goes by.</summary>
    public void Receive(Message message)
    {
        lock (_lock)
        {
            if (message.Type != "input_reply" || _asked is null || !message.Sender.Identity.AsSpan().SequenceEqual(_asked))
                return;
            _answer = message.Text("value");
            Monitor.PulseAll(_lock);
        }
    }

    public void Interrupt()
    {
        lock (_lock)
        {
            _asked = null;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>A front end may connect its stdin a little later than its shell.</summary>
    private List<ZmtpPeer> PeersOf(ZmtpPeer shell)
    {
        for (var waited = 0; ; waited += 50)
        {
            var peers = socket.Peers.Where(peer => peer.Identity.AsSpan().SequenceEqual(shell.Identity)).ToList();
            if (peers.Count > 0 || waited >= ConnectMilliseconds)
                return peers;
            Thread.Sleep(50);
        }
    }
}
