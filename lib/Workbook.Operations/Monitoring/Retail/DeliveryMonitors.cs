using Workbook.Contracts;
using Workbook.Contracts.Retail;
using Workbook.Database;

namespace Workbook.Operations.Monitoring.Retail;

/// <summary>Whether each source delivered at all, and how much of it could be accepted.</summary>
internal static class DeliveryMonitors
{
    public static IEnumerable<MonitorDefinition> Of(SourceContract source)
    {
        var (table, rejects) = ($"bronze.{Sql.Identifier(source.Name)}", $"rejects.{Sql.Identifier(source.Name)}");
        yield return new MonitorDefinition($"delivered.{source.Name}")
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
        yield return new MonitorDefinition($"accepted.{source.Name}")
        {
            Title = "rows that passed their contract",
            Layer = "bronze",
            Severity = Severity.P1,
            Measure = Share($"SELECT count(*) FROM {table}", $"SELECT count(*) FROM {rejects}"),
            Offending = $"SELECT column_name, reason, src_filename, src_line, raw_text FROM {rejects}",
            Needs = [$"bronze.{source.Name}"],
        };
    }

    /// <summary>If so much is refused, the deliveries themselves are broken: totals made from the rest would be wrong.</summary>
    public static MonitorDefinition AllAccepted { get; } = new("accepted.all")
    {
        Title = "rows of all sources that passed their contract",
        Layer = "bronze",
        Severity = Severity.P0,
        Measure = Share($"SELECT count(*) FROM ({AllOf("bronze")})", $"SELECT count(*) FROM ({AllOf("rejects")})"),
        Offending = "SELECT src_filename, column_name, reason, count(*) AS rejected FROM rejects.all GROUP BY ALL ORDER BY rejected DESC",
        Needs = [.. RetailSources.All.Select(source => $"bronze.{source.Name}")],
    };

    private static string AllOf(string schema) =>
        string.Join(" UNION ALL ", RetailSources.All.Select(source => $"SELECT 1 FROM {schema}.{Sql.Identifier(source.Name)}"));

    private static string Share(string accepted, string rejected) => $"""
        WITH counted AS (SELECT ({accepted}) AS accepted, ({rejected}) AS rejected)
        SELECT 100.0 * accepted / nullif(accepted + rejected, 0), rejected, accepted + rejected, NULL FROM counted
        """;
}
