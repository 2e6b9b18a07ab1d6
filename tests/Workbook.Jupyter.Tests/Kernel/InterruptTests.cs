using System.Diagnostics;

namespace Workbook.Jupyter.Tests.Kernel;

public sealed class InterruptTests(RunningKernel kernel) : IClassFixture<RunningKernel>, IDisposable
{
    private readonly KernelClient _client = new(kernel.Ports);

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    [InlineData("await System.Threading.Tasks.Task.Delay(-1);")]
    [InlineData("lock (typeof(string)) new System.Threading.ManualResetEvent(false).WaitOne();")]
    [InlineData("#!sql\nSELECT count(*) FROM range(100_000_000_000) a, range(1000) b")]
    [InlineData("Input(\"waiting\")")]
    [InlineData("for (var i = 0; ; i++) Console.WriteLine(i);")]
    public void A_stuck_cell_ends_and_the_next_one_runs(string code)
    {
        var id = _client.SendCell($"{(code.StartsWith("#!", StringComparison.Ordinal) ? "" : "Console.WriteLine(\"on\");\n")}{code}", allowStdin: true);
        var queued = _client.SendCell("1");
        while (_client.NextOutput() is var heard && ((string?)heard.Parent["msg_id"] != id || heard.Type is "status"))
        {
        }
        Thread.Sleep(700);
        var clock = Stopwatch.StartNew();
        var interrupt = _client.Send(_client.Control, "interrupt_request", []);
        Assert.Equal("ok", (string?)_client.Reply(_client.Control, interrupt)["status"]);
        var reply = _client.Reply(_client.Shell, id);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
        Assert.Equal(("error", "KeyboardInterrupt"), ((string?)reply["status"], (string?)reply["ename"]));
        Assert.Equal("aborted", (string?)_client.Reply(_client.Shell, queued)["status"]);
        Assert.Equal("ok", (string?)_client.Run("6 * 7").Reply["status"]);
    }

    [Fact]
    public void Heartbeat_and_control_answer_while_a_cell_fills_the_thread_pool()
    {
        var id = _client.SendCell("""
            Console.WriteLine("on");
            var stop = new System.Threading.ManualResetEventSlim();
            for (var i = 0; i < 500; i++) System.Threading.Tasks.Task.Run(() => stop.Wait());
            while (true) { }
            """);
        while (_client.NextOutput().Type != "stream")
        {
        }
        Thread.Sleep(500);
        var clock = Stopwatch.StartNew();
        _client.Heartbeat.Send([], "beat"u8.ToArray());
        Assert.Equal("beat"u8.ToArray(), _client.Heartbeat.Receive()[^1]);
        Assert.Equal("ok", (string?)_client.Reply(_client.Control, _client.Send(_client.Control, "kernel_info_request", []))["status"]);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"took {clock.Elapsed}");
        _client.Send(_client.Control, "interrupt_request", []);
        Assert.Equal("KeyboardInterrupt", (string?)_client.Reply(_client.Shell, id)["ename"]);
        Assert.Equal("ok", (string?)_client.Run("stop.Set();").Reply["status"]);
    }

    [Fact]
    public void With_nothing_to_stop_an_interrupt_does_nothing()
    {
        Assert.Equal("ok", (string?)_client.Reply(_client.Control, _client.Send(_client.Control, "interrupt_request", []))["status"]);
        Assert.Equal("ok", (string?)_client.Run("1").Reply["status"]);
    }
}
