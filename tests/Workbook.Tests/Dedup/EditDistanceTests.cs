using System.Text;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup.Matching;

namespace Workbook.Tests.Dedup;

public sealed class EditDistanceTests : IDisposable
{
    // Two, three and four bytes in UTF-8, the last two code units in .NET.
    private static readonly string[] Letters = ["a", "b", "c", "A", "ä", "И", "н", "語", "字", "😀", "𝒳"];
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    public EditDistanceTests() => TextFunctions.Register(_connection);

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void Distances_equal_the_definitions_on_random_Unicode() => AssertAsDefined(
        Letters, "workbook_levenshtein", "workbook_damerau", "workbook_jaro_winkler");

    [Fact]
    public void On_ASCII_they_are_those_of_DuckDB() => AssertAsDefined(
        ["a", "b", "c", "d", " "], "levenshtein", "damerau_levenshtein", "jaro_winkler_similarity");

    [Fact]
    public void DuckDB_itself_counts_bytes()
    {
        // The reason for having our own; should this fail one day, they can go.
        Assert.Equal(2, _connection.Scalar<long>("SELECT levenshtein('ä', 'a')"));
        Assert.Equal(1, _connection.Scalar<long>("SELECT workbook_levenshtein('ä', 'a')"));
    }

    [Fact]
    public void Functions_are_registered_once_for_a_connection_and_NULL_gives_NULL()
    {
        TextFunctions.Register(_connection);
        Assert.True(_connection.Scalar<bool>("SELECT workbook_damerau(NULL, 'a') IS NULL AND workbook_soundex(NULL) IS NULL AND workbook_soundex('語') IS NULL"));
    }

    private void AssertAsDefined(string[] letters, string levenshtein, string damerau, string jaroWinkler)
    {
        var random = new Random(7);
        string Draw() => string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => letters[random.Next(letters.Length)]));
        var pairs = Enumerable.Range(0, 3_000).Select(_ => (Left: Draw(), Right: Draw())).ToList();
        var values = string.Join(", ", pairs.Select((pair, index) => $"({index}, {Sql.Literal(pair.Left)}, {Sql.Literal(pair.Right)})"));
        var found = _connection.Query(
            $"SELECT {levenshtein}(l, r), {damerau}(l, r), {jaroWinkler}(l, r) FROM (VALUES {values}) AS pair(n, l, r) ORDER BY n",
            row => (row.Get<long>(0), row.Get<long>(1), Math.Round(row.Get<double>(2), 12)));
        for (var i = 0; i < pairs.Count; i++)
        {
            var (left, right) = (pairs[i].Left.EnumerateRunes().ToArray(), pairs[i].Right.EnumerateRunes().ToArray());
            var expected = ((long)Distance(left, right, swaps: false), (long)Distance(left, right, swaps: true), Math.Round(JaroWinkler(left, right), 12));
            Assert.True(expected == found[i], $"'{pairs[i].Left}' and '{pairs[i].Right}': expected {expected} but found {found[i]}");
        }
    }

    /// <summary>By the recurrence, where swaps that were edited further are all tried out.</summary>
    private static int Distance(Rune[] a, Rune[] b, bool swaps)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }
                var best = Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                for (var k = 1; swaps && k < i; k++)
                {
                    for (var l = 1; l < j; l++)
                    {
                        if (a[k - 1] == b[j - 1] && a[i - 1] == b[l - 1])
                            best = Math.Min(best, table[k - 1, l - 1] + (i - k - 1) + 1 + (j - l - 1));
                    }
                }
                table[i, j] = best;
            }
        }
        return table[a.Length, b.Length];
    }

    private static double JaroWinkler(Rune[] a, Rune[] b)
    {
        if (a.Length == 0 && b.Length == 0)
            return 0;
        var free = b.Select((letter, place) => (letter, place)).ToList();
        var window = Math.Max(0, (Math.Max(a.Length, b.Length) / 2) - 1);
        var (fromA, placesInB) = (new List<Rune>(), new List<int>());
        for (var i = 0; i < a.Length; i++)
        {
            var at = free.FindIndex(other => other.letter == a[i] && Math.Abs(other.place - i) <= window);
            if (at < 0)
                continue;
            fromA.Add(a[i]);
            placesInB.Add(free[at].place);
            free.RemoveAt(at);
        }
        if (fromA.Count == 0)
            return 0;
        var fromB = placesInB.Order().Select(place => b[place]).ToList();
        var swapped = fromA.Zip(fromB).Count(pair => pair.First != pair.Second) / 2;
        double m = fromA.Count;
        var jaro = ((m / a.Length) + (m / b.Length) + ((m - swapped) / m)) / 3;
        var prefix = a.Zip(b).Take(4).TakeWhile(pair => pair.First == pair.Second).Count();
        return jaro > 0.7 ? jaro + (0.1 * prefix * (1 - jaro)) : jaro;
    }
}
