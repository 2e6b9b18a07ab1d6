using System.Reflection;

namespace Workbook.Interactive;

/// <summary>
/// Plotly.NET asks for a newer FSharp.Core than .NET Interactive has for its F# kernel. A second one beside it would be of
/// types of its own, which the packages that Plotly.NET stands on don't share; so the one that is there serves for all.
/// </summary>
internal static class FSharpCore
{
    private const string Name = "FSharp.Core";
    private static int IsServing;

    public static void ServeNewerRequests()
    {
        if (Interlocked.Exchange(ref IsServing, 1) == 0)
            // Asked where the process found none that is new enough. A request without a version finds its own.
            AppDomain.CurrentDomain.AssemblyResolve += (_, asked) => new AssemblyName(asked.Name) is { Name: Name, Version: not null } ? Assembly.Load(Name) : null;
    }
}
