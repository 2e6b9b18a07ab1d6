using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Jupyter.Kernel;

/// <summary>The folder in which Jupyter and VS Code look for what starts a kernel, for the user of this process.</summary>
public static class KernelSpec
{
    /// <summary>The name under which it is installed unless another is given; new notebooks ask for it.</summary>
    public const string Name = "workbook";

    private const string Title = "Workbook (C# + SQL)";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>JUPYTER_DATA_DIR</c>, or the platform's folder for Jupyter's data, and in it <c>kernels/workbook</c>.</summary>
    public static string Folder(string name = Name) => Path.Combine(Kernels, name);

    /// <summary>Of all kernels.</summary>
    public static string Kernels => Path.Combine(DataFolder(), "kernels");

    /// <summary>Whether what is installed under the name is this kernel.</summary>
    public static bool IsOurs(string name) => File.Exists(Path.Combine(Folder(name), "kernel.json")) && File.ReadAllText(Path.Combine(Folder(name), "kernel.json")).Contains($"\"{Title}", StringComparison.Ordinal);

    /// <summary>Writes <c>kernel.json</c>, in place of an earlier one of ours.</summary>
    /// <param name="command">Starts a kernel when a connection file's path is added.</param>
    /// <param name="name">Under which notebooks and tools ask for it, such as <c>.net-csharp</c>, by which papermill knows C#.</param>
    /// <returns>The file.</returns>
    /// <exception cref="WorkbookException">The name is none, or another kernel's; or the file can't be written.</exception>
    public static string Install(IReadOnlyList<string> command, string name = Name)
    {
        Require(name);
        var spec = new JsonObject
        {
            ["argv"] = new JsonArray([.. command.Append("{connection_file}").Select(word => JsonValue.Create(word))]),
            ["display_name"] = name == Name ? Title : $"{Title} as {name}",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            // The command's own start looks for .NET there, and a desktop's processes may not know it.
            ["env"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? new JsonObject { ["DOTNET_ROOT"] = root } : new JsonObject(),
        };
        var file = Path.Combine(Folder(name), "kernel.json");
        try
        {
            Directory.CreateDirectory(Folder(name));
            File.WriteAllText(file, spec.ToJsonString(Indented) + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The kernel can't be installed in {Folder(name)}: {fault.Message} Set JUPYTER_DATA_DIR to a folder that you may write to and that Jupyter looks into.", fault);
        }
        return file;
    }

    /// <returns>False when it wasn't installed.</returns>
    public static bool Uninstall(string name = Name)
    {
        Require(name);
        if (!Directory.Exists(Folder(name)))
            return false;
        try
        {
            Directory.Delete(Folder(name), recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"{Folder(name)} can't be deleted: {fault.Message} Close what uses it and try again.", fault);
        }
        return true;
    }

    /// <summary>What another program has installed under the name is not ours to replace or delete.</summary>
    private static void Require(string name)
    {
        if (name.Length == 0 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-')) || name.All(letter => letter == '.'))
            throw new WorkbookException($"A kernel's name has letters, digits, '.', '_' and '-'; found '{name}'.");
        var file = Path.Combine(Folder(name), "kernel.json");
        if (File.Exists(file) && !IsOurs(name))
            throw new WorkbookException($"Another program's kernel is called '{name}': {file}. Choose another --name, or uninstall that one first (jupyter kernelspec uninstall {name}).");
    }

    private static string DataFolder()
    {
        if (Variable("JUPYTER_DATA_DIR") is { } folder)
            return folder;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter") : Path.Combine(Variable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"), "jupyter");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
