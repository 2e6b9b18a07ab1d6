using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Jupyter.Kernel;

/// <summary>The folder in which Jupyter and VS Code look for what starts a kernel, for the user of this process.</summary>
public static class KernelSpec
{
    public const string Name = "workbook";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>JUPYTER_DATA_DIR</c>, or the platform's folder for Jupyter's data, and in it <c>kernels/workbook</c>.</summary>
    public static string Folder => Path.Combine(DataFolder(), "kernels", Name);

    /// <summary>Writes <c>kernel.json</c>, in place of an earlier one.</summary>
    /// <param name="command">Starts a kernel when a connection file's path is added.</param>
    /// <returns>The file.</returns>
    public static string Install(IReadOnlyList<string> command)
    {
        var spec = new JsonObject
        {
            ["argv"] = new JsonArray([.. command.Append("{connection_file}").Select(word => JsonValue.Create(word))]),
            ["display_name"] = "Workbook (C# + SQL)",
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            // The command's own start looks for .NET there, and a desktop's processes may not know it.
            ["env"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } root ? new JsonObject { ["DOTNET_ROOT"] = root } : new JsonObject(),
        };
        var file = Path.Combine(Folder, "kernel.json");
        try
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(file, spec.ToJsonString(Indented) + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The kernel can't be installed in {Folder}: {fault.Message} Set JUPYTER_DATA_DIR to a folder that you may write to and that Jupyter looks into.", fault);
        }
        return file;
    }

    /// <returns>False when it wasn't installed.</returns>
    public static bool Uninstall()
    {
        if (!Directory.Exists(Folder))
            return false;
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"{Folder} can't be deleted: {fault.Message} Close what uses it and try again.", fault);
        }
        return true;
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
