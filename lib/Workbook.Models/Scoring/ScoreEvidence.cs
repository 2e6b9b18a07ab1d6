using Workbook.Models.Running;

namespace Workbook.Models.Scoring;

/// <summary>All that the score goes by. What is missing is an empty list or null, and earns nothing.</summary>
public sealed record ScoreEvidence
{
    /// <summary>When the score is taken, UTC.</summary>
    public required DateTime Now { get; init; }

    /// <summary>The run log, oldest first, without compile.</summary>
    public IReadOnlyList<RunLogEntry> Runs { get; init; } = [];

    /// <summary>Models, seeds and snapshots.</summary>
    public IReadOnlyList<NodeEvidence> Nodes { get; init; } = [];

    /// <summary>Data tests and unit tests.</summary>
    public IReadOnlyList<CheckEvidence> Checks { get; init; } = [];

    /// <summary>All tables of sources, those that promise no freshness too.</summary>
    public IReadOnlyList<SourceEvidence> Sources { get; init; } = [];

    /// <summary>Dashboards and the like, and those that name an owner.</summary>
    public Coverage OwnedExposures { get; init; } = new(0, 0);

    /// <summary>What is tested, described and under contract; none of anything where nothing was collected.</summary>
    public ModelCoverage Coverage { get; init; } = new();

    /// <summary>What costs more than it should; empty where there is no database to look into.</summary>
    public IReadOnlyList<RedFlag> RedFlags { get; init; } = [];
}

/// <summary>A model, seed or snapshot, and what is known of building it.</summary>
public sealed record NodeEvidence(string Name, Layer Layer)
{
    /// <summary>Whether building twice gives what building once does: made anew, or by a key.</summary>
    public bool IsRepeatable { get; init; } = true;

    /// <summary>Somebody is named to be told of a fault: an owner, an alert or a group.</summary>
    public bool HasOwner { get; init; }

    /// <summary>Of the last time that it ran; null where it never did.</summary>
    public bool? Succeeded { get; init; }

    /// <summary>Of the last time that it was built, and of those before, without failures.</summary>
    public double? LastSeconds { get; init; }

    /// <summary>Of the successful builds before the last, oldest first.</summary>
    public IReadOnlyList<double> EarlierSeconds { get; init; } = [];

    /// <summary>Written the last time; null for a view.</summary>
    public long? RowsWritten { get; init; }

    /// <summary>All rows written, and the seconds taken, by builds that wrote enough of them to measure by; 0 where none did.</summary>
    public long BulkRows { get; init; }

    /// <summary>What <see cref="BulkRows"/> took, compilation included.</summary>
    public double BulkSeconds { get; init; }

    /// <summary>In the table now; null for a view.</summary>
    public long? Rows { get; init; }

    /// <summary>In the database's file; null for a view.</summary>
    public long? Bytes { get; init; }
}

/// <param name="Test">Its kind: unique, not_null, …; null for one that is a SQL file of its own, or a unit test.</param>
/// <param name="IsSevere">Its failure stops what reads the model.</param>
/// <param name="Passed">The last time that it ran; null where it never did.</param>
public sealed record CheckEvidence(string Name, string? Test, bool IsSevere, bool? Passed);

/// <param name="Status">Of the last freshness check: pass, warn, error or runtime error; null for none.</param>
public sealed record SourceEvidence(string Name, bool HasThreshold, string? Status);

/// <param name="Rule">To be named in <c>meta: {lint_ignore: […]}</c> where it is as it should be.</param>
public sealed record RedFlag(string Rule, string Node, string Found);
