using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Reconciliation;

/// <param name="Rounds">How often each side was asked for hashes.</param>
/// <param name="RangesCompared">Pairs of ranges whose counts and hashes were compared.</param>
/// <param name="RowsFetched">Of both sides.</param>
public sealed record BisectionReport(ReconciliationReport Report, int Rounds, long RangesCompared, long RowsFetched);

/// <summary>
/// Finds where two sides differ by counts and sums of row hashes over ranges of keys: one integer key is divided by its
/// values, other keys by their hashes. Tolerances don't count here, so that ranges with small differences are fetched, too; amounts do as they are after conversion.
/// </summary>
internal sealed class Bisection
{
    private const int Ways = 32;

    /// <summary>More ranges than this are fetched rather than asked for one by one.</summary>
    private const int MaxRanges = 20_000;

    private readonly RowLayout _layout;
    private readonly string _left;
    private readonly string _right;
    private readonly (string Sql, BigInteger Least, BigInteger Span) _position;
    private int _rounds;
    private long _ranges;

    private Bisection(RowLayout layout, DuckDBConnection left, DuckDBConnection right)
    {
        _layout = layout;
        _left = $"({CanonicalRows.Select(layout, left: true)})";
        _right = $"({CanonicalRows.Select(layout, left: false)})";
        _position = Position(left, right);
    }

    public static BisectionReport Run(DuckDBConnection left, DuckDBConnection right, DuckDBConnection here, RowLayout layout, int leafRows)
    {
        try
        {
            var bisection = new Bisection(layout, left, right);
            ExchangeRates.RequireAll(left, layout, left: true, bisection._left);
            ExchangeRates.RequireAll(right, layout, left: false, bisection._right);
            var whole = (SideRows.Read(left, layout, left: true, bisection._left), SideRows.Read(right, layout, left: false, bisection._right));
            var condition = bisection.Differing(left, right, leafRows);
            var rows = FetchedRows.Copy(left, $"SELECT * FROM {bisection._left} WHERE {condition}", here, layout, left: true)
                + FetchedRows.Copy(right, $"SELECT * FROM {bisection._right} WHERE {condition}", here, layout, left: false);
            var there = (SideRows.Read(here, layout, left: true, layout.Table("left")), SideRows.Read(here, layout, left: false, layout.Table("right")));
            return new BisectionReport(Reconciler.Compare(here, layout, there, whole), bisection._rounds, bisection._ranges, rows);
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"{layout.Spec.Left.Name} and {layout.Spec.Right.Name} can't be reconciled: {fault.Message.Split("\n\nLINE ")[0]}", fault);
        }
    }

    /// <summary>A condition for the rows of all ranges that differ, and for those without a key.</summary>
    private string Differing(DuckDBConnection left, DuckDBConnection right, int leafRows)
    {
        List<string> leaves = [$"NOT ({_layout.KeysPresent()})"];
        var width = BigInteger.One;
        while (width * Ways < _position.Span)
            width *= Ways;
        var scope = "true";
        while (scope.Length > 0)
        {
            var (there, other) = (Hashes(left, _left, width, scope), Hashes(right, _right, width, scope));
            _rounds++;
            var parts = there.Keys.Union(other.Keys).ToList();
            _ranges += parts.Count;
            var differing = parts.Where(part => there.GetValueOrDefault(part) != other.GetValueOrDefault(part)).Order().ToList();
            bool IsLeaf(BigInteger part) => width.IsOne || differing.Count > MaxRanges || Math.Max(there.GetValueOrDefault(part).Rows, other.GetValueOrDefault(part).Rows) <= leafRows;
            if (differing.Where(IsLeaf).ToList() is { Count: > 0 } small)
                leaves.Add(Within(small, width));
            scope = differing.Where(part => !IsLeaf(part)).ToList() is { Count: > 0 } large ? Within(large, width) : "";
            width /= Ways;
        }
        return string.Join(" OR ", leaves);
    }

    private Dictionary<BigInteger, (long Rows, BigInteger Hash)> Hashes(DuckDBConnection connection, string rows, BigInteger width, string scope) =>
        connection.Query(
            $"""
            SELECT {Part(width)} AS part, count(*), sum(hash({_layout.KeyList()}, {string.Join(", ", _layout.Values.Except(["raw", "u"]))}))
            FROM {rows}
            WHERE {_layout.KeysPresent()} AND ({scope})
            GROUP BY part
            """,
            row => (Part: row.Get<BigInteger>(0), Rows: row.GetInt64(1), Hash: row.Get<BigInteger>(2))).ToDictionary(range => range.Part, range => (range.Rows, range.Hash));

    private string Part(BigInteger width) => $"({_position.Sql} - {Text(_position.Least)}::HUGEINT) // {Text(width)}";

    private string Within(List<BigInteger> parts, BigInteger width) => $"{Part(width)} IN ({string.Join(", ", parts.Select(Text))})";

    private (string, BigInteger, BigInteger) Position(DuckDBConnection left, DuckDBConnection right)
    {
        if (_layout.Keys is not [{ Type: "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" }])
            return ($"hash({_layout.KeyList()})::HUGEINT", BigInteger.Zero, BigInteger.One << 64);
        var ends = new[] { (left, _left), (right, _right) }.SelectMany(side => side.Item1.Query(
            $"SELECT min(k1), max(k1) FROM {side.Item2}", row => row.IsDBNull(0) ? [] : new[] { row.Get<long>(0), row.Get<long>(1) }).Single()).Select(end => (BigInteger)end).DefaultIfEmpty(0).ToList();
        return ("k1::HUGEINT", ends.Min(), ends.Max() - ends.Min() + 1);
    }

    private static string Text(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);
}
