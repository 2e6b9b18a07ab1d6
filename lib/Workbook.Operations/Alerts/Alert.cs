using System.Text.Json.Serialization;

namespace Workbook.Operations.Alerts;

/// <summary>Something that is wrong, for as long as it is.</summary>
/// <param name="Fingerprint">What is wrong, whatever its figures: <c>monitor:accepted.stores</c>. Alerts of one fingerprint are one.</param>
public sealed record Alert(string Fingerprint, Severity Severity, string Title)
{
    /// <summary>Figures and bounds; may change while the alert stays the same.</summary>
    public string? Text { get; init; }

    /// <summary>Shows the rows at fault.</summary>
    public string? Sql { get; init; }
}

/// <summary>Why a notice is sent.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticeKind>))]
public enum NoticeKind
{
    /// <summary>It is wrong.</summary>
    [JsonStringEnumMemberName("firing")] Firing,

    /// <summary>It was, and is no more.</summary>
    [JsonStringEnumMemberName("resolved")] Resolved,

    /// <summary>What was gathered since the last digest.</summary>
    [JsonStringEnumMemberName("digest")] Digest,

    /// <summary>Nothing is wrong: a run succeeded.</summary>
    [JsonStringEnumMemberName("info")] Info,
}

/// <summary>What a sink is given.</summary>
public sealed record AlertNotice
{
    /// <summary>Whether it tells of something that is wrong, that is over, or of neither.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>The alert's, or <c>digest:2024-03-01</c>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The alert's; of a digest the most severe that waits for one.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
    public required Severity Severity { get; init; }

    /// <summary>A line for people.</summary>
    public required string Title { get; init; }

    /// <summary>Figures and bounds, or what a digest gathered; null where the title says all.</summary>
    public string? Text { get; init; }

    /// <summary>Shows the rows at fault; null where there are none to show, and always null unless it is firing.</summary>
    public string? Sql { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>When it began; UTC.</summary>
    public DateTime? Since { get; init; }
}

/// <summary>Where notices go.</summary>
internal interface IAlertSink
{
    /// <summary>As the routing names it.</summary>
    string Name { get; }

    /// <exception cref="WorkbookException">It could not be delivered.</exception>
    void Send(AlertNotice notice, CancellationToken cancel);
}
