using System.Net;
using System.Net.Sockets;

namespace Workbook.Jupyter.Zmtp;

/// <summary>ZeroMQ's socket types that a Jupyter kernel binds.</summary>
internal enum ZmtpSocketType { Router, Pub, Rep }

/// <summary>
/// A bound ZeroMQ socket: ZMTP 3.0 with the NULL mechanism over TCP (https://rfc.zeromq.org/spec/23/), as much as a Jupyter
/// kernel needs. Every peer has threads of its own, since a cell may fill the thread pool, and whatever a peer sends or
/// leaves unread costs that peer alone its connection or its messages.
/// </summary>
internal sealed class ZmtpSocket : IDisposable
{
    private const int MaxPeers = 256;
    private const int StackSize = 256 * 1024;

    private readonly Socket _listener;
    private readonly Action<ZmtpPeer, IReadOnlyList<byte[]>> _received;
    private readonly Lock _gate = new();
    private readonly List<ZmtpPeer> _peers = [];

    private ZmtpSocket(ZmtpSocketType type, Socket listener, Action<ZmtpPeer, IReadOnlyList<byte[]>> received) =>
        (Type, _listener, _received) = (type, listener, received);

    public ZmtpSocketType Type { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Those that have shaken hands, the oldest first.</summary>
    public IReadOnlyList<ZmtpPeer> Peers
    {
        get
        {
            lock (_gate)
                return [.. _peers.Where(peer => peer.IsReady)];
        }
    }

    /// <param name="port">0 for any that is free.</param>
    /// <param name="received">Called with whole messages, on the thread of the peer they come from.</param>
    public static ZmtpSocket Bind(ZmtpSocketType type, IPAddress address, int port, Action<ZmtpPeer, IReadOnlyList<byte[]>>? received = null)
    {
        var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen();
        }
        catch (SocketException fault)
        {
            listener.Dispose();
            throw new WorkbookException($"Port {port} of {address} can't be listened on: {fault.Message}. Start the kernel again, so that it is given free ports.", fault);
        }
        var socket = new ZmtpSocket(type, listener, received ?? ((_, _) => { }));
        StartThread($"zmtp {type} {socket.Port}", socket.Accept);
        return socket;
    }

    /// <summary>To every subscriber whose subscription is a prefix of the first frame.</summary>
    public void Publish(IReadOnlyList<byte[]> frames)
    {
        foreach (var peer in Peers)
            if (peer.IsSubscribedTo(frames[0]))
                peer.Send(frames);
    }

    internal static void StartThread(string name, ThreadStart work) => new Thread(work, StackSize) { IsBackground = true, Name = name }.Start();

    private void Accept()
    {
        while (true)
        {
            Socket connection;
            try
            {
                connection = _listener.Accept();
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException fault) when (fault.SocketErrorCode is SocketError.OperationAborted or SocketError.Interrupted or SocketError.InvalidArgument or SocketError.NotSocket)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer was gone before it was accepted, or the process is short of descriptors.
                Thread.Sleep(10);
                continue;
            }
            Serve(connection);
        }
    }

    private void Serve(Socket connection)
    {
        var peer = new ZmtpPeer(connection, Type);
        lock (_gate)
        {
            if (_peers.Count >= MaxPeers)
            {
                peer.Close();
                return;
            }
            _peers.Add(peer);
        }
        StartThread($"zmtp {Type} peer", () =>
        {
            peer.Run(_received);
            lock (_gate)
                _peers.Remove(peer);
        });
    }

    /// <summary>Gives what is still to be sent half a second.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        var deadline = Environment.TickCount64 + 500;
        List<ZmtpPeer> peers;
        lock (_gate)
            peers = [.. _peers];
        foreach (var peer in peers)
        {
            peer.Drain(TimeSpan.FromMilliseconds(Math.Max(0, deadline - Environment.TickCount64)));
            peer.Close();
        }
    }
}
