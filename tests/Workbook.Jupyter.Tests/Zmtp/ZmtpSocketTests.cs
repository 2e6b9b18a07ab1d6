using System.Net;
using System.Text;
using Workbook.Jupyter.Zmtp;

namespace Workbook.Jupyter.Tests.Zmtp;

public sealed class ZmtpSocketTests
{
    [Fact]
    public void A_router_gets_whole_messages_and_answers_on_the_same_connection()
    {
        using var router = Bind(ZmtpSocketType.Router, (peer, frames) => peer.Send([.. frames.Reverse()]));
        using var first = ZmtpTestPeer.Connect(router.Port, "DEALER", "same");
        using var second = ZmtpTestPeer.Connect(router.Port, "DEALER", "same");
        first.Send([1], [], [2, 3]);
        second.Send([9]);
        Assert.Equal([[2, 3], [], [1]], first.Receive());
        Assert.Equal([[9]], second.Receive());
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(20_000_000)]
    public void Frames_of_all_sizes_come_back_as_they_were(int size)
    {
        using var echo = Bind(ZmtpSocketType.Rep, (peer, frames) => peer.Send(frames));
        using var client = ZmtpTestPeer.Connect(echo.Port, "REQ");
        var body = new byte[size];
        new Random(7).NextBytes(body);
        client.Send([], body);
        var answer = client.Receive();
        Assert.Equal(2, answer.Count);
        Assert.True(body.AsSpan().SequenceEqual(answer[1]));
    }

    [Fact]
    public void A_ping_is_answered_with_its_context()
    {
        using var router = Bind(ZmtpSocketType.Router);
        using var client = ZmtpTestPeer.Connect(router.Port, "DEALER");
        client.SendFrame(4, [4, .. "PING"u8, 0, 10, .. "abc"u8]);
        var (flags, body) = client.ReadFrame();
        Assert.Equal((4, "\u0004PONGabc"), (flags, Encoding.ASCII.GetString(body)));
    }

    [Fact]
    public void Subscribers_get_what_they_subscribed_to()
    {
        using var pub = Bind(ZmtpSocketType.Pub);
        using var client = ZmtpTestPeer.Connect(pub.Port, "SUB");
        client.SendFrame(0, [0]);
        client.SendFrame(4, [9, .. "SUBSCRIBE"u8, .. "st"u8]);
        client.SendFrame(4, [4, .. "PING"u8, 0, 0]); // once this is answered, the subscriptions were read
        client.ReadFrame();
        pub.Publish(["error"u8.ToArray()]);
        pub.Publish(["status"u8.ToArray(), [1]]);
        Assert.Equal(["status"u8.ToArray(), [1]], client.Receive());
    }

    [Fact]
    public void A_subscriber_that_never_reads_loses_messages_and_holds_up_nobody_else()
    {
        using var pub = Bind(ZmtpSocketType.Pub);
        using var sleeper = ZmtpTestPeer.Connect(pub.Port, "SUB");
        using var reader = ZmtpTestPeer.Connect(pub.Port, "SUB");
        Assert.True(SpinWait.SpinUntil(() => pub.Peers.Count == 2 && pub.Peers.All(peer => peer.IsSubscribedTo([])), 5_000));
        var body = new byte[1 << 20];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var number = 0; number < 300; number++)
        {
            pub.Publish([[(byte)(number % 256)], (byte[])body.Clone()]);
            Assert.Equal((byte)(number % 256), reader.Receive()[0][0]);
        }
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
        var grown = (GC.GetTotalMemory(forceFullCollection: true) - before) >> 20;
        Assert.InRange(grown, 0, (SendQueue.MaxBytes >> 20) + 20);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000")]
    public void Whoever_talks_another_protocol_is_cut_off_at_once(string text)
    {
        using var router = Bind(ZmtpSocketType.Router);
        using var client = ZmtpTestPeer.Raw(router.Port);
        client.SendBytes(Encoding.Latin1.GetBytes(text));
        Assert.True(client.IsClosed());
    }

    [Theory]
    [InlineData("PUB")]
    [InlineData("")]
    public void A_socket_type_that_doesnt_suit_is_cut_off(string type)
    {
        using var router = Bind(ZmtpSocketType.Router);
        using var client = ZmtpTestPeer.Raw(router.Port);
        client.SendBytes(ZmtpTestPeer.Greeting());
        client.SendFrame(4, [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)type.Length, .. Encoding.ASCII.GetBytes(type)]);
        Assert.True(client.IsClosed());
    }

    [Theory]
    [InlineData(0x7FFF_FFFF_FFFF_FFFF)]
    [InlineData(-1)]
    [InlineData(FrameReader.MaxBytes + 1)]
    public void An_announced_length_beyond_all_bounds_ends_the_connection(long length)
    {
        using var router = Bind(ZmtpSocketType.Router, (_, _) => Assert.Fail("No message was sent."));
        using var client = ZmtpTestPeer.Connect(router.Port, "DEALER");
        var head = new byte[9];
        head[0] = 2;
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(1), length);
        client.SendBytes(head);
        Assert.True(client.IsClosed());
    }

    [Fact]
    public void A_length_that_is_only_announced_takes_no_memory()
    {
        using var router = Bind(ZmtpSocketType.Router);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clients = Enumerable.Range(0, 20).Select(_ => ZmtpTestPeer.Connect(router.Port, "DEALER")).ToList();
        foreach (var client in clients)
            client.SendBytes([2, 0, 0, 0, 0, 0x0F, 0xFF, 0xFF, 0xFF, 1, 2, 3]);
        Thread.Sleep(200);
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) >> 20, 0, 60);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public void A_taken_port_is_said_to_be()
    {
        using var router = Bind(ZmtpSocketType.Router);
        var fault = Assert.Throws<WorkbookException>(() => ZmtpSocket.Bind(ZmtpSocketType.Pub, IPAddress.Loopback, router.Port));
        Assert.StartsWith($"Port {router.Port} of 127.0.0.1 can't be listened on:", fault.Message);
    }

    private static ZmtpSocket Bind(ZmtpSocketType type, Action<ZmtpPeer, IReadOnlyList<byte[]>>? received = null) =>
        ZmtpSocket.Bind(type, IPAddress.Loopback, 0, received);
}
