using System.Buffers.Binary;
using System.Text;

namespace Workbook.Jupyter.Zmtp;

/// <summary>The 64 bytes that each side begins with: signature, version, mechanism, and who is the server.</summary>
internal static class Greeting
{
    public static readonly byte[] Ours = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 0, .. "NULL"u8, .. new byte[48]];

    public static void Read(Stream stream)
    {
        var theirs = new byte[64];
        // In two steps: whoever talks another protocol is known by the first ten bytes, and may never send more.
        stream.ReadExactly(theirs, 0, 10);
        if (theirs[0] != 0xFF || theirs[9] != 0x7F)
            throw new ZmtpException("Not a ZeroMQ peer.");
        stream.ReadExactly(theirs, 10, 54);
        if (theirs[10] < 3)
            throw new ZmtpException($"ZMTP {theirs[10]} is too old, expected 3.");
        if (!theirs.AsSpan(12, 20).SequenceEqual(Ours.AsSpan(12, 20)))
            throw new ZmtpException("The security mechanism isn't NULL.");
    }
}

/// <summary>What peers say to each other beside messages.</summary>
internal static class Commands
{
    public static Outgoing Ready(ZmtpSocketType type)
    {
        var value = Encoding.ASCII.GetBytes(type.ToString().ToUpperInvariant());
        return Command([5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)value.Length, .. value]);
    }

    /// <returns>The peer's identity; empty when it gives none.</returns>
    public static byte[] ReadReady(Frame frame, ZmtpSocketType ours)
    {
        if (!frame.IsCommand || !Is(frame.Body, "READY"u8))
            throw new ZmtpException("The handshake isn't READY.");
        byte[] identity = [];
        var type = "";
        var rest = frame.Body.AsSpan(6);
        while (!rest.IsEmpty)
        {
            var name = Take(ref rest, 1);
            var value = Take(ref rest, 4);
            if (Encoding.ASCII.GetString(name).Equals("Identity", StringComparison.OrdinalIgnoreCase))
                identity = value.ToArray();
            else if (Encoding.ASCII.GetString(name).Equals("Socket-Type", StringComparison.OrdinalIgnoreCase))
                type = Encoding.ASCII.GetString(value);
        }
        var suits = ours switch
        {
            ZmtpSocketType.Router => type is "DEALER" or "REQ" or "ROUTER",
            ZmtpSocketType.Pub => type is "SUB" or "XSUB",
            _ => type is "REQ" or "DEALER",
        };
        return suits ? identity : throw new ZmtpException($"A {type} can't talk to a {ours}.");
    }

    /// <returns>The answer to a PING, with its context; null for every other command.</returns>
    public static Outgoing? Pong(byte[] command) =>
        Is(command, "PING"u8) && command.Length >= 7 ? Command([4, .. "PONG"u8, .. command.AsSpan(7, Math.Min(16, command.Length - 7))]) : null;

    public static bool Is(ReadOnlySpan<byte> command, ReadOnlySpan<byte> name) =>
        command.Length > name.Length && command[0] == name.Length && command[1..].StartsWith(name);

    private static Outgoing Command(byte[] body) => new([body], IsCommand: true);

    private static ReadOnlySpan<byte> Take(ref Span<byte> rest, int prefix)
    {
        if (rest.Length < prefix)
            throw new ZmtpException("A property is cut off.");
        var length = prefix == 1 ? rest[0] : BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - prefix)
            throw new ZmtpException("A property is cut off.");
        var value = rest.Slice(prefix, (int)length);
        rest = rest[(prefix + (int)length)..];
        return value;
    }
}
