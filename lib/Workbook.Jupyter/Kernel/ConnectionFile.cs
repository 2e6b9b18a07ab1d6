using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Jupyter.Kernel;

/// <summary>Where a kernel listens, and the key its messages are signed with, as the front end wrote it into a JSON file.</summary>
/// <param name="Key">Empty: messages aren't signed.</param>
internal sealed record ConnectionFile(IPAddress Address, int Shell, int Control, int Stdin, int IoPub, int Heartbeat, byte[] Key)
{
    public static ConnectionFile Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The connection file {path} can't be read: {fault.Message} Jupyter and VS Code write it and start the kernel with it; it isn't started by hand.", fault);
        }
        try
        {
            return Parse(JsonNode.Parse(text) as JsonObject ?? throw new FormatException("it isn't a JSON object"));
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw new WorkbookException($"The connection file {path} is no Jupyter connection file: {fault.Message}", fault);
        }
    }

    private static ConnectionFile Parse(JsonObject file)
    {
        Expect(file, "transport", "tcp");
        if (!string.IsNullOrEmpty(Text(file, "key")))
            Expect(file, "signature_scheme", "hmac-sha256");
        return new ConnectionFile(
            Parse(Text(file, "ip") ?? "127.0.0.1"), Port(file, "shell_port"), Port(file, "control_port"), Port(file, "stdin_port"), Port(file, "iopub_port"),
            Port(file, "hb_port"), Encoding.UTF8.GetBytes(Text(file, "key") ?? ""));
    }

    private static IPAddress Parse(string ip) => ip switch
    {
        "*" => IPAddress.Any,
        "localhost" => IPAddress.Loopback,
        _ => IPAddress.TryParse(ip, out var address) ? address : throw new FormatException($"'ip' is '{ip}', expected an address such as 127.0.0.1."),
    };

    private static void Expect(JsonObject file, string name, string expected)
    {
        if (Text(file, name) is { } found && found != expected)
            throw new FormatException($"'{name}' is '{found}', and this kernel knows '{expected}' alone.");
    }

    private static string? Text(JsonObject file, string name) => file[name]?.GetValue<string>();

    private static int Port(JsonObject file, string name) => file[name] switch
    {
        null => throw new FormatException($"'{name}' is missing."),
        var port when port.GetValue<int>() is >= 0 and <= 65_535 and var number => number,
        var port => throw new FormatException($"'{name}' is {port}, expected 0 to 65535."),
    };
}
