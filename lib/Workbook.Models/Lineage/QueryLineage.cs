using Workbook.Models.Project;

namespace Workbook.Models.Lineage;

/// <summary>What happens to a value between source and result. A cast is a transformation; a window aggregate an aggregation.</summary>
public enum ColumnTransformation
{
    /// <summary>Made of no column: <c>'EU'</c>, <c>current_date</c>.</summary>
    Constant,

    /// <summary>The value as it is, perhaps under another name.</summary>
    Identity,

    /// <summary>An expression over the values of one row.</summary>
    Transformation,

    /// <summary>An expression over several rows: <c>sum(amount)</c>.</summary>
    Aggregation,
}

/// <param name="Relation">As the resolver names it, for example a unique_id.</param>
public sealed record ColumnReference(string Relation, string Column)
{
    /// <summary>With a dot between: <c>model.shop.orders.amount</c>.</summary>
    public override string ToString() => $"{Relation}.{Column}";
}

/// <param name="Sources">The columns that the value is made of, the conditions of a CASE among them.</param>
/// <param name="Filters">
/// The columns that decide which rows there are, or in which order: those of WHERE, JOIN, GROUP BY, HAVING, QUALIFY,
/// ORDER BY, DISTINCT ON for the whole query, and those of the column's own windows, FILTERs and subqueries.
/// </param>
public sealed record ColumnOrigin(
    string Column, IReadOnlyList<ColumnReference> Sources, ColumnTransformation Kind, IReadOnlyList<ColumnReference> Filters);

/// <param name="Column">Null for the query's filters; <c>*</c> for columns that aren't even known by name.</param>
public sealed record UntracedColumn(string? Column, string Reason);

/// <param name="Relations">What the query reads, whether or not a column of it comes to be used.</param>
/// <param name="Untraced">Gaps. A column here may also be among <paramref name="Columns"/>, with the sources that are known.</param>
public sealed record QueryLineage(
    IReadOnlyList<ColumnOrigin> Columns, IReadOnlyList<string> Relations, IReadOnlyList<UntracedColumn> Untraced);

/// <param name="Columns">In their order; null where only the relation is known.</param>
internal sealed record TableColumns(string Relation, IReadOnlyList<string>? Columns);

/// <summary>
/// Names a table of the query; null for one that isn't known. A table function with a text as its first argument, such as
/// read_parquet('a.parquet'), is asked for by that text, as is a file named in FROM.
/// </summary>
internal delegate TableColumns? TableResolver(string? catalog, string? schema, string table);
