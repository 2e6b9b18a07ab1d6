using System.Diagnostics;
using System.Text.Json.Nodes;
using Workbook.Jupyter.Zmtp;
using Workbook.Notebooks;
using Workbook.Notebooks.Engine;

namespace Workbook.Jupyter.Kernel;

/// <summary>
/// A Jupyter kernel, protocol 5.3 (https://jupyter-client.readthedocs.io/en/stable/messaging.html), over one notebook
/// session. Cells run one after the other; the control channel and the heartbeat answer meanwhile, on threads of their own.
/// A message that isn't signed with the connection file's key, or comes a second time, is passed over.
/// </summary>
public sealed class JupyterKernel : IDisposable
{
    private const int ExitMilliseconds = 3_000;

    private readonly ParentWatch _parent = new();
    private readonly ZmtpSocket[] _sockets;
    private readonly MessageWriter _writer;
    private readonly IoPub _output;
    private readonly FrontEndInput _input;
    private readonly CellExecutor _cells;
    private readonly RequestQueue _shell = new(), _control = new();
    private readonly ManualResetEventSlim _isOver = new();
    private readonly Lazy<NotebookSession> _session;

    private JupyterKernel(ConnectionFile connection, NotebookWorkspace workspace, ICellLibrary? library)
    {
        var signer = new MessageSigner(connection.Key);
        _writer = new MessageWriter(signer);
        _session = new Lazy<NotebookSession>(() => new NotebookSession(workspace, library));
        var publisher = ZmtpSocket.Bind(ZmtpSocketType.Pub, connection.Address, connection.IoPub);
        var stdin = ZmtpSocket.Bind(ZmtpSocketType.Router, connection.Address, connection.Stdin, Received(message => _input!.Receive(message)));
        _output = new IoPub(publisher, _writer);
        _input = new FrontEndInput(stdin, _writer);
        _cells = new CellExecutor(() => _session.Value, _output, _input);
        _sockets =
        [
            ZmtpSocket.Bind(ZmtpSocketType.Rep, connection.Address, connection.Heartbeat, (peer, frames) => peer.Send(frames)),
            ZmtpSocket.Bind(ZmtpSocketType.Router, connection.Address, connection.Control, Received(_control.Add)),
            ZmtpSocket.Bind(ZmtpSocketType.Router, connection.Address, connection.Shell, Received(_shell.Add)),
            stdin,
            publisher, // closed last: what the others still cause is heard
        ];
        _output.Publish("status", null, State("starting"));
        ZmtpSocket.StartThread("jupyter control", () => Serve(_control));
        ZmtpSocket.StartThread("jupyter shell", () => Serve(_shell));
        ZmtpSocket.StartThread("jupyter warm-up", WarmUp);

        Action<ZmtpPeer, IReadOnlyList<byte[]>> Received(Action<Message> use) => (peer, frames) =>
        {
            if (Message.Parse(peer, frames, signer) is { } message)
                use(message);
        };
    }

    /// <summary>Listens from now on.</summary>
    /// <param name="connectionFile">As Jupyter wrote it.</param>
    /// <param name="library">What cells can name beyond the engine; null for nothing.</param>
    /// <exception cref="WorkbookException">The file is none, or a port is taken.</exception>
    public static JupyterKernel Start(string connectionFile, NotebookWorkspace workspace, ICellLibrary? library = null) => new(ConnectionFile.Read(connectionFile), workspace, library);

    /// <summary>Until a front end asks for shutdown, or <see cref="Stop"/> is called.</summary>
    public void WaitForShutdown() => _isOver.Wait();

    /// <summary>Lets <see cref="WaitForShutdown"/> return; from any thread.</summary>
    public void Stop() => _isOver.Set();

    /// <summary>Stops when the process that started this one is gone.</summary>
    public void StopWithParent() => _parent.Start(Stop);

    /// <summary>Ends this process, whatever a cell's threads are stuck in.</summary>
    public void Exit(int code)
    {
        ZmtpSocket.StartThread("jupyter exit", () =>
        {
            Thread.Sleep(ExitMilliseconds);
            Process.GetCurrentProcess().Kill();
        });
        Dispose();
        Environment.Exit(code);
    }

    /// <summary>Stops the running cell; from any thread.</summary>
    public void Interrupt()
    {
        // In this order: a cell that input lets go must know already that it was interrupted.
        _cells.Interrupt();
        _input.Interrupt();
    }

    /// <summary>Interrupts what runs and closes the connections; replies on their way get half a second.</summary>
    public void Dispose()
    {
        Interrupt();
        _shell.Close();
        _control.Close();
        foreach (var socket in _sockets)
            socket.Dispose();
        _isOver.Set();
    }

    private void Serve(RequestQueue requests)
    {
        while (requests.Take() is var (request, isAborted))
            Answer(request, isAborted);
    }

    private void Answer(Message request, bool isAborted)
    {
        _output.Publish("status", request.Header, State("busy"));
        JsonObject? reply;
        try
        {
            reply = isAborted ? _cells.Aborted() : Reply(request);
        }
        catch (Exception fault)
        {
            reply = new JsonObject { ["status"] = "error", ["ename"] = fault.GetType().Name, ["evalue"] = fault.Message, ["traceback"] = new JsonArray(fault.ToString()) };
        }
        if (reply is not null)
            request.Sender.Send(_writer.Write(request.Route, request.Type.Replace("_request", "_reply"), request.Header, reply));
        _output.Publish("status", request.Header, State("idle"));
        if (request.Type == "shutdown_request")
            Stop();
    }

    /// <returns>Null for messages that have no reply, or that this kernel doesn't know.</returns>
    private JsonObject? Reply(Message request) => request.Type switch
    {
        "kernel_info_request" => KernelInfo.Reply(),
        "execute_request" => Execute(request),
        "complete_request" => LanguageRequests.Complete(request, _session.Value),
        "inspect_request" => LanguageRequests.Inspect(request, _session.Value),
        "is_complete_request" => LanguageRequests.IsComplete(request),
        "history_request" => _cells.History.Reply(request),
        "comm_info_request" => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
        "comm_open" => RefuseComm(request),
        "interrupt_request" => InterruptCell(),
        "shutdown_request" => ShutDown(request),
        _ => null,
    };

    private JsonObject Execute(Message request)
    {
        var reply = _cells.Run(request);
        if ((string?)reply["status"] == "error" && request.Flag("stop_on_error", true))
            _shell.Abort();
        return reply;
    }

    private JsonObject? RefuseComm(Message request)
    {
        _output.Publish("comm_close", request.Header, new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
        return null;
    }

    private JsonObject InterruptCell()
    {
        Interrupt();
        return new JsonObject { ["status"] = "ok" };
    }

    private JsonObject ShutDown(Message request)
    {
        var reply = new JsonObject { ["status"] = "ok", ["restart"] = request.Flag("restart", false) };
        _output.Publish("shutdown_reply", request.Header, (JsonObject)reply.DeepClone());
        return reply;
    }

    /// <summary>At once: the compiler is loaded while the front end still says hello.</summary>
    private void WarmUp()
    {
        try
        {
            _session.Value.WarmUp();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The first cell meets the same fault, and somebody to tell.
        }
    }

    private static JsonObject State(string state) => new() { ["execution_state"] = state };
}
