using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Workbook.Models.Running;

/// <summary>A file to which several processes add lines of JSON, any of which may be killed.</summary>
public static class JsonLines
{
    private const int MaxAttempts = 5000;

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>All in one write. After half a line that a kill left behind, a new line is begun.</summary>
    public static void Append<T>(string file, IEnumerable<T> entries)
    {
        var text = string.Concat(entries.Select(entry => JsonSerializer.Serialize(entry, Format) + "\n"));
        if (text.Length == 0)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // Opening to append only seeks to the end, so that two writers would write over each other: one at a time.
        using var stream = Open(file, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        stream.Write(Encoding.UTF8.GetBytes(EndsWithin(stream) ? "\n" + text : text));
    }

    /// <summary>Lines that don't read as a <typeparamref name="T"/> are left out.</summary>
    public static IReadOnlyList<T> Read<T>(string file) where T : class
    {
        if (!File.Exists(file))
            return [];
        using var reader = new StreamReader(Open(file, FileMode.Open, FileAccess.Read));
        var entries = new List<T>();
        while (reader.ReadLine() is { } line)
            if (TryRead<T>(line) is { } entry)
                entries.Add(entry);
        return entries;
    }

    private static T? TryRead<T>(string line) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Leaves the stream at its end.</summary>
    private static bool EndsWithin(FileStream stream)
    {
        if (stream.Length == 0)
            return false;
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() != '\n';
    }

    /// <summary>Waits for whoever has it open; each holds it for a moment only.</summary>
    private static FileStream Open(string file, FileMode mode, FileAccess access)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(file, mode, access, access == FileAccess.Read ? FileShare.Read : FileShare.None, bufferSize: 1);
            }
            catch (IOException) when (attempt < MaxAttempts && File.Exists(file))
            {
                Thread.Sleep(1);
            }
        }
    }
}
