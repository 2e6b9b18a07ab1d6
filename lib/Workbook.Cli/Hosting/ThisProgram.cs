using System.Reflection;

namespace Workbook.Cli.Hosting;

internal static class ThisProgram
{
    /// <summary>What starts it again: the executable that it is, under whatever name; or the dotnet that runs its library.</summary>
    public static IReadOnlyList<string> Command { get; } = Of(Environment.ProcessPath!, Assembly.GetEntryAssembly() == typeof(ThisProgram).Assembly);

    /// <param name="isOwn">Whether the process is this program's; a test's host isn't, and has a dotnet.</param>
    public static IReadOnlyList<string> Of(string process, bool isOwn)
    {
        // Not without "its extension": on Unix that would take Workbook.Cli for Workbook.
        var name = Path.GetFileName(process);
        var isDotnet = name.Equals("dotnet", StringComparison.OrdinalIgnoreCase) || name.Equals("dotnet.exe", StringComparison.OrdinalIgnoreCase);
        return isOwn && !isDotnet ? [process] : [isDotnet ? process : "dotnet", Path.Combine(AppContext.BaseDirectory, "Workbook.Cli.dll")];
    }
}
