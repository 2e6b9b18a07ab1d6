using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Workbook.Jupyter.Tests.Zmtp;

namespace Workbook.Jupyter.Tests.Kernel;

internal sealed record Heard(string Type, JsonObject Parent, JsonObject Content);

/// <summary>A front end: five connections, signed messages.</summary>
internal sealed class KernelClient : IDisposable
{
    private readonly byte[] _key;
    private readonly ZmtpTestPeer _ioPub;
    private int _number;

    /// <param name="name">The sockets' identity and the messages' session.</param>
    public KernelClient(KernelPorts ports, string name = "tester", string? key = null)
    {
        (_key, Name) = (Encoding.UTF8.GetBytes(key ?? ports.Key), name);
        _ioPub = ZmtpTestPeer.Connect(ports.IoPub, "SUB", patience: TimeSpan.FromSeconds(30));
        Stdin = ZmtpTestPeer.Connect(ports.Stdin, "DEALER", name, TimeSpan.FromSeconds(30));
        Shell = ZmtpTestPeer.Connect(ports.Shell, "DEALER", name, TimeSpan.FromSeconds(30));
        Control = ZmtpTestPeer.Connect(ports.Control, "DEALER", name, TimeSpan.FromSeconds(30));
        Heartbeat = ZmtpTestPeer.Connect(ports.Heartbeat, "REQ", patience: TimeSpan.FromSeconds(5));
        // A subscription goes by itself: it is there once something is heard.
        _ioPub.SendFrame(4, [4, .. "PING"u8, 0, 0]);
        while (_ioPub.ReadFrame().Flags != 4)
        {
        }
    }

    public string Name { get; }
    public ZmtpTestPeer Shell { get; }
    public ZmtpTestPeer Control { get; }
    public ZmtpTestPeer Stdin { get; }
    public ZmtpTestPeer Heartbeat { get; }

    /// <returns>The message's id.</returns>
    public string Send(ZmtpTestPeer channel, string type, JsonObject content, JsonObject? metadata = null)
    {
        var (id, frames) = Write(type, content, metadata);
        channel.Send(frames);
        return id;
    }

    public (string Id, List<byte[]> Frames) Write(string type, JsonObject content, JsonObject? metadata = null)
    {
        var id = $"{Name}-{Interlocked.Increment(ref _number)}-{Guid.NewGuid():N}";
        var header = new JsonObject { ["msg_id"] = id, ["msg_type"] = type, ["session"] = Name, ["username"] = "u", ["version"] = "5.3", ["date"] = "2024-01-01T00:00:00Z" };
        byte[][] parts = [Bytes(header), "{}"u8.ToArray(), Bytes(metadata ?? []), Bytes(content)];
        return (id, ["<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(Sign(parts)), .. parts]);
    }

    public JsonObject Request(string type, JsonObject content, JsonObject? metadata = null) => Reply(Shell, Send(Shell, type, content, metadata));

    public JsonObject Reply(ZmtpTestPeer channel, string id)
    {
        while (true)
        {
            var message = Read(channel);
            if ((string?)message.Parent["msg_id"] == id)
                return message.Content;
        }
    }

    /// <summary>Checks the signature, as jupyter_client does.</summary>
    public Heard Read(ZmtpTestPeer channel)
    {
        var frames = channel.Receive();
        var at = frames.FindIndex(frame => frame.AsSpan().SequenceEqual("<IDS|MSG>"u8));
        Assert.Equal(Sign([.. frames.Skip(at + 2).Take(4)]), Encoding.ASCII.GetString(frames[at + 1]));
        var header = JsonNode.Parse(frames[at + 2])!;
        return new Heard((string)header["msg_type"]!, JsonNode.Parse(frames[at + 3])!.AsObject(), JsonNode.Parse(frames[at + 5])!.AsObject());
    }

    public Heard NextOutput() => Read(_ioPub);

    /// <summary>What is published for a request, busy and idle aside.</summary>
    public List<Heard> OutputsOf(string id)
    {
        var heard = new List<Heard>();
        while (true)
        {
            var message = NextOutput();
            if ((string?)message.Parent["msg_id"] != id)
                continue;
            if (message.Type == "status" && (string?)message.Content["execution_state"] == "idle")
                return heard;
            if (message.Type != "status")
                heard.Add(message);
        }
    }

    public string SendCell(string code, JsonObject? metadata = null, bool stopOnError = true, bool silent = false, bool store = true, bool allowStdin = false, JsonObject? expressions = null) =>
        Send(Shell, "execute_request", Cell(code, stopOnError, silent, store, allowStdin, expressions), metadata);

    public static JsonObject Cell(string code, bool stopOnError = true, bool silent = false, bool store = true, bool allowStdin = false, JsonObject? expressions = null) => new()
    {
        ["code"] = code, ["silent"] = silent, ["store_history"] = store, ["user_expressions"] = expressions ?? [], ["allow_stdin"] = allowStdin, ["stop_on_error"] = stopOnError,
    };

    public (JsonObject Reply, List<Heard> Outputs) Run(string code, JsonObject? metadata = null)
    {
        var id = SendCell(code, metadata);
        return (Reply(Shell, id), OutputsOf(id));
    }

    private string Sign(byte[][] parts) => _key.Length == 0 ? "" : Convert.ToHexStringLower(HMACSHA256.HashData(_key, parts.SelectMany(part => part).ToArray()));

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    public void Dispose()
    {
        foreach (var channel in new[] { Shell, Control, Stdin, Heartbeat, _ioPub })
            channel.Dispose();
    }
}
