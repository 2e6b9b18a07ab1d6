using DuckDB.NET.Data;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

/// <summary>One model, compiled, and how it is to become a relation.</summary>
internal sealed record ModelBuild
{
    public required Relation Target { get; init; }

    /// <summary>One SELECT; it may end in a semicolon or in comments.</summary>
    public required string Sql { get; init; }

    /// <summary>view, table, incremental or external.</summary>
    public required string Materialized { get; init; }

    public bool FullRefresh { get; init; }

    public IncrementalOptions Incremental { get; init; } = new();

    public ExternalOptions? External { get; init; }

    /// <summary>Null where none is enforced.</summary>
    public ModelContract? Contract { get; init; }

    public IReadOnlyList<ModelHook> PreHooks { get; init; } = [];

    public IReadOnlyList<ModelHook> PostHooks { get; init; } = [];

    /// <summary>
    /// Called as the last thing before COMMIT, so that the record of the work commits with it. DuckDB writes to one
    /// attached database in a transaction: the record must lie in the target's.
    /// </summary>
    public Action<DuckDBConnection>? Recorded { get; init; }
}

/// <param name="Sql">Rendered when its turn comes; blank is skipped.</param>
/// <param name="InTransaction">False to run before BEGIN or after COMMIT.</param>
public sealed record ModelHook(Func<string> Sql, bool InTransaction = true);

/// <param name="Rows">Rows written; null where nothing counts them, as for a view.</param>
/// <param name="Message">As in dbt's adapter response.</param>
public sealed record BuildOutcome(long? Rows, string Message);
