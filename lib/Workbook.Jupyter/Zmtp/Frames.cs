using System.Buffers.Binary;

namespace Workbook.Jupyter.Zmtp;

internal readonly record struct Frame(byte Flags, byte[] Body)
{
    public const byte More = 1, Long = 2, Command = 4;

    public bool HasMore => (Flags & More) != 0;

    public bool IsCommand => (Flags & Command) != 0;
}

/// <summary>A message, or one command, on its way to a peer.</summary>
internal sealed record Outgoing(IReadOnlyList<byte[]> Frames, bool IsCommand = false)
{
    public long Size => Frames.Sum(frame => frame.Length + 16L);
}

internal sealed class FrameReader(Stream stream)
{
    /// <summary>Of a whole message: enough for any notebook, and too little to exhaust the machine.</summary>
    internal const long MaxBytes = 256L << 20;

    private const int Step = 1 << 20;

    /// <param name="used">What the message's frames so far take, by <see cref="Taken"/>.</param>
    public Frame Next(long used = 0)
    {
        Span<byte> head = stackalloc byte[9];
        stream.ReadExactly(head[..2]);
        var flags = head[0];
        if ((flags & ~(Frame.More | Frame.Long | Frame.Command)) != 0 || (flags & (Frame.More | Frame.Command)) == (Frame.More | Frame.Command))
            throw new ZmtpException($"Frame flags {flags} don't exist.");
        ulong length = head[1];
        if ((flags & Frame.Long) != 0)
        {
            stream.ReadExactly(head[2..]);
            length = BinaryPrimitives.ReadUInt64BigEndian(head[1..]);
        }
        if (length > (ulong)Math.Max(0, MaxBytes - used))
            throw new ZmtpException(Invariant($"A message of more than {MaxBytes:N0} bytes is announced."));
        return new Frame(flags, ReadBody((int)length));
    }

    /// <summary>What a frame counts: empty ones take memory too.</summary>
    public static long Taken(Frame frame) => frame.Body.Length + 64L;

    /// <summary>Memory follows what has come, not what was announced.</summary>
    private byte[] ReadBody(int length)
    {
        var body = new byte[Math.Min(length, Step)];
        var filled = 0;
        while (true)
        {
            stream.ReadExactly(body.AsSpan(filled));
            filled = body.Length;
            if (filled == length)
                return body;
            Array.Resize(ref body, (int)Math.Min(length, filled * 2L));
        }
    }
}

internal static class FrameWriter
{
    public static void Write(Stream stream, Outgoing outgoing)
    {
        Span<byte> head = stackalloc byte[9];
        for (var index = 0; index < outgoing.Frames.Count; index++)
        {
            var body = outgoing.Frames[index];
            var flags = (outgoing.IsCommand ? Frame.Command : 0) | (index < outgoing.Frames.Count - 1 ? Frame.More : 0) | (body.Length > 255 ? Frame.Long : 0);
            head[0] = (byte)flags;
            head[1] = (byte)body.Length;
            if (body.Length > 255)
                BinaryPrimitives.WriteUInt64BigEndian(head[1..], (ulong)body.Length);
            stream.Write(body.Length > 255 ? head : head[..2]);
            stream.Write(body);
        }
    }
}
