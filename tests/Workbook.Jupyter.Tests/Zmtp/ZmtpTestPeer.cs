using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Workbook.Jupyter.Tests.Zmtp;

/// <summary>A ZeroMQ client written from the specification, apart from the code under test: DEALER, REQ or SUB.</summary>
internal sealed class ZmtpTestPeer : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly NetworkStream _stream;
    private readonly BufferedStream _incoming;

    private ZmtpTestPeer(int port, TimeSpan patience)
    {
        _socket.Connect(IPAddress.Loopback, port);
        _socket.NoDelay = true;
        _socket.ReceiveTimeout = (int)patience.TotalMilliseconds;
        _stream = new NetworkStream(_socket);
        _incoming = new BufferedStream(_stream, 1 << 16);
    }

    /// <summary>Connects and sends nothing.</summary>
    public static ZmtpTestPeer Raw(int port) => new(port, TimeSpan.FromSeconds(15));

    public static ZmtpTestPeer Connect(int port, string type, string identity = "", TimeSpan? patience = null)
    {
        var peer = new ZmtpTestPeer(port, patience ?? TimeSpan.FromSeconds(15));
        byte[] name = Encoding.ASCII.GetBytes(type), id = Encoding.ASCII.GetBytes(identity);
        peer.SendBytes(Greeting());
        Assert.Equal(Greeting(), peer.ReadBytes(64));
        peer.SendFrame(4, [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)name.Length, .. name, 8, .. "Identity"u8, 0, 0, 0, (byte)id.Length, .. id]);
        var (flags, ready) = peer.ReadFrame();
        Assert.Equal(4, flags);
        Assert.StartsWith("\u0005READY\u000bSocket-Type", Encoding.ASCII.GetString(ready));
        if (type == "SUB")
            peer.SendFrame(0, [1]);
        return peer;
    }

    public static byte[] Greeting() => [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0, (byte)'N', (byte)'U', (byte)'L', (byte)'L', .. new byte[48]];

    public void SendBytes(ReadOnlySpan<byte> bytes) => _stream.Write(bytes);

    public void SendFrame(byte flags, byte[] body)
    {
        if (body.Length < 256)
        {
            SendBytes([flags, (byte)body.Length, .. body]);
            return;
        }
        var head = new byte[9];
        head[0] = (byte)(flags | 2);
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(1), body.Length);
        SendBytes(head);
        SendBytes(body);
    }

    public void Send(params IReadOnlyList<byte[]> frames)
    {
        for (var index = 0; index < frames.Count; index++)
            SendFrame((byte)(index < frames.Count - 1 ? 1 : 0), frames[index]);
    }

    public (int Flags, byte[] Body) ReadFrame()
    {
        var flags = ReadBytes(1)[0];
        var length = (flags & 2) != 0 ? BinaryPrimitives.ReadInt64BigEndian(ReadBytes(8)) : ReadBytes(1)[0];
        return (flags & ~2, ReadBytes((int)length));
    }

    public List<byte[]> Receive()
    {
        var frames = new List<byte[]>();
        while (true)
        {
            var (flags, body) = ReadFrame();
            frames.Add(body);
            if ((flags & 1) == 0)
                return frames;
        }
    }

    public byte[] ReadBytes(int count)
    {
        var bytes = new byte[count];
        _incoming.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Whether the other side ends the connection, whatever it still sends.</summary>
    public bool IsClosed()
    {
        try
        {
            var rest = new byte[4096];
            while (_incoming.Read(rest) > 0)
            {
            }
            return true;
        }
        catch (IOException fault)
        {
            return (fault.InnerException as SocketException)?.SocketErrorCode is not SocketError.TimedOut and not SocketError.WouldBlock;
        }
    }

    public void Dispose() => _socket.Dispose();
}
