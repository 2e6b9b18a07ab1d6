using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Operations.Monitoring;

/// <summary>What can be measured in any lake. A company lists what it wants of these, and adds its own.</summary>
public static partial class Monitors
{
    /// <summary>All that follows from the contracts alone: delivered, accepted, columns, keys and loads.</summary>
    public static IReadOnlyList<MonitorDefinition> OfContracts(IReadOnlyList<SourceContract> sources) =>
    [
        .. sources.SelectMany(source => new[] { Delivered(source), Accepted(source) }),
        AllAccepted(sources),
        .. sources.Select(AgreedColumns),
        .. sources.Select(ChangedColumns),
        .. sources.Select(source => Unique("bronze", source.Name, source.Key, Severity.P1)),
        .. sources.Select(source => Loaded(source.Name)),
    ];

    /// <summary>Rows of bronze with a value in a column that may be empty and mostly shouldn't be; bronze itself rejects rows that lack a required one.</summary>
    /// <param name="where">The rows in which it is expected; all by default.</param>
    /// <param name="needs">Tables that <paramref name="where"/> reads besides.</param>
    public static MonitorDefinition Filled(string table, string column, Threshold? threshold = null, string? where = null, params IReadOnlyList<string> needs)
    {
        var (relation, quoted) = ($"bronze.{Sql.Identifier(table)}", Sql.Identifier(column));
        return new MonitorDefinition($"complete.{table}.{column}")
        {
            Title = $"rows with {column}",
            Layer = "bronze",
            Severity = Severity.P2,
            Threshold = threshold ?? Threshold.Quality,
            Measure = $"SELECT 100.0 * count({quoted}) / nullif(count(*), 0), count(*) - count({quoted}), count(*), NULL FROM {relation}{(where is null ? "" : $" WHERE {where}")}",
            Offending = $"FROM {relation} WHERE {quoted} IS NULL{(where is null ? "" : $" AND {where}")}",
            Needs = [$"bronze.{table}", .. needs],
        };
    }

    /// <summary>Rows of a gold table for which a predicate holds.</summary>
    /// <param name="holds">SQL over the table's columns; unknown counts as at fault.</param>
    /// <param name="needs">Tables that <paramref name="holds"/> reads besides.</param>
    public static MonitorDefinition Share(string name, string title, string table, Severity severity, string holds, Threshold? threshold = null, params IReadOnlyList<string> needs) => new(name)
    {
        Title = title,
        Layer = "gold",
        Severity = severity,
        Threshold = threshold ?? Threshold.Quality,
        Measure = $"SELECT 100.0 * count(*) FILTER ({holds}) / nullif(count(*), 0), count(*) FILTER (({holds}) IS NOT TRUE), count(*), NULL FROM gold.{table}",
        Offending = $"FROM gold.{table} WHERE ({holds}) IS NOT TRUE",
        Needs = [$"gold.{table}", .. needs],
    };
}
