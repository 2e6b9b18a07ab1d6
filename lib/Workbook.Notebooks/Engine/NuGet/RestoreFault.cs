using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Engine.NuGet;

/// <summary>Why packages could not be had, in one message with its remedy.</summary>
internal sealed partial record RestoreFault(string Message, bool IsAboutNetwork)
{
    /// <param name="assets">What the restore left behind; null where it didn't come that far.</param>
    /// <param name="said">What it printed; empty if it succeeded.</param>
    /// <returns>Null for a restore that succeeded.</returns>
    public static RestoreFault? Of(JsonNode? assets, string said, PackageRestore restore)
    {
        var logs = (assets?["logs"]?.AsArray() ?? []).Select(log => (Code: (string)log!["code"]!, Level: (string)log["level"]!, Message: (string)log["message"]!, Id: (string?)log["libraryId"] ?? "")).ToList();
        var errors = logs.Where(log => log.Level == "Error").ToList();
        if (errors.Count == 0)
            return said.Length == 0 && assets is not null ? null : new($"{Asked(restore)} could not be restored: {FirstError(said)}", false);
        var (code, _, message, id) = errors[0];
        // What isn't in the feeds that answered may be in one that didn't.
        if (logs.Find(log => log.Code is "NU1301" or "NU1801").Message is { } unreachable && code is "NU1101" or "NU1102" or "NU1103" or "NU1301")
            return new($"{Asked(restore)} could not be fetched, since the feed can't be reached: {Line(unreachable)} Connect to it, or name a folder that has the packages: #i \"nuget:<folder>\".", true);
        return code switch
        {
            "NU1101" => new($"There is no package '{id}' in {SourcesIn(message)}. Check its name; another feed is named before it: #i \"nuget:<address or folder>\".", false),
            "NU1102" or "NU1103" => new($"The package '{id}' has no version {Version(id, restore)}{Nearest(message)}. Change the version in the #r line.", false),
            "NU1202" => new($"The package '{id}' isn't for .NET {Environment.Version.Major}: {Line(message)} Take a newer version of it.", false),
            "NU1107" => new($"No version of a package suits all that ask for it: {message.ReplaceLineEndings(" ").Trim()} Ask for versions of {Asked(restore)} that go together.", false),
            _ => new($"{Asked(restore)} could not be restored: {message.ReplaceLineEndings(" ").Trim()} ({code})", false),
        };
    }

    private static string Asked(PackageRestore restore) => string.Join(", ", restore.Packages.Select(package => $"{package.Id} {package.Version}".Trim()));

    private static string Version(string id, PackageRestore restore) =>
        restore.Packages.FirstOrDefault(package => package.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { Version.Length: > 0 } asked ? asked.Version : "that suits";

    private static string Nearest(string message) => NearestVersion().Match(message) is { Success: true } nearest ? $"; the nearest is {nearest.Groups[1].Value}" : "";

    private static string SourcesIn(string message) => message.LastIndexOf(": ", StringComparison.Ordinal) is > 0 and var colon ? message[(colon + 2)..].Trim() : "the configured feeds";

    private static string Line(string message) => message.Split('\n')[0].Trim() is var line && line.EndsWith('.') ? line : line + ".";

    private static string FirstError(string said) => said.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) is { } line
        ? ErrorText().Replace(line, "").Trim()
        : said.Trim().Split('\n')[0];

    [GeneratedRegex(@"Nearest version: ([^\s\]]+)")]
    private static partial Regex NearestVersion();

    /// <summary>The project's path before the message, and behind it.</summary>
    [GeneratedRegex(@"^.*?\berror\b\s*|\s*\[[^\]]*notebook\.csproj\]\s*$")]
    private static partial Regex ErrorText();
}
