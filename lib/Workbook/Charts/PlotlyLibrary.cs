using System.IO.Compression;
using System.Text;

namespace Workbook.Charts;

/// <summary>plotly.js itself (4.9 MB), and the scripts around it. It lies packed in this assembly and goes packed into pages, 2 MB of letters.</summary>
internal static class PlotlyLibrary
{
    private static readonly Lazy<string> Unpacked = new(() =>
    {
        using var packed = Resource("plotly.min.js.gz");
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress), Encoding.UTF8);
        return reader.ReadToEnd();
    });

    private static readonly Lazy<string> Letters = new(() =>
    {
        using var packed = Resource("plotly.min.js.gz");
        using var buffer = new MemoryStream();
        packed.CopyTo(buffer);
        return Convert.ToBase64String(buffer.GetBuffer(), 0, (int)buffer.Length);
    });

    private static readonly Lazy<string> Heading = new(() =>
    {
        using var packed = Resource("plotly.min.js.gz");
        using var reader = new StreamReader(new GZipStream(packed, CompressionMode.Decompress), Encoding.UTF8);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line && lines.Count < 20)
        {
            lines.Add(line);
            if (line.Contains("*/", StringComparison.Ordinal))
                break;
        }
        return string.Join('\n', lines);
    });

    private static readonly Lazy<string> Draw = new(() => Text("draw.js")), Load = new(() => Text("load.js")), Unpack = new(() => Text("unpack.js"));

    public static string Source => Unpacked.Value;

    /// <summary>gzip in Base64.</summary>
    public static string Packed => Letters.Value;

    /// <summary>Version, owner and licence, as the source begins: who passes it on must keep them.</summary>
    public static string Notice => Heading.Value;

    /// <summary>From the notice: "plotly.js v3.7.0".</summary>
    public static string Version => Notice.Split('\n')[1].Trim() is var line ? line[(line.LastIndexOf('v') + 1)..] : "";

    /// <summary>A script that brings plotly.js onto a page.</summary>
    public static string LoadScript => $"{Notice}\n({Load.Value})({Unpack.Value}, \"{Packed}\");";

    /// <param name="figure">As JSON that can stand in a script.</param>
    public static string DrawScript(string id, string figure) =>
        $"({Draw.Value})(\"{id}\", {(figure.Length < LongFigure ? figure : $"({Unpack.Value})(\"{Pack(figure)}\")")});";

    /// <summary>Beyond it the figure is packed: in a notebook it stands beside the same figure as JSON, which would double its size.</summary>
    private const int LongFigure = 16_000;

    private static string Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(Resource(name));
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
    }

    private static Stream Resource(string name) => typeof(PlotlyLibrary).Assembly.GetManifestResourceStream($"Charts/{name}")!;
}
