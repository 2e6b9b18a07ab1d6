using System.Text.RegularExpressions;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Documents;
using Workbook.Notebooks.Engine.CSharp;
using Workbook.Notebooks.Engine.NuGet;

namespace Workbook.Notebooks.Engine;

/// <summary>A cell's <c>#r "nuget: Package, 1.2.3"</c> lines: fetched together, and referred to.</summary>
internal static partial class Packages
{
    /// <summary>The code with those lines emptied, so that line numbers stay.</summary>
    public static string Resolve(string code, ScriptEngine scripts, CellContext context)
    {
        code = scripts.Sources.Take(code, CellFiles.Folders(context.Host.Workspace));
        if (!code.Contains("#r", StringComparison.Ordinal) && !code.Contains("Microsoft.DotNet.Interactive", StringComparison.Ordinal))
            return code;
        // One of those may be this library itself, for the other host.
        PackageRequest[] requests = [.. Reference().Matches(code)
            .Select(line => new PackageRequest(line.Groups["name"].Value.Trim(), line.Groups["version"].Value.Trim()))
            .Where(request => request.Id != InteractiveHeader.Package)];
        if (requests.Length > 0)
        {
            var added = scripts.Packages.Add(requests, scripts.Sources.All, context.Host.Workspace.Root, context.Cancellation);
            foreach (var assembly in added.Assemblies)
                scripts.AddReference(assembly);
            if (added.Notes.Count > 0)
                context.Display(MimeBundle.Of((Formatter.Plain, string.Join('\n', added.Notes))));
        }

        return Interactive().Replace(Reference().Replace(code, ""), "");
    }

    [GeneratedRegex("""^[ \t]*#r[ \t]+"nuget:(?<name>[^,"]+)(?:,(?<version>[^"]*))?"[ \t]*;?[ \t]*\r?$""", RegexOptions.Multiline)]
    private static partial Regex Reference();

    /// <summary>Namespaces of the older engine, whose functions have the same names here.</summary>
    [GeneratedRegex(@"^[ \t]*using[ \t]+(static[ \t]+)?Microsoft\.DotNet\.Interactive[\w.]*[ \t]*;", RegexOptions.Multiline)]
    private static partial Regex Interactive();
}
