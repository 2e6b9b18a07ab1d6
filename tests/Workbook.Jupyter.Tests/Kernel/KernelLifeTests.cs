using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Workbook.Jupyter.Tests.Kernel;

/// <summary>How a kernel's process comes and goes.</summary>
public sealed class KernelLifeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbook kernel ");
    private readonly KernelPorts _ports = KernelPorts.Free();

    public KernelLifeTests() => _ports.WriteTo(ConnectionFile);

    private string ConnectionFile => Path.Combine(_folder.FullName, "connection file.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Install_writes_what_starts_this_program_and_uninstall_takes_it_back()
    {
        var file = Path.Combine(_folder.FullName, "kernels", "workbook", "kernel.json");
        Assert.StartsWith($"Installed {file}\n", KernelProcess.Workbook(_folder.FullName, "kernel", "install").ReplaceLineEndings("\n"));
        var spec = JsonNode.Parse(File.ReadAllText(file))!;
        var argv = spec["argv"]!.AsArray().Select(word => (string)word!).ToList();
        Assert.Equal([KernelProcess.Program, "kernel", "start", "{connection_file}"], argv[1..]);
        Assert.True(File.Exists(argv[0]), argv[0]);
        Assert.Equal(("Workbook (C# + SQL)", "C#", "message"), ((string?)spec["display_name"], (string?)spec["language"], (string?)spec["interrupt_mode"]));

        Assert.StartsWith("Removed ", KernelProcess.Workbook(_folder.FullName, "kernel", "uninstall"));
        Assert.False(File.Exists(file));
        Assert.StartsWith("Nothing to do: ", KernelProcess.Workbook(_folder.FullName, "kernel", "uninstall"));
    }

    [Fact]
    public void Under_another_name_it_takes_no_other_programs_place()
    {
        var folder = Path.Combine(_folder.FullName, "kernels", ".net-csharp");
        Assert.StartsWith($"Installed {Path.Combine(folder, "kernel.json")}", KernelProcess.Workbook(_folder.FullName, "kernel", "install", "--name", ".net-csharp"));
        Assert.Equal("Workbook (C# + SQL) as .net-csharp", (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))!["display_name"]);
        KernelProcess.Workbook(_folder.FullName, "kernel", "install", "--name", ".net-csharp");
        Assert.StartsWith($"Removed {folder}", KernelProcess.Workbook(_folder.FullName, "kernel", "uninstall", "--name", ".net-csharp"));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kernel.json"), """{"display_name": ".NET (C#)"}""");
        foreach (var verb in (string[])["install", "uninstall"])
        {
            var (exit, _, error) = KernelProcess.Run(KernelProcess.Info(_folder.FullName, "dotnet", KernelProcess.Program, "kernel", verb, "--name", ".net-csharp"));
            Assert.Equal(1, exit);
            Assert.Contains("Another program's kernel is called '.net-csharp'", error);
        }
    }

    [Theory]
    [InlineData("../elsewhere")]
    [InlineData("..")]
    [InlineData("")]
    public void A_name_that_is_no_kernels_is_refused(string name) =>
        Assert.Contains($"found '{name}'", Assert.Throws<WorkbookException>(() => Workbook.Jupyter.Kernel.KernelSpec.Uninstall(name)).Message);

    [Fact]
    public void Shutdown_ends_the_process_even_while_a_cell_is_stuck()
    {
        using var process = Start();
        using (var client = new KernelClient(_ports))
        {
            client.SendCell("Console.WriteLine(\"on\"); new System.Threading.Thread(() => { while (true) { } }).Start(); while (true) { }");
            while (client.NextOutput().Type != "stream")
            {
            }
            var reply = client.Reply(client.Control, client.Send(client.Control, "shutdown_request", new JsonObject { ["restart"] = true }));
            Assert.Equal(("ok", true), ((string?)reply["status"], (bool)reply["restart"]!));
        }
        Assert.True(process.WaitForExit(10_000));
    }

    [Fact]
    public void A_kernel_dies_with_its_parent()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs a POSIX shell.");
        var info = KernelProcess.Info(_folder.FullName, "sh", "-c", "dotnet \"$0\" kernel start \"$1\" & echo $!; wait", KernelProcess.Program, ConnectionFile);
        using var parent = Process.Start(info)!;
        using var kernel = Process.GetProcessById(int.Parse(parent.StandardOutput.ReadLine()!));
        KernelProcess.WaitUntilUp(_ports);
        Assert.False(kernel.HasExited);
        parent.Kill();
        Assert.True(kernel.WaitForExit(10_000));
    }

    [Fact]
    public void A_kernel_dies_with_the_process_that_Jupyter_names()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs sleep.");
        using var server = Process.Start("sleep", "600");
        using var kernel = Start(server.Id);
        Thread.Sleep(1_000);
        Assert.False(kernel.HasExited);
        server.Kill();
        server.WaitForExit();
        Assert.True(kernel.WaitForExit(10_000));
    }

    [Theory]
    [InlineData("{\"shell_port\": 1", "is no Jupyter connection file: ")]
    [InlineData("{}", "'shell_port' is missing.")]
    [InlineData("{\"transport\": \"ipc\"}", "'transport' is 'ipc', and this kernel knows 'tcp' alone.")]
    [InlineData("{\"shell_port\": 70000}", "'shell_port' is 70000, expected 0 to 65535.")]
    public void A_connection_file_that_is_none_is_refused_with_the_reason(string text, string reason)
    {
        File.WriteAllText(ConnectionFile, text);
        var (exit, _, error) = KernelProcess.Run(KernelProcess.Info(_folder.FullName, "dotnet", KernelProcess.Program, "kernel", "start", ConnectionFile));
        Assert.Equal(1, exit);
        Assert.Contains(reason, error);
    }

    private Process Start(int? server = null)
    {
        var info = KernelProcess.Info(_folder.FullName, "dotnet", KernelProcess.Program, "kernel", "start", ConnectionFile);
        if (server is { } id)
            info.Environment["JPY_PARENT_PID"] = $"{id}";
        var process = Process.Start(info)!;
        KernelProcess.WaitUntilUp(_ports);
        return process;
    }
}
