using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Operations.Monitoring;

// Whether sources delivered at all, and how much of it could be accepted.
public static partial class Monitors
{
    /// <summary>That a source has any rows.</summary>
    public static MonitorDefinition Delivered(SourceContract source)
    {
        var table = $"bronze.{Sql.Identifier(source.Name)}";
        return new MonitorDefinition($"delivered.{source.Name}")
        {
            Title = "rows in bronze",
            Layer = "bronze",
            Severity = Severity.P0,
            Threshold = Threshold.AtLeast(1, 1),
            Unit = "rows",
            Measure = $"SELECT count(*), NULL, NULL, NULL FROM {table}",
            Offending = $"FROM {table} LIMIT 10",
            Needs = [$"bronze.{source.Name}"],
            MissingIsAlert = true,
        };
    }

    /// <summary>How much of a source passed its contract.</summary>
    public static MonitorDefinition Accepted(SourceContract source)
    {
        var (table, rejects) = ($"bronze.{Sql.Identifier(source.Name)}", $"rejects.{Sql.Identifier(source.Name)}");
        return new MonitorDefinition($"accepted.{source.Name}")
        {
            Title = "rows that passed their contract",
            Layer = "bronze",
            Severity = Severity.P1,
            Measure = AcceptedShare($"SELECT count(*) FROM {table}", $"SELECT count(*) FROM {rejects}"),
            Offending = $"SELECT column_name, reason, src_filename, src_line, raw_text FROM {rejects}",
            Needs = [$"bronze.{source.Name}"],
        };
    }

    /// <summary>If so much is refused, the deliveries themselves are broken: totals made from the rest would be wrong.</summary>
    public static MonitorDefinition AllAccepted(IReadOnlyList<SourceContract> sources) => new("accepted.all")
    {
        Title = "rows of all sources that passed their contract",
        Layer = "bronze",
        Severity = Severity.P0,
        Measure = AcceptedShare($"SELECT count(*) FROM ({AllOf(sources, "bronze")})", $"SELECT count(*) FROM ({AllOf(sources, "rejects")})"),
        Offending = "SELECT src_filename, column_name, reason, count(*) AS rejected FROM rejects.all GROUP BY ALL ORDER BY rejected DESC",
        Needs = [.. sources.Select(source => $"bronze.{source.Name}")],
    };

    private static string AllOf(IReadOnlyList<SourceContract> sources, string schema) =>
        string.Join(" UNION ALL ", sources.Select(source => $"SELECT 1 FROM {schema}.{Sql.Identifier(source.Name)}"));

    private static string AcceptedShare(string accepted, string rejected) => $"""
        WITH counted AS (SELECT ({accepted}) AS accepted, ({rejected}) AS rejected)
        SELECT 100.0 * accepted / nullif(accepted + rejected, 0), rejected, accepted + rejected, NULL FROM counted
        """;
}
