using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup.Model;

namespace Workbook.Dedup.Matching;

/// <param name="Pairs">That agree on the rule's keys, those of earlier rules among them.</param>
/// <param name="LargestBlock">Records in it: pairs grow with its square.</param>
public sealed record BlockingEstimate(BlockingRule Rule, long Pairs, long LargestBlock)
{
    /// <summary>Exact, and cheap: counted by the sizes of blocks, without joining anything.</summary>
    internal static IReadOnlyList<BlockingEstimate> Of(DuckDBConnection connection, CleanRecords records, IEnumerable<BlockingRule> rules) => [.. rules.Select(rule => connection.Query(
        $"""
        WITH blocks AS (SELECT count(*) AS records, count_if(_new) AS added FROM {records.Table} WHERE {records.Blocks[rule]} IS NOT NULL GROUP BY {records.Blocks[rule]})
        SELECT CAST(coalesce(sum(added * (records - added) + added * (added - 1) // 2), 0) AS BIGINT), coalesce(max(records), 0) FROM blocks
        """,
        row => new BlockingEstimate(rule, row.Get<long>(0), row.Get<long>(1)))[0])];

    /// <exception cref="WorkbookException">All rules together make more pairs than allowed.</exception>
    internal static void RequireAtMost(long limit, IReadOnlyList<BlockingEstimate> estimates)
    {
        var total = estimates.Sum(estimate => estimate.Pairs);
        if (total <= limit)
            return;
        var lines = estimates.OrderByDescending(estimate => estimate.Pairs).Select(estimate => Invariant($"\n  {estimate.Rule}: {estimate.Pairs:N0} pairs, largest block {estimate.LargestBlock:N0} records"));
        throw new WorkbookException(
            Invariant($"The blocking rules would compare {total:N0} pairs, more than the limit of {limit:N0}:{string.Concat(lines)}\n") +
            "Add a key to the rules with the most pairs, turn placeholders such as 'unknown' into NULL, or raise the limit.");
    }
}
