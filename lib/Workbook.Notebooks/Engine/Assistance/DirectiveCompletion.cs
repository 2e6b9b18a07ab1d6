using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Engine.Assistance;

/// <summary>Lines such as <c>#r "nuget: Name, 1.0"</c> and <c>#load "file.csx"</c>: packages that were restored on this machine, with their versions, and files.</summary>
internal static partial class DirectiveCompletion
{
    /// <returns>Null where the line is no such directive, or the cursor isn't in its quotes.</returns>
    public static Completion? Complete(string code, int cursor, FileNames files)
    {
        var line = code[(code.LastIndexOf('\n', Math.Max(0, cursor - 1)) + 1)..cursor];
        if (Directive().Match(line) is not { Success: true } directive)
            return null;
        var (kind, path) = (directive.Groups["kind"].Value, directive.Groups["path"].Value);
        if (Package().Match(path) is { Success: true } package && kind == "r")
        {
            var (name, version) = (package.Groups["name"].Value, package.Groups["version"]);
            return version.Success
                ? Begun(CachedPackages.Versions(name.Trim()), version.Value, cursor, "value")
                : Begun(CachedPackages.Names(), name, cursor, "module");
        }

        if (kind == "r" && "nuget: ".StartsWith(path, StringComparison.Ordinal))
            return files.Complete(path, cursor, ".dll") is var found && path.Length > 0 && found.Items.Count > 0
                ? found with { Items = [new CompletionItem("nuget: ", "keyword"), .. found.Items] }
                : Begun(["nuget: "], path, cursor, "keyword");
        return kind == "load" ? files.Complete(path, cursor, ".csx", ".cs") : kind == "r" ? files.Complete(path, cursor, ".dll") : files.Complete(path.StartsWith("nuget:", StringComparison.Ordinal) ? path[6..].TrimStart() : path, cursor);
    }

    private static Completion Begun(IEnumerable<string> texts, string typed, int cursor, string kind) =>
        new([.. texts.Where(text => text.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(text => new CompletionItem(text, kind))], cursor - typed.Length, cursor);

    [GeneratedRegex("""^[ \t]*#(?<kind>r|i|load)[ \t]+"(?<path>[^"]*)$""")]
    private static partial Regex Directive();

    [GeneratedRegex("""^nuget:[ \t]*(?<name>[^,]*)(?:,[ \t]*(?<version>.*))?$""")]
    private static partial Regex Package();
}
