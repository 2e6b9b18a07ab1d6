namespace Workbook.Operations.Alerts;

/// <summary>What a sink is.</summary>
public enum SinkKind
{
    /// <summary>A line for people, where the command runs.</summary>
    Console,

    /// <summary>A JSON line, appended to a file.</summary>
    File,

    /// <summary>A POST of JSON.</summary>
    Webhook,
}

/// <summary>A sink as it is declared.</summary>
/// <param name="Target">The file's path or the webhook's address; null for the console.</param>
public sealed record SinkDefinition(string Name, SinkKind Kind, string? Target)
{
    /// <summary>For one answer of a webhook; of no use to other sinks.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a webhook is asked again after it refused; of no use to other sinks.</summary>
    public int Retries { get; init; } = 2;
}

/// <summary>Which severities go to which sinks, at once or in a daily digest.</summary>
public sealed record AlertRouting
{
    /// <summary>The file, in <c>lake/_runs</c>, of a file sink without a target.</summary>
    public const string DefaultFile = "alerts.jsonl";

    /// <summary>By names that are used once: routes and digest name them.</summary>
    public required IReadOnlyList<SinkDefinition> Sinks { get; init; }

    /// <summary>The sinks that hear of it at once, by severity.</summary>
    public required IReadOnlyDictionary<Severity, IReadOnlyList<string>> Routes { get; init; }

    /// <summary>The severities that wait for the day's digest, and the sinks that get it.</summary>
    public IReadOnlyList<Severity> DigestOf { get; init; } = [];

    /// <summary>Names of the sinks that get the digest of a UTC day, with the first dispatch after it.</summary>
    public IReadOnlyList<string> DigestTo { get; init; } = [];

    /// <summary>How long the same alert isn't sent again.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(6);

    /// <summary>
    /// P0 and P1 to the console and the file, P2 in the daily digest to both, P3 to the file alone. The file is
    /// <c>lake/_runs/alerts.jsonl</c>.
    /// </summary>
    public static AlertRouting Default { get; } = new()
    {
        Sinks = [new SinkDefinition("console", SinkKind.Console, null), new SinkDefinition("file", SinkKind.File, null)],
        Routes = new Dictionary<Severity, IReadOnlyList<string>>
        {
            [Severity.P0] = ["console", "file"],
            [Severity.P1] = ["console", "file"],
            [Severity.P2] = [],
            [Severity.P3] = ["file"],
        },
        DigestOf = [Severity.P2],
        DigestTo = ["console", "file"],
    };

    /// <exception cref="WorkbookException">It isn't there, or something in it is wrong: all faults, each with its line.</exception>
    public static AlertRouting Read(string path) => File.Exists(path)
        ? RoutingFile.Parse(File.ReadAllText(path), Path.GetFileName(path))
        : throw new WorkbookException($"There is no alert routing at '{path}'. Correct the path, or leave it out for the default: P0 and P1 at once, P2 in the daily digest, P3 logged.");
}
