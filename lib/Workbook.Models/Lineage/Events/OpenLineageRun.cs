namespace Workbook.Models.Lineage.Events;

/// <summary>One execution of one job, such as the build of one model or a whole command.</summary>
/// <param name="Sql">As it was run; null for jobs without.</param>
/// <param name="Parent">The run that this one is part of.</param>
internal sealed record OpenLineageRun(
    OpenLineageJob Job, Guid RunId, DateTimeOffset StartedAt,
    IReadOnlyList<OpenLineageInput> Inputs, IReadOnlyList<OpenLineageOutput> Outputs, string? Sql = null, OpenLineageParent? Parent = null);

internal sealed record OpenLineageJob(string Namespace, string Name);

internal sealed record OpenLineageParent(Guid RunId, OpenLineageJob Job);

internal sealed record OpenLineageField(string Name, string? Type = null, string? Description = null);

/// <param name="Id">As the lineage names the relation, for example its unique_id.</param>
/// <param name="Namespace">Where the dataset lives, such as <c>file</c> or <c>duckdb://lake.duckdb</c>.</param>
/// <param name="Name">Full name within the namespace: database.schema.table, or a path.</param>
internal sealed record OpenLineageDataset(string Id, string Namespace, string Name, IReadOnlyList<OpenLineageField>? Fields = null);

/// <param name="Assertion">The rule: not_null, unique, …</param>
/// <param name="Column">Null for the dataset as a whole.</param>
/// <param name="Severity">error or warn.</param>
internal sealed record OpenLineageAssertion(string Assertion, bool Success, string? Column = null, string? Severity = null, string? Name = null);

internal sealed record OpenLineageInput(OpenLineageDataset Dataset, IReadOnlyList<OpenLineageAssertion>? Assertions = null);

/// <param name="Lineage">Of the columns; references to relations that aren't among the inputs are left out.</param>
/// <param name="Rows">Rows written, not rows there are.</param>
internal sealed record OpenLineageOutput(
    OpenLineageDataset Dataset, QueryLineage? Lineage = null, long? Rows = null, long? Bytes = null, int? Files = null);
