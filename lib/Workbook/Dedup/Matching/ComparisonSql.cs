using System.Globalization;
using Workbook.Database;
using Workbook.Dedup.Model;
using static Workbook.Dedup.Matching.RecordColumns;

namespace Workbook.Dedup.Matching;

/// <summary>
/// A comparison of two records as SQL, in three steps, so that each is computed once for all that ask for it: similarities,
/// distances where a similarity leaves them open, then the levels, of which CASE looks only at as many as it needs.
/// </summary>
internal sealed class ComparisonSql(Comparison comparison, int index, bool beyondAscii)
{
    /// <summary>Columns of the records that the later steps look at.</summary>
    public IEnumerable<string> Columns => comparison.Columns
        .Concat(comparison.Levels.Where(level => level.Kind is LevelKind.Swapped or LevelKind.Same).Select(level => level.Text!)).Select(Sql.Identifier)
        .Concat(Has(LevelKind.Nickname) ? [Names(comparison.Columns[0])] : [])
        .Concat(Has(LevelKind.Words) ? [Words(comparison.Columns[0])] : [])
        .Concat(comparison.TermFrequency ? [Frequency(comparison.Columns[0])] : []);

    /// <summary>The first step, over the records <c>l</c> and <c>r</c>.</summary>
    public IEnumerable<string> Similarities
    {
        get
        {
            if (Has(LevelKind.JaroWinkler) || Has(LevelKind.Levenshtein) || Has(LevelKind.Damerau))
                yield return $"{ByLetters($"l.{Column}", $"r.{Column}", "jaro_winkler_similarity", "workbook_jaro_winkler")} AS {Similarity}";
            foreach (var (place, level) in Own.Index())
                yield return $"({level.Text}) AS {OwnName(place)}";
        }
    }

    /// <summary>The second step, over the columns of the first.</summary>
    public IEnumerable<string> Distances => new[] { LevelKind.Levenshtein, LevelKind.Damerau, LevelKind.Words, LevelKind.Kilometres }.Where(Has).Select(kind => $"{Distance(kind)} AS {DistanceName(kind)}");

    /// <summary>The third step: the place of the first level that holds, their number where none does, NULL where a value is missing.</summary>
    public string Level
    {
        get
        {
            var missing = string.Join(" OR ", comparison.Columns.SelectMany(column => new[] { $"{Left(column)} IS NULL", $"{Right(column)} IS NULL" }));
            var branches = comparison.Levels.Select((level, place) => $"WHEN {Holds(level)} THEN {place}");
            return $"CAST(CASE WHEN {missing} THEN NULL {string.Join(" ", branches)} ELSE {comparison.Levels.Count} END AS TINYINT)";
        }
    }

    public static string Left(string column) => Side("l", Sql.Identifier(column));

    public static string Right(string column) => Side("r", Sql.Identifier(column));

    /// <summary>How the first step calls a record's column for the second.</summary>
    public static string Side(string side, string quoted) => $"\"{side}_{quoted[1..]}";

    private string L => Left(comparison.Columns[0]);

    private string R => Right(comparison.Columns[0]);

    private string Column => Sql.Identifier(comparison.Columns[0]);

    private string Similarity => $"similarity_{index}";

    private IEnumerable<Level> Own => comparison.Levels.Where(level => level.Kind == LevelKind.Sql);

    private bool Has(LevelKind kind) => comparison.Levels.Any(level => level.Kind == kind);

    private string DistanceName(LevelKind kind) => $"distance_{index}_{(int)kind}";

    private string OwnName(int place) => $"own_{index}_{place}";

    private string Distance(LevelKind kind) => kind switch
    {
        LevelKind.Levenshtein => Edits(kind, ByLetters(L, R, "levenshtein", "workbook_levenshtein")),
        // DuckDB's own takes 20 µs for two e-mail addresses.
        LevelKind.Damerau => Edits(kind, $"workbook_damerau({L}, {R})"),
        LevelKind.Words => SharedWords(Side("l", Words(comparison.Columns[0])), Side("r", Words(comparison.Columns[0]))),
        LevelKind.Kilometres => Kilometres(comparison.Columns[0], comparison.Columns[^1]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private string ByLetters(string l, string r, string byBytes, string byCodePoints) => beyondAscii
        ? $"CASE WHEN strlen({l}) = length({l}) AND strlen({r}) = length({r}) THEN {byBytes}({l}, {r}) ELSE {byCodePoints}({l}, {r}) END"
        : $"{byBytes}({l}, {r})";

    private string Edits(LevelKind kind, string distance)
    {
        var most = comparison.Levels.Where(level => level.Kind == kind).Max(level => level.Bound);
        return $"CASE WHEN {L} = {R} THEN 0 WHEN {TooFar(most)} THEN {Number(most + 1)} ELSE {distance} END";
    }

    /// <summary>
    /// Tells by Jaro's similarity that two texts are more than <paramref name="most"/> edits apart, at a tenth of the price.
    /// So many edits leave all but that many letters of the longer text in place, give or take as many places, which is
    /// within Jaro's window if the text has twice as many and two letters; and at worst half of them count as swapped. Then
    /// the similarity is at least (2 (n - d) / n + 1/2) / 3.
    /// </summary>
    private string TooFar(double most)
    {
        var length = $"greatest(length({L}), length({R}))";
        return $"{length} >= {Number((2 * most) + 2)} AND {Similarity} < (2.0::DOUBLE * ({length} - {Number(most)}) / {length} + 0.5) / 3 - 1e-9";
    }

    /// <summary>Of distinct words.</summary>
    private static string SharedWords(string left, string right) =>
        $"CASE WHEN list_has_any({left}, {right}) THEN len(list_intersect({left}, {right})) / (len({left}) + len({right}) - len(list_intersect({left}, {right}))) WHEN {left} IS NOT NULL AND {right} IS NOT NULL THEN 0 END";

    /// <summary>Haversine, on a sphere of 6,371 km.</summary>
    private static string Kilometres(string latitude, string longitude)
    {
        static string Angle(string side, string column) => $"radians({Side(side, Sql.Identifier(column))})";
        static string HalfSine(string column) => $"pow(sin(({Angle("l", column)} - {Angle("r", column)}) / 2), 2)";
        return $"12742 * asin(sqrt(least(1, {HalfSine(latitude)} + cos({Angle("l", latitude)}) * cos({Angle("r", latitude)}) * {HalfSine(longitude)})))";
    }

    private string Holds(Level level) => level.Kind switch
    {
        LevelKind.Exact => $"{L} = {R}",
        LevelKind.Nickname => $"list_has_any({Side("l", Names(comparison.Columns[0]))}, {Side("r", Names(comparison.Columns[0]))})",
        LevelKind.Initial => $"(length({L}) = 1 OR length({R}) = 1) AND {L}[1] = {R}[1]",
        LevelKind.Swapped => $"{L} = {Right(level.Text!)} AND {R} = {Left(level.Text!)}",
        LevelKind.Same => $"{Left(level.Text!)} = {Right(level.Text!)}",
        LevelKind.JaroWinkler => Bounded(Similarity, ">=", level),
        LevelKind.Words => Bounded(DistanceName(level.Kind), ">=", level),
        LevelKind.Levenshtein or LevelKind.Damerau or LevelKind.Kilometres => Bounded(DistanceName(level.Kind), "<=", level),
        LevelKind.Soundex => $"workbook_soundex({L}) = workbook_soundex({R})",
        LevelKind.Metaphone => $"workbook_metaphone({L}) = workbook_metaphone({R})",
        // Of equal length, one edit or swap leaves at most two places that differ.
        LevelKind.DateTypo => $"CASE WHEN length({L}) = length({R}) THEN CASE WHEN hamming({L}, {R}) <= 2 THEN damerau_levenshtein({L}, {R}) <= 1 ELSE false END ELSE damerau_levenshtein({L}, {R}) <= 1 END",
        LevelKind.DayMonthSwapped => $"{L}[1:4] = {R}[1:4] AND {L}[5:6] = {R}[7:8] AND {L}[7:8] = {R}[5:6]",
        LevelKind.Digits => $"CASE WHEN length({L}) = length({R}) THEN {Bounded($"hamming({L}, {R})", "<=", level)} ELSE false END",
        LevelKind.Days => Bounded($"abs(date_diff('day', {Day(L)}, {Day(R)}))", "<=", level),
        LevelKind.Years => $"{L}[5:8] = {R}[5:8] AND {Bounded($"abs(CAST({L}[1:4] AS INTEGER) - CAST({R}[1:4] AS INTEGER))", "<=", level)}",
        LevelKind.Difference => Bounded($"abs({L} - {R})", "<=", level),
        LevelKind.Percent => Bounded($"100 * abs({L} - {R}) / nullif(greatest(abs({L}), abs({R})), 0)", "<=", level),
        LevelKind.Sql => OwnName(Own.TakeWhile(one => one != level).Count()),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, null),
    };

    private static string Day(string digits) => $"CAST(try_strptime({digits}, '%Y%m%d') AS DATE)";

    private static string Bounded(string expression, string relation, Level level) => $"{expression} {relation} {Number(level.Bound)}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
