using System.Text;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>What happens to bytes on their way: some are flipped, lost, doubled, cut off, mixed with others.</summary>
internal static class ByteDamage
{
    private static readonly byte[][] Poison =
    [
        .. new[] { "\"", ",", "\n", "\r", "\r\n", "\0", "{", "}", "[", "]", ":", ";", "\t", "-", "0", "9", " ", ".", "e", "\\", "\"\"", "<", ">", "&", "é", "\u2028", "\uFEFF", "\u00A0", "null", "'", "=", "+" }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80],
    ];

    /// <param name="other">Another file, of which a piece may be spliced in.</param>
    public static byte[] Apply(byte[] bytes, Random random, byte[] other, List<string> mutations)
    {
        for (var times = random.Next(1, 4); times > 0 && bytes.Length > 0; times--)
            bytes = Once(bytes, random, other, mutations);
        return bytes;
    }

    private static byte[] Once(byte[] bytes, Random random, byte[] other, List<string> mutations)
    {
        var at = random.Next(bytes.Length);
        var run = Math.Min(bytes.Length - at, random.Next(1, random.Next(4) == 0 ? 400 : 12));
        var poison = Poison[random.Next(Poison.Length)];
        var kind = random.Next(12);
        mutations.Add($"bytes {kind} at {at} run {run}");
        switch (kind)
        {
            case 0:
                var flipped = bytes.ToArray();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1: return [.. bytes[..at], .. bytes[(at + run)..]];
            case 2: return [.. bytes[..(at + run)], .. bytes[at..]];
            case 3 when random.Next(3) == 0: return bytes[..at];
            case 4: return [.. bytes[..at], .. Piece(other, random), .. bytes[at..]];
            case 5 when random.Next(3) == 0: return Replace(bytes, "\n", random.Next(3) switch { 0 => "\r\n", 1 => "\r", _ => "\n\n" });
            case 6 when random.Next(3) == 0: return [0xEF, 0xBB, 0xBF, .. bytes];
            case 7:
                var noise = bytes.ToArray();
                random.NextBytes(noise.AsSpan(at, Math.Min(run, 8)));
                return noise;
            case 8 when random.Next(8) == 0: return Encoding.Convert(Encoding.UTF8, random.Next(2) == 0 ? Encoding.Unicode : Encoding.Latin1, bytes);
            case 9: return [.. bytes[..at], .. poison, .. bytes[Math.Min(bytes.Length, at + poison.Length)..]];
            default: return [.. bytes[..at], .. poison, .. bytes[at..]];
        }
    }

    private static byte[] Piece(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return [];
        var from = random.Next(bytes.Length);
        return bytes[from..Math.Min(bytes.Length, from + random.Next(1, 300))];
    }

    private static byte[] Replace(byte[] bytes, string what, string by) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(what, by, StringComparison.Ordinal));
}
