using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Query;

/// <param name="Operator">Indented by a dot for each step that takes its rows.</param>
/// <param name="Detail">What is read, joined or grouped by, where the engine says so.</param>
/// <param name="Rows">That it gave to the step above it.</param>
/// <param name="Milliseconds">Of all threads together, its inputs not counted.</param>
public sealed record PlanStep(string Operator, string Detail, long Rows, double Milliseconds);

/// <summary>What a query really did, measured while it ran: steps from the result down to the tables.</summary>
public sealed class QueryPlan : IReadOnlyList<PlanStep>
{
    private const int LongestDetail = 90;
    private static readonly string[] Details = ["Filename(s)", "Table", "Filters", "Conditions", "Join Type", "Groups", "Aggregates", "Order By", "Expression"];

    private readonly List<PlanStep> _steps = [];

    private QueryPlan(JsonNode root)
    {
        Milliseconds = Round(root["latency"]);
        RowsScanned = (long)Number(root["cumulative_rows_scanned"]);
        BytesRead = (long)Number(root["total_bytes_read"]);
        Add(root, 0);
    }

    /// <summary>From start to end, as a clock sees it.</summary>
    public double Milliseconds { get; }

    /// <summary>Read from tables and single files; row groups that could be skipped don't count.</summary>
    public long RowsScanned { get; }

    /// <summary>From files, as the engine counts them; what its cache had is not among them.</summary>
    public long BytesRead { get; }

    /// <summary>Opened; partitions that could be skipped don't count.</summary>
    public long FilesRead { get; private set; }

    /// <summary>Of the steps; projections aren't among them.</summary>
    public int Count => _steps.Count;

    /// <summary>From 0, the step that gives the result.</summary>
    public PlanStep this[int index] => _steps[index];

    /// <inheritdoc/>
    public IEnumerator<PlanStep> GetEnumerator() => _steps.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Runs the query and tells what it did; its rows are thrown away.</summary>
    public static QueryPlan Of(DuckDBConnection connection, string sql) =>
        new(JsonNode.Parse(connection.Query($"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", row => row.GetString(1))[0])!);

    private void Add(JsonNode node, int depth)
    {
        var name = (string?)node["operator_name"];
        // A projection only hands columns on.
        var isStep = name is not (null or "EXPLAIN_ANALYZE" or "PROJECTION");
        if (isStep)
            _steps.Add(new PlanStep($"{new string('·', depth)}{name!.Trim()}", Detail(node["extra_info"]), (long)Number(node["operator_cardinality"]), Round(node["operator_timing"])));
        FilesRead += (long)Number(node["extra_info"]?["Total Files Read"]);
        foreach (var child in node["children"]?.AsArray() ?? [])
            Add(child!, depth + (isStep ? 1 : 0));
    }

    private static string Detail(JsonNode? info)
    {
        var texts = Details.Select(key => (Key: key, Value: info?[key])).Where(pair => pair.Value is not null)
            .Select(pair => pair.Key == "Filename(s)" ? FileName((string)pair.Value!) : Text(pair.Value!));
        // What the engine does to its own numbers is nobody's business.
        var detail = string.Join("; ", texts.Where(text => text.Length > 0 && !text.Contains("__internal", StringComparison.Ordinal)));
        return detail.Length <= LongestDetail ? detail : detail[..(LongestDetail - 1)] + "…";
    }

    /// <summary>A pattern from the folder on that it looks into: <c>dim_customer/**/*.parquet</c>.</summary>
    private static string FileName(string path)
    {
        var parts = path.Split('/', '\\');
        var open = Array.FindIndex(parts, part => part.Contains('*'));
        return string.Join('/', parts[(open > 0 ? open - 1 : ^1)..]);
    }

    private static string Text(JsonNode value) => value is JsonArray several ? string.Join(", ", several.Select(one => one?.ToString())) : value.ToString();

    private static double Number(JsonNode? value) => value is null ? 0 : double.Parse(value.ToString(), CultureInfo.InvariantCulture);

    private static double Round(JsonNode? seconds) => Math.Round(Number(seconds) * 1000, 2);
}
