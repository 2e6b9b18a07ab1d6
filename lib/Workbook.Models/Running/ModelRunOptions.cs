namespace Workbook.Models.Running;

/// <summary>What to do with a project: a command and its choices, spelled as dbt spells them.</summary>
public sealed record ModelRunOptions
{
    /// <summary>build, run, test, seed, snapshot or compile.</summary>
    public string Command { get; init; } = "build";

    /// <summary>Selectors such as <c>+fct_sales</c>, <c>tag:daily</c>; all by default. See <see cref="Selection.NodeSelector"/>.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>Selectors of what is taken out again; nothing by default.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Only these kinds: model, seed, snapshot, test, unit_test. The command's own by default.</summary>
    public IReadOnlyList<string> ResourceTypes { get; init; } = [];

    /// <summary>Builds incremental models and seeds anew.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>Stops at the first failure; what runs already runs to its end.</summary>
    public bool FailFast { get; init; }

    /// <summary>A failed test whose severity is warn fails the run, too.</summary>
    public bool WarnError { get; init; }

    /// <summary>
    /// Leaves out what can't have changed: its compiled SQL, its configuration and all that it reads are as when it was last
    /// built. A table that something else wrote to is taken as unchanged if only its rows differ.
    /// </summary>
    public bool ReuseUnchanged { get; init; }

    /// <summary>How often a node that failed is tried again.</summary>
    public int Retries { get; init; }

    /// <summary>A folder with an earlier <c>manifest.json</c>, for <c>state:</c>, and <c>run_results.json</c>, for <c>result:</c>.</summary>
    public string? State { get; init; }

    /// <summary>Where artifacts go; the project's target-path by default.</summary>
    public string? TargetPath { get; init; }

    /// <summary>Instead of now: a run that is taken up again keeps its instant, and so does what it writes.</summary>
    public DateTime? StartedAt { get; init; }
}
