namespace Workbook.Models.Lineage.Events;

/// <summary>One execution of one job, such as the build of one model or a whole command.</summary>
/// <param name="Sql">As it was run; null for jobs without.</param>
/// <param name="Parent">The run that this one is part of.</param>
public sealed record OpenLineageRun(
    OpenLineageJob Job, Guid RunId, DateTimeOffset StartedAt,
    IReadOnlyList<OpenLineageInput> Inputs, IReadOnlyList<OpenLineageOutput> Outputs, string? Sql = null, OpenLineageParent? Parent = null);

public sealed record OpenLineageJob(string Namespace, string Name);

public sealed record OpenLineageParent(Guid RunId, OpenLineageJob Job);

public sealed record OpenLineageField(string Name, string? Type = null, string? Description = null);

/// <param name="Id">As the lineage names the relation, for example its unique_id.</param>
/// <param name="Namespace">Where the dataset lives, such as <c>file</c> or <c>duckdb://lake.duckdb</c>.</param>
/// <param name="Name">Full name within the namespace: database.schema.table, or a path.</param>
public sealed record OpenLineageDataset(string Id, string Namespace, string Name, IReadOnlyList<OpenLineageField>? Fields = null);

/// <param name="Assertion">The rule: not_null, unique, …</param>
/// <param name="Column">Null for the dataset as a whole.</param>
/// <param name="Severity">error or warn.</param>
public sealed record OpenLineageAssertion(string Assertion, bool Success, string? Column = null, string? Severity = null, string? Name = null);

public sealed record OpenLineageInput(OpenLineageDataset Dataset, IReadOnlyList<OpenLineageAssertion>? Assertions = null);

/// <param name="Lineage">Of the columns; references to relations that aren't among the inputs are left out.</param>
/// <param name="Rows">Rows written, not rows there are.</param>
public sealed record OpenLineageOutput(
    OpenLineageDataset Dataset, QueryLineage? Lineage = null, long? Rows = null, long? Bytes = null, int? Files = null);
