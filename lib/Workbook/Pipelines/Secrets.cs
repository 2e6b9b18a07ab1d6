using System.Text.RegularExpressions;

namespace Workbook.Pipelines;

/// <summary>Environment variables that a declaration names. What was read stays out of every message.</summary>
internal sealed partial class Secrets
{
    private readonly HashSet<string> _values = [];

    /// <summary>The text with its variables' values.</summary>
    /// <param name="where">Named in the error when there is no such variable.</param>
    public string Expand(string text, string where) => Variable().Replace(text, match =>
    {
        var name = match.Groups[1].Value;
        var value = Environment.GetEnvironmentVariable(name);
        if (string.IsNullOrEmpty(value))
            throw new WorkbookException($"{where} needs the environment variable {name}, which is not set. Set it, and run this again.");
        return Keep(value);
    });

    /// <summary>A secret from elsewhere, such as a token that a server gave.</summary>
    public string Keep(string value)
    {
        _values.Add(value);
        return value;
    }

    public string Redact(string text) => _values.OrderByDescending(value => value.Length).Aggregate(text, (safe, value) =>
        safe.Replace(value, "***", StringComparison.Ordinal).Replace(Uri.EscapeDataString(value), "***", StringComparison.Ordinal));

    public static bool IsVariable(string text) => Variable().Match(text) is { Success: true } match && match.Length == text.Length;

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Variable();
}
