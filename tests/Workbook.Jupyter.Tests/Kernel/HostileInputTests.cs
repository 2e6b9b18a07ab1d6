using System.Net.Sockets;
using System.Text;
using Workbook.Jupyter.Tests.Zmtp;

namespace Workbook.Jupyter.Tests.Kernel;

/// <summary>Whatever comes in on the five ports, a good client works afterwards, and nothing ran that wasn't signed.</summary>
public sealed class HostileInputTests(RunningKernel kernel) : IClassFixture<RunningKernel>
{
    private const string Evil = "System.Environment.SetEnvironmentVariable(\"WORKBOOK_EVIL\", \"ran\");";

    [Fact]
    public void Random_bytes_on_all_ports() => OnAllPorts((peer, random) => peer.SendBytes(Noise(random, 5_000)));

    [Fact]
    public void Greetings_that_end_early() => OnAllPorts((peer, random) => peer.SendBytes(ZmtpTestPeer.Greeting().AsSpan(0, random.Next(64))));

    [Fact]
    public void Noise_behind_a_right_greeting() => OnAllPorts((peer, random) =>
    {
        peer.SendBytes(ZmtpTestPeer.Greeting());
        peer.SendBytes(Noise(random, 2_000));
    });

    [Fact]
    public void Noise_behind_a_right_handshake() => AfterHandshakes((peer, random) => peer.SendBytes(Noise(random, 2_000)));

    [Fact]
    public void Lengths_that_lie() => AfterHandshakes((peer, random) =>
        peer.SendBytes([(byte)(2 + random.Next(2)), .. Noise(random, 8), 1, 2, 3]));

    [Fact]
    public void Messages_of_noise_and_endless_frames() => AfterHandshakes((peer, random) =>
    {
        peer.Send("<IDS|MSG>"u8.ToArray());
        peer.Send("<IDS|MSG>"u8.ToArray(), [], [], [], [], []);
        peer.Send([.. Enumerable.Range(0, 7).Select(_ => Noise(random, 300))]);
        peer.Send([.. Enumerable.Range(0, 20_000).Select(_ => Array.Empty<byte>())]);
    });

    [Fact]
    public void A_thousand_connections_that_say_nothing()
    {
        var silent = new List<ZmtpTestPeer>();
        for (var number = 0; number < 200; number++)
            silent.AddRange(kernel.Ports.All.Select(ZmtpTestPeer.Raw));
        AssertWorks();
        silent.ForEach(peer => peer.Dispose());
    }

    [Fact]
    public void Unsigned_and_wrongly_signed_messages_run_nothing()
    {
        using var good = new KernelClient(kernel.Ports);
        using var unsigned = new KernelClient(kernel.Ports, "thief", key: "");
        using var guessing = new KernelClient(kernel.Ports, "thief", key: "guess");
        foreach (var thief in new[] { unsigned, guessing })
        {
            foreach (var channel in new[] { thief.Shell, thief.Control })
                thief.Send(channel, "execute_request", KernelClient.Cell(Evil));
            thief.Send(thief.Control, "shutdown_request", []);
        }
        var (_, frames) = good.Write("execute_request", KernelClient.Cell(Evil));
        var changed = (byte[])frames[5].Clone();
        changed[^5] ^= 1;
        foreach (var forged in new List<byte[]>[]
        {
            [.. frames[..5], changed],
            [frames[0], Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(frames[1])[..63]), .. frames[2..]],
            [frames[0], [.. frames[1], (byte)'0'], .. frames[2..]],
        })
            good.Shell.Send(forged);
        Assert.Equal("ok", (string?)good.Run("1").Reply["status"]);
        Assert.Null(Environment.GetEnvironmentVariable("WORKBOOK_EVIL"));
        AssertWorks();
    }

    [Fact]
    public void A_message_that_comes_again_runs_once()
    {
        using var client = new KernelClient(kernel.Ports);
        client.Run("var runs = 0;");
        var (id, frames) = client.Write("execute_request", KernelClient.Cell("runs++;"));
        using var thief = ZmtpTestPeer.Connect(kernel.Ports.Control, "DEALER", "thief");
        client.Shell.Send(frames);
        client.Reply(client.Shell, id);
        client.Shell.Send(frames);
        thief.Send(frames);
        Assert.Equal("1", (string?)client.Run("runs").Outputs[^1].Content["data"]!["text/plain"]);
    }

    [Fact]
    public void Signed_nonsense_is_answered_or_passed_over()
    {
        using var client = new KernelClient(kernel.Ports);
        foreach (var type in new[] { "execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request" })
            Assert.NotNull(client.Request(type, new() { ["code"] = 5, ["cursor_pos"] = "x", ["hist_access_type"] = true, ["user_expressions"] = "y" })["status"]);
        client.Request("complete_request", new() { ["code"] = "abc", ["cursor_pos"] = -7 });
        client.Request("complete_request", new() { ["code"] = "\ud83d", ["cursor_pos"] = 99 });
        AssertWorks();
    }

    [Fact]
    public void A_front_end_that_never_reads_holds_up_nobody()
    {
        using var sleeper = ZmtpTestPeer.Connect(kernel.Ports.IoPub, "SUB");
        using var client = new KernelClient(kernel.Ports);
        for (var round = 0; round < 8; round++)
            Assert.Equal("ok", (string?)client.Run("display(new string('x', 20_000_000), \"text/plain\");").Reply["status"]);
        AssertWorks();
    }

    private void OnAllPorts(Action<ZmtpTestPeer, Random> attack) => Attack(ZmtpTestPeer.Raw, attack);

    private void AfterHandshakes(Action<ZmtpTestPeer, Random> attack) => Attack(
        port => ZmtpTestPeer.Connect(port, port == kernel.Ports.IoPub ? "SUB" : port == kernel.Ports.Heartbeat ? "REQ" : "DEALER"), attack);

    private void Attack(Func<int, ZmtpTestPeer> connect, Action<ZmtpTestPeer, Random> attack)
    {
        var random = new Random(11);
        var open = new List<ZmtpTestPeer>();
        foreach (var port in kernel.Ports.All)
            for (var round = 0; round < 20; round++)
            {
                var peer = connect(port);
                try
                {
                    attack(peer, random);
                }
                catch (IOException fault) when (fault.InnerException is SocketException)
                {
                    // Cut off already.
                }
                if (round % 2 == 0)
                    peer.Dispose();
                else
                    open.Add(peer);
            }
        AssertWorks();
        open.ForEach(peer => peer.Dispose());
    }

    private void AssertWorks()
    {
        using var client = new KernelClient(kernel.Ports, "good");
        Assert.Equal("42", (string?)client.Run("6 * 7").Outputs[^1].Content["data"]!["text/plain"]);
        client.Heartbeat.Send([], [1]);
        Assert.Equal([1], client.Heartbeat.Receive()[^1]);
        Assert.Equal("ok", (string?)client.Reply(client.Control, client.Send(client.Control, "kernel_info_request", []))["status"]);
    }

    private static byte[] Noise(Random random, int most)
    {
        var bytes = new byte[most < 10 ? most : random.Next(1, most)];
        random.NextBytes(bytes);
        return bytes;
    }
}
