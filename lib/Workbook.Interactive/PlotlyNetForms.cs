using System.Reflection;
using Workbook.Charts;
using Formats = Microsoft.DotNet.Interactive.Formatting.Formatter;
using Ours = Workbook.Notebooks.Display.Formatter;

namespace Workbook.Interactive;

/// <summary>
/// Charts of Plotly.NET in the forms of ours: as figures for a front end that draws them, and as HTML that needs no network.
/// The package comes with a cell, and Plotly.NET.Interactive brings forms of its own, that ask a server for plotly.js: the
/// last ones that are registered count.
/// </summary>
internal static class PlotlyNetForms
{
    private static readonly ShownValue Shown = new();
    private static readonly Lock Gate = new();
    private static int Loaded;

    /// <summary>From now on, also in the very cell that brings the package.</summary>
    public static void Register() => AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) =>
    {
        // Plotly.NET.Interactive registers its own only after this: that is left to the next call.
        if (loaded.LoadedAssembly.GetName().Name == "Plotly.NET")
            Put(loaded.LoadedAssembly);
    };

    /// <summary>To be called before each cell: by then a package that was loaded has registered its own.</summary>
    public static void Follow()
    {
        lock (Gate)
        {
            var loaded = AppDomain.CurrentDomain.GetAssemblies().Where(IsWanted).ToList();
            if (loaded.Count > Loaded)
                loaded.ForEach(Put);
            Loaded = loaded.Count;
        }
    }

    private static bool IsWanted(Assembly assembly) => assembly.GetName().Name is "Plotly.NET" or "Plotly.NET.Interactive";

    private static void Put(Assembly assembly)
    {
        if (ChartType(assembly) is not { } type)
            return;
        string[] mimes = [Chart.MimeType, Ours.Html, Ours.Plain];
        foreach (var mime in mimes)
            Formats.Register(type, (value, context) =>
            {
                context.Writer.Write(Shown.Form(value, mime));
                return true;
            }, mime);
        Formats.SetPreferredMimeTypesFor(type, mimes);
    }

    // In its own class since 6.0; in a module of that name before.
    private static Type? ChartType(Assembly assembly) => assembly.GetType("Plotly.NET.GenericChart+GenericChart") ?? assembly.GetType("Plotly.NET.GenericChart");
}
