using System.Net.Sockets;

namespace Workbook.Jupyter.Zmtp;

/// <summary>One connection: greeting, handshake, then messages until either side ends it or the peer breaks the protocol.</summary>
internal sealed class ZmtpPeer
{
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private readonly Socket _connection;
    private readonly ZmtpSocketType _type;
    private readonly SendQueue _outgoing = new();
    private readonly Subscriptions _subscriptions = new();
    private volatile bool _isReady;

    public ZmtpPeer(Socket connection, ZmtpSocketType type) => (_connection, _type) = (connection, type);

    /// <summary>What the peer calls itself, often nothing. Not unique: a Jupyter manager gives all its clients the same.</summary>
    public byte[] Identity { get; private set; } = [];

    public bool IsReady => _isReady;

    public bool IsSubscribedTo(byte[] topic) => _subscriptions.Match(topic);

    /// <summary>Queues a message; one that an idle peer has no room for is dropped, as ZeroMQ does.</summary>
    public void Send(IReadOnlyList<byte[]> frames) => _outgoing.Add(new Outgoing(frames));

    public void Drain(TimeSpan patience) => _outgoing.WaitUntilEmpty(patience);

    public void Close()
    {
        _outgoing.Close();
        _connection.Dispose();
    }

    /// <summary>Reads until the connection ends.</summary>
    public void Run(Action<ZmtpPeer, IReadOnlyList<byte[]>> received)
    {
        try
        {
            _connection.NoDelay = true;
            _connection.ReceiveTimeout = (int)HandshakeTimeout.TotalMilliseconds;
            using var stream = new NetworkStream(_connection);
            using var incoming = new BufferedStream(stream, 1 << 16);
            var reader = new FrameReader(incoming);
            stream.Write(Greeting.Ours);
            Greeting.Read(stream);
            FrameWriter.Write(stream, Commands.Ready(_type));
            Identity = Commands.ReadReady(reader.Next(), _type);
            _connection.ReceiveTimeout = 0;
            ZmtpSocket.StartThread($"zmtp {_type} writer", () => Write(stream));
            _isReady = true;
            while (true)
                Read(reader, received);
        }
        catch (Exception)
        {
            // Gone, or no ZeroMQ peer at all: there is nobody to tell, and no peer may end the process.
        }
        finally
        {
            _isReady = false;
            Close();
        }
    }

    private void Read(FrameReader reader, Action<ZmtpPeer, IReadOnlyList<byte[]>> received)
    {
        var frame = reader.Next();
        if (frame.IsCommand)
        {
            if (Commands.Pong(frame.Body) is { } pong)
                _outgoing.Add(pong);
            _subscriptions.Apply(frame);
            return;
        }
        var message = new List<byte[]> { frame.Body };
        for (var taken = FrameReader.Taken(frame); frame.HasMore; taken += FrameReader.Taken(frame))
        {
            frame = reader.Next(taken);
            message.Add(frame.Body);
        }
        if (_type == ZmtpSocketType.Pub)
            _subscriptions.Apply(frame);
        else
            received(this, message);
    }

    private void Write(Stream stream)
    {
        try
        {
            using var buffered = new BufferedStream(stream, 1 << 16);
            while (_outgoing.Take(beforeWaiting: buffered.Flush) is { } next)
                FrameWriter.Write(buffered, next);
        }
        catch (Exception)
        {
            Close(); // which ends the reading thread
        }
    }
}

/// <summary>The peer breaks ZMTP.</summary>
internal sealed class ZmtpException(string message) : Exception(message);
