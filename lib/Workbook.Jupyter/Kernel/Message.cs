using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Jupyter.Zmtp;

namespace Workbook.Jupyter.Kernel;

/// <summary>A message that came in, signed rightly.</summary>
/// <param name="Sender">Its connection, which the reply goes back on.</param>
/// <param name="Route">The frames before the delimiter, which the reply repeats.</param>
internal sealed record Message(ZmtpPeer Sender, IReadOnlyList<byte[]> Route, JsonObject Header, JsonObject Metadata, JsonObject Content)
{
    public string Type { get; } = Header["msg_type"]!.GetValue<string>();

    public static Message? Parse(ZmtpPeer sender, IReadOnlyList<byte[]> frames, MessageSigner signer)
    {
        var delimiter = 0;
        while (delimiter < frames.Count && !frames[delimiter].AsSpan().SequenceEqual(MessageWriter.Delimiter))
            delimiter++;
        if (frames.Count < delimiter + 6)
            return null;
        byte[][] parts = [.. frames.Skip(delimiter + 2).Take(4)];
        if (!signer.Accepts(frames[delimiter + 1], parts))
            return null;
        try
        {
            var (header, metadata, content) = (Object(parts[0]), Object(parts[2]), Object(parts[3]));
            return header?["msg_type"] is null || content is null ? null : new Message(sender, [.. frames.Take(delimiter)], header, metadata ?? [], content);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    private static JsonObject? Object(byte[] json) => JsonNode.Parse(json) as JsonObject;

    public string Text(string name, string otherwise = "") => Content[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : otherwise;

    public bool Flag(string name, bool otherwise) => Content[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : otherwise;

    public int? Number(string name) => Content[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}

/// <summary>Turns content into the frames of a signed message.</summary>
internal sealed class MessageWriter(MessageSigner signer)
{
    public const string ProtocolVersion = "5.3";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlySpan<byte> Delimiter => "<IDS|MSG>"u8;

    /// <summary>The kernel's own, in all its messages.</summary>
    public string Session { get; } = Guid.NewGuid().ToString();

    /// <param name="route">What stands before the delimiter: a topic, or what the request had there.</param>
    /// <param name="parent">The header of the message that this one answers.</param>
    public IReadOnlyList<byte[]> Write(IEnumerable<byte[]> route, string type, JsonObject? parent, JsonObject content)
    {
        var header = new JsonObject
        {
            ["msg_id"] = Guid.NewGuid().ToString(), ["msg_type"] = type, ["session"] = Session, ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture), ["version"] = ProtocolVersion,
        };
        byte[][] parts = [Bytes(header), parent is null ? [.. "{}"u8] : Bytes(parent), [.. "{}"u8], Bytes(content)];
        return [.. route, Delimiter.ToArray(), signer.Sign(parts), .. parts];
    }

    private static byte[] Bytes(JsonObject json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
            json.WriteTo(writer);
        return buffer.ToArray();
    }
}
