using Workbook.Models.Metrics;
using Workbook.Models.Project;

namespace Workbook.PowerBi.Model;

/// <summary>What Power BI calls a semantic model: tables from gold, how they hang together, measures, who sees which rows.</summary>
internal sealed record SemanticModel
{
    /// <summary>The table that holds all measures.</summary>
    public const string MeasureTable = "Metrics";

    public required IReadOnlyList<ModelTable> Tables { get; init; }
    public required IReadOnlyList<ModelRelationship> Relationships { get; init; }
    public required IReadOnlyList<ModelRole> Roles { get; init; }

    /// <summary>Queries that tables use but that are no tables themselves: the folder's parameter and functions.</summary>
    public required IReadOnlyList<ModelExpression> Expressions { get; init; }

    public IEnumerable<ModelMeasure> Measures => Tables.SelectMany(table => table.Measures);

    public ModelTable Table(string name) => Tables.First(table => table.Name == name);
}

/// <param name="Query">In Power Query's language M.</param>
/// <param name="Relation">The gold table that it shows; null for what isn't gold's.</param>
internal sealed record ModelTable(string Name, string Description, string Query, string? Relation)
{
    public IReadOnlyList<ModelColumn> Columns { get; init; } = [];
    public IReadOnlyList<ModelMeasure> Measures { get; init; } = [];
    public bool IsHidden { get; init; }

    /// <summary>The calendar: Power BI's date functions go by it.</summary>
    public bool IsDateTable { get; init; }

    public ModelColumn? Source(string column) => Columns.FirstOrDefault(own => own.SourceName == column);
}

/// <param name="SourceName">As the query names it.</param>
internal sealed record ModelColumn(string Name, string SourceName, ModelDataType Kind)
{
    public string Description { get; init; } = "";
    public string? Format { get; init; }
    public bool IsHidden { get; init; }

    /// <summary>False only where the models promise that it is never null.</summary>
    public bool IsNullable { get; init; } = true;
    public bool IsKey { get; init; }

    /// <summary>The column of the same table in whose order its values stand.</summary>
    public string? SortBy { get; init; }

    /// <summary>What maps make of it: Latitude, Country, …</summary>
    public string? DataCategory { get; init; }
}

internal enum ModelDataType
{
    Integer,

    /// <summary>A decimal with four places at most, exact.</summary>
    FixedDecimal,
    Double,
    Text,
    Boolean,
    Date,
    Instant,

    /// <summary>An instant with a time zone in the file; the model shows it in UTC.</summary>
    ZonedInstant,
}

internal sealed record ModelMeasure(string Name, string Expression, string Format, string Description, string Folder)
{
    /// <summary>What it was compiled from; null for a helper.</summary>
    public Metric? Metric { get; init; }

    public bool IsHidden { get; init; }
}

/// <summary>Many rows of <see cref="FromTable"/> point at one of <see cref="ToTable"/>, which filters them, not the reverse.</summary>
/// <param name="IsActive">False for a second way between two tables: measures take it by USERELATIONSHIP only.</param>
internal sealed record ModelRelationship(string FromTable, string FromColumn, string ToTable, string ToColumn, bool IsActive);

/// <param name="Filters">Which rows of a table the role sees, in DAX.</param>
internal sealed record ModelRole(string Name, string Description, IReadOnlyList<(string Table, string Filter)> Filters);

internal sealed record ModelExpression(string Name, string Query, string Description, string ResultType);
