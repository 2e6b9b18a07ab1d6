using System.Globalization;
using Workbook.Database;
using Workbook.Dedup.Model;
using static Workbook.Dedup.Matching.RecordColumns;

namespace Workbook.Dedup.Matching;

/// <summary>
/// A comparison of two records as SQL, in two steps: distances first, so that each is computed once for all levels that
/// ask for it, then the levels, of which CASE looks only at as many as it needs.
/// </summary>
internal sealed class ComparisonSql(Comparison comparison, int index, bool beyondAscii)
{
    /// <summary>Clean columns that the second step looks at, beside distances.</summary>
    public IEnumerable<string> Columns => comparison.Columns
        .Concat(comparison.Levels.Where(level => level.Kind is LevelKind.Swapped or LevelKind.Same).Select(level => level.Text!)).Select(Sql.Identifier)
        .Concat(comparison.Levels.Any(level => level.Kind == LevelKind.Nickname) ? [Names(comparison.Columns[0])] : [])
        .Concat(comparison.TermFrequency ? [Frequency(comparison.Columns[0])] : []);

    /// <summary>The first step, over the records <c>l</c> and <c>r</c>.</summary>
    public IEnumerable<string> Measures => comparison.Levels.Select(level => level.Kind).Distinct()
        .Select(kind => Measure(kind) is { } measure ? $"{measure} AS {MeasureName(kind)}" : null).OfType<string>()
        .Concat(comparison.Levels.Where(level => level.Kind == LevelKind.Sql).Select((level, place) => $"({level.Text}) AS {OwnName(place)}"));

    /// <summary>The second step: the place of the first level that holds, their number where none does, NULL where a value is missing.</summary>
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

    private string MeasureName(LevelKind kind) => $"measure_{index}_{(int)kind}";

    private string OwnName(int place) => $"own_{index}_{place}";

    private string? Measure(LevelKind kind)
    {
        var (l, r) = ($"l.{Sql.Identifier(comparison.Columns[0])}", $"r.{Sql.Identifier(comparison.Columns[0])}");
        return kind switch
        {
            LevelKind.JaroWinkler => $"CASE WHEN {l} = {r} THEN 1.0::DOUBLE ELSE {Text("jaro_winkler_similarity", "workbook_jaro_winkler")} END",
            LevelKind.Levenshtein => Edits(Text("levenshtein", "workbook_levenshtein")),
            // DuckDB's own takes 20 µs for two e-mail addresses.
            LevelKind.Damerau => Edits($"workbook_damerau({l}, {r})"),
            LevelKind.Words => SharedWords($"l.{Words(comparison.Columns[0])}", $"r.{Words(comparison.Columns[0])}"),
            LevelKind.Kilometres => Kilometres(comparison.Columns[0], comparison.Columns[^1]),
            _ => null,
        };

        string Text(string byBytes, string byCodePoints) => beyondAscii
            ? $"CASE WHEN strlen({l}) = length({l}) AND strlen({r}) = length({r}) THEN {byBytes}({l}, {r}) ELSE {byCodePoints}({l}, {r}) END"
            : $"{byBytes}({l}, {r})";

        string Edits(string distance)
        {
            var most = comparison.Levels.Where(level => level.Kind == kind).Max(level => level.Bound);
            return $"CASE WHEN {l} = {r} THEN 0 WHEN {TooFar(l, r, Text("jaro_winkler_similarity", "workbook_jaro_winkler"), most)} THEN {Number(most + 1)} ELSE {distance} END";
        }
    }

    /// <summary>
    /// Tells by Jaro's similarity that two texts are more than <paramref name="most"/> edits apart, at a tenth of the price.
    /// So many edits leave all but that many letters of the longer text in place, give or take as many places, which is
    /// within Jaro's window if the text has twice as many and two letters; and at worst half of them count as swapped. Then
    /// the similarity is at least (2 (n - d) / n + 1/2) / 3.
    /// </summary>
    private static string TooFar(string l, string r, string similarity, double most)
    {
        var length = $"greatest(length({l}), length({r}))";
        return $"{length} >= {Number((2 * most) + 2)} AND {similarity} < (2.0::DOUBLE * ({length} - {Number(most)}) / {length} + 0.5) / 3 - 1e-9";
    }

    /// <summary>Of distinct words.</summary>
    private static string SharedWords(string left, string right) =>
        $"CASE WHEN list_has_any({left}, {right}) THEN len(list_intersect({left}, {right})) / (len({left}) + len({right}) - len(list_intersect({left}, {right}))) WHEN {left} IS NOT NULL AND {right} IS NOT NULL THEN 0 END";

    /// <summary>Haversine, on a sphere of 6,371 km.</summary>
    private static string Kilometres(string latitude, string longitude)
    {
        static string Angle(string side, string column) => $"radians({side}.{Sql.Identifier(column)})";
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
        LevelKind.JaroWinkler or LevelKind.Words => Bounded(MeasureName(level.Kind), ">=", level),
        LevelKind.Levenshtein or LevelKind.Damerau or LevelKind.Kilometres => Bounded(MeasureName(level.Kind), "<=", level),
        LevelKind.Soundex => $"workbook_soundex({L}) = workbook_soundex({R})",
        LevelKind.Metaphone => $"workbook_metaphone({L}) = workbook_metaphone({R})",
        // Of equal length, one edit or swap leaves at most two places that differ.
        LevelKind.DateTypo => $"CASE WHEN length({L}) = length({R}) THEN CASE WHEN hamming({L}, {R}) <= 2 THEN damerau_levenshtein({L}, {R}) <= 1 ELSE false END ELSE damerau_levenshtein({L}, {R}) <= 1 END",
        LevelKind.DayMonthSwapped => $"{L}[1:4] = {R}[1:4] AND {L}[5:6] = {R}[7:8] AND {L}[7:8] = {R}[5:6]",
        LevelKind.Days => Bounded($"abs(date_diff('day', {Day(L)}, {Day(R)}))", "<=", level),
        LevelKind.Years => $"{L}[5:8] = {R}[5:8] AND {Bounded($"abs(CAST({L}[1:4] AS INTEGER) - CAST({R}[1:4] AS INTEGER))", "<=", level)}",
        LevelKind.Difference => Bounded($"abs({L} - {R})", "<=", level),
        LevelKind.Percent => Bounded($"100 * abs({L} - {R}) / nullif(greatest(abs({L}), abs({R})), 0)", "<=", level),
        LevelKind.Sql => OwnName(comparison.Levels.Where(one => one.Kind == LevelKind.Sql).TakeWhile(one => one != level).Count()),
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, null),
    };

    private static string Day(string digits) => $"CAST(try_strptime({digits}, '%Y%m%d') AS DATE)";

    private static string Bounded(string expression, string relation, Level level) => $"{expression} {relation} {Number(level.Bound)}";

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
