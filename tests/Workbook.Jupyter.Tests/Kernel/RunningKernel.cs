using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Workbook.Course;
using Workbook.Jupyter.Kernel;
using Workbook.Notebooks;

namespace Workbook.Jupyter.Tests.Kernel;

internal sealed record KernelPorts(int Shell, int Control, int Stdin, int IoPub, int Heartbeat, string Key)
{
    public IEnumerable<int> All => [Shell, Control, Stdin, IoPub, Heartbeat];

    /// <summary>Five that are free now.</summary>
    public static KernelPorts Free(string key = "secret")
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Stop());
        return new KernelPorts(ports[0], ports[1], ports[2], ports[3], ports[4], key);
    }

    public void WriteTo(string file) => File.WriteAllText(file, new JsonObject
    {
        ["transport"] = "tcp", ["ip"] = "127.0.0.1", ["key"] = Key, ["signature_scheme"] = "hmac-sha256", ["kernel_name"] = "workbook",
        ["shell_port"] = Shell, ["control_port"] = Control, ["stdin_port"] = Stdin, ["iopub_port"] = IoPub, ["hb_port"] = Heartbeat,
    }.ToJsonString());
}

/// <summary>A kernel in this process, in a folder of its own.</summary>
public sealed class RunningKernel : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbook-kernel-");
    private readonly NotebookWorkspace _workspace;
    private readonly JupyterKernel _kernel;

    public RunningKernel()
    {
        var file = Path.Combine(_folder.FullName, "connection.json");
        Ports.WriteTo(file);
        _workspace = new NotebookWorkspace(_folder.FullName);
        _kernel = JupyterKernel.Start(file, _workspace, CourseCells.Library);
    }

    internal KernelPorts Ports { get; } = KernelPorts.Free();

    public void Dispose()
    {
        _kernel.Dispose();
        _workspace.Dispose();
        _folder.Delete(recursive: true);
    }
}
