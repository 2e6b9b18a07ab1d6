using System.Diagnostics;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Tests.Engine;

/// <summary>Whatever a cell is stuck in, an interrupt brings it back, and the next cell runs.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public void Dispose() => _notebook.Dispose();

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("while (true);")]
    [InlineData("for (;;) { }")]
    [InlineData("do { } while (true);")]
    [InlineData("foreach (var x in Enumerable.Repeat(1, int.MaxValue)) foreach (var y in Enumerable.Repeat(1, int.MaxValue)) ;")]
    [InlineData("again: goto again;")]
    [InlineData("void Spin() { while (true) { } } Spin();")]
    [InlineData("class Deep { public static void Spin() { while (true) { } } }\nDeep.Spin();")]
    [InlineData("await Task.Run(() => { while (true) { } });")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("Thread.Sleep(-1);")]
    [InlineData("new TaskCompletionSource().Task.Wait();")]
    [InlineData("new ManualResetEventSlim().Wait();")]
    [InlineData("var gate = new object(); var t = new Thread(() => { lock (gate) Thread.Sleep(20000); }) { IsBackground = true }; t.Start(); Thread.Sleep(50); lock (gate) { }")]
    [InlineData("await new SemaphoreSlim(0).WaitAsync();")]
    [InlineData("Parallel.For(0, 4, _ => { while (true) { } });")]
    [InlineData("System.Diagnostics.Process.Start(\"sleep\", \"30\").WaitForExit();")]
    [InlineData("using (var l = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0)) { l.Start(); await l.AcceptTcpClientAsync(); }")]
    [InlineData("while (true) { try { Thread.Sleep(10); } catch { } }")]
    [InlineData("Workspace.Connection.Execute(\"SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = 7\");")]
    [InlineData("#!sql\nSELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = 7")]
    [InlineData("Enumerable.Range(0, int.MaxValue).Select(x => (long)x).Concat(Enumerable.Repeat(1L, int.MaxValue)).Sum()")]
    public void A_stuck_cell_comes_back(string code)
    {
        _notebook.Run("var before = 1;");
        var clock = Stopwatch.StartNew();
        using var timer = new Timer(_ => _notebook.Session.Interrupt(), null, 500, Timeout.Infinite);
        var result = _notebook.Try(code);
        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.Equal("KeyboardInterrupt", result.Error!.Name);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
        Assert.Equal("2", _notebook.Value("before + 1"));
    }

    [Fact]
    public async Task A_cell_that_waits_for_its_turn_is_interrupted_before_it_has_begun()
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var running = Task.Run(() => _notebook.Session.Execute(new CellRequest("Console.WriteLine(\"on\"); Thread.Sleep(-1);"), _notebook, first.Token), TestContext.Current.CancellationToken);
        while (_notebook.Out.Length == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        var waiting = Task.Run(() => _notebook.Session.Execute(new CellRequest("var begun = 1;"), _notebook, second.Token), TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        second.Cancel();
        Assert.Equal("KeyboardInterrupt", (await waiting.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Error!.Name);
        Assert.False(running.IsCompleted);
        first.Cancel();
        Assert.Equal(CellStatus.Interrupted, (await running.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken)).Status);
        Assert.Equal("CompilationError", _notebook.Try("begun").Error!.Name);
    }

    [Fact]
    public void An_interrupt_between_cells_does_nothing()
    {
        _notebook.Session.Interrupt();
        Assert.Equal("2", _notebook.Value("1 + 1"));
    }
}
