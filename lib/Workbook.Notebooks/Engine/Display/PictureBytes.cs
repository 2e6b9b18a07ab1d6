using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Display;

/// <summary>Bytes that are a picture, by how they begin: PNG, JPEG, GIF, WebP or SVG. Shown as what they are.</summary>
/// <param name="Size">Such as <c>640 × 480</c>; empty where the beginning doesn't say.</param>
internal sealed record PictureBytes(string Mime, byte[] Bytes, string Size)
{
    private const string Svg = "image/svg+xml";

    /// <summary>Null for what is no picture.</summary>
    public static PictureBytes? Of(object? value) => value switch
    {
        byte[] bytes => Of(bytes),
        ReadOnlyMemory<byte> bytes => Of(bytes.ToArray()),
        Memory<byte> bytes => Of(bytes.ToArray()),
        MemoryStream stream => Of(stream.ToArray()),
        _ => null,
    };

    public MimeBundle Bundle => new(
        new Dictionary<string, JsonNode> { [Mime] = JsonValue.Create(Text), [Formatter.Plain] = JsonValue.Create(Title) }, new Dictionary<string, JsonNode>());

    /// <summary>As a cell of a table; an SVG as well, so that its styles and ids stay its own.</summary>
    public string Html => $"<img alt=\"{Formatter.Encode(Title)}\" src=\"data:{Mime};base64,{Convert.ToBase64String(Bytes)}\">";

    public string Title => string.Join(", ", new[] { $"{Mime[6..].Split('+')[0].ToUpperInvariant()} picture", Size, Invariant($"{Bytes.Length:N0} bytes") }.Where(part => part.Length > 0));

    /// <summary>As notebooks keep it.</summary>
    private string Text => Mime == Svg ? Encoding.UTF8.GetString(Bytes).TrimStart('\uFEFF') : Convert.ToBase64String(Bytes);

    private static PictureBytes? Of(byte[] bytes) =>
        IsPng(bytes) ? new("image/png", bytes, Invariant($"{BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(16)):N0} × {BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(20)):N0}"))
        : bytes is [0xFF, 0xD8, 0xFF, _, ..] ? new("image/jpeg", bytes, "")
        : bytes.Length > 10 && (bytes.AsSpan().StartsWith("GIF87a"u8) || bytes.AsSpan().StartsWith("GIF89a"u8))
            ? new("image/gif", bytes, Invariant($"{BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(6)):N0} × {BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8)):N0}"))
        : bytes.Length > 12 && bytes.AsSpan().StartsWith("RIFF"u8) && bytes.AsSpan(8).StartsWith("WEBP"u8) ? new("image/webp", bytes, "")
        : IsSvg(bytes) ? new(Svg, bytes, "")
        : null;

    /// <summary>Signature, and the header block that must follow it.</summary>
    private static bool IsPng(byte[] bytes) => bytes is [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, _, _, _, _, 0x49, 0x48, 0x44, 0x52, ..] && bytes.Length > 24;

    /// <summary>Behind an XML declaration, a doctype and comments.</summary>
    private static bool IsSvg(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, 4096))).TrimStart('\uFEFF').TrimStart();
        while (text.StartsWith("<?", StringComparison.Ordinal) || text.StartsWith("<!", StringComparison.Ordinal))
        {
            var (close, length) = text.StartsWith("<!--", StringComparison.Ordinal) ? ("-->", 3) : (">", 1);
            if (text.IndexOf(close, StringComparison.Ordinal) is not (>= 0 and var end))
                return false;
            text = text[(end + length)..].TrimStart();
        }

        return text.StartsWith("<svg", StringComparison.Ordinal);
    }
}
