using System.Globalization;
using Workbook.Database;
using Workbook.Dedup;
using Workbook.Dedup.Matching;
using Workbook.Dedup.Model;

namespace Workbook.Tests.Dedup;

public sealed class LevelTests
{
    [Theory]
    [InlineData("exact")]
    [InlineData("day and month swapped")]
    [InlineData("jaro_winkler >= 0.92")]
    [InlineData("damerau <= 2")]
    [InlineData("km <= 0.5")]
    [InlineData("swapped with last_name")]
    [InlineData("sql l.a = r.b AND l.c > 1")]
    public void What_is_written_is_read_as_written(string text) => Assert.Equal(text, Level.Parse(text).ToString());

    [Theory]
    [InlineData("like", "'like' is no level of comparison. It is one of: exact, nickname, ")]
    [InlineData("jaro_winkler >= 2", "'jaro_winkler >= 2': after the name comes >= and a number above 0, at most 1.")]
    [InlineData("damerau >= 1", "'damerau >= 1': after the name comes <= and a number of 0 or more.")]
    public void What_can_t_be_read_is_told(string text, string message) => Assert.StartsWith(message, Assert.Throws<WorkbookException>(() => Level.Parse(text)).Message);

    [Theory]
    [InlineData(Cleaning.Name, "exact", "José", "jose", true)]
    [InlineData(Cleaning.Name, "nickname", "Bill", "William", true)]
    [InlineData(Cleaning.Name, "nickname", "Bill", "Will", true)]
    [InlineData(Cleaning.Name, "nickname", "Bill", "Robert", false)]
    [InlineData(Cleaning.Name, "initial", "J.", "James", true)]
    [InlineData(Cleaning.Name, "initial", "Jo", "James", false)]
    [InlineData(Cleaning.Name, "jaro_winkler >= 0.9", "martha", "marhta", true)]
    [InlineData(Cleaning.Name, "levenshtein <= 1", "Иван", "Ивон", true)]
    [InlineData(Cleaning.Name, "damerau <= 1", "Иван", "Ивна", true)]
    [InlineData(Cleaning.Name, "levenshtein <= 1", "Иван", "Ивна", false)]
    [InlineData(Cleaning.Name, "soundex", "Robert", "Rupert", true)]
    [InlineData(Cleaning.Name, "metaphone", "Smith", "Smyth", true)]
    [InlineData(Cleaning.Address, "words >= 0.5", "12 High Street", "High St", true)]
    [InlineData(Cleaning.Address, "words >= 0.5", "12 High Street", "High Road", false)]
    [InlineData(Cleaning.Date, "date typo", "1971-06-24", "1971-05-24", true)]
    [InlineData(Cleaning.Date, "date typo", "1971-06-24", "1917-06-24", true)]
    [InlineData(Cleaning.Date, "date typo", "1971-06-24", "1970-05-24", false)]
    [InlineData(Cleaning.Date, "day and month swapped", "1971-06-04", "1971-04-06", true)]
    [InlineData(Cleaning.Date, "digits <= 2", "1971-06-24", "1970-05-24", true)]
    [InlineData(Cleaning.Date, "digits <= 2", "1971-06-24", "1970-05-23", false)]
    [InlineData(Cleaning.Date, "years <= 10", "1971-06-24", "1981-06-24", true)]
    [InlineData(Cleaning.Date, "years <= 10", "1971-06-24", "1982-06-24", false)]
    [InlineData(Cleaning.Date, "days <= 31", "1971-06-24", "1971-07-25", true)]
    [InlineData(Cleaning.Date, "days <= 31", "1971-06-24", "1971-13-25", false)]
    [InlineData(Cleaning.Number, "difference <= 5", "10", "15", true)]
    [InlineData(Cleaning.Number, "percent <= 10", "100", "111", true)]
    [InlineData(Cleaning.Number, "percent <= 10", "100", "112", false)]
    [InlineData(Cleaning.Name, "sql length(l.value) = length(r.value)", "abc", "xyz", true)]
    public void A_level_holds_where_it_should(Cleaning cleaning, string level, string left, string right, bool holds) =>
        Assert.Equal(holds ? 0 : 1, LevelOf(cleaning, Level.Parse(level), left, right));

    [Fact]
    public void A_missing_value_is_no_level() => Assert.Null(LevelOf(Cleaning.Name, Level.Parse("exact"), "", "x"));

    [Fact]
    public void Kilometres_are_those_of_the_earth()
    {
        // Sydney to Melbourne: 713 km.
        using var connection = WorkbookDatabase.Open();
        connection.Execute("CREATE TABLE places AS SELECT * FROM (VALUES (1, -33.8688, 151.2093), (2, -37.8136, 144.9631)) place(id, latitude, longitude)");
        foreach (var (bound, level) in new[] { ("km <= 712", 1), ("km <= 715", 0) })
            Assert.Equal(level, LevelIn(connection, "places", new Comparison("place", ["latitude", "longitude"], [Level.Parse(bound)]), [CleanColumn.From("latitude", Cleaning.Number), CleanColumn.From("longitude", Cleaning.Number)]));
    }

    [Fact]
    public void What_is_too_far_by_Jaro_s_bound_is_too_far_by_edits()
    {
        var random = new Random(3);
        string Draw(int least) => string.Concat(Enumerable.Range(0, random.Next(least, 14)).Select(_ => (char)('a' + random.Next(4))));
        string Edited(string text)
        {
            var at = random.Next(text.Length - 1);
            return random.Next(4) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, "a"),
                2 => $"{text[..at]}{text[at + 1]}{text[at]}{text[(at + 2)..]}",
                _ => $"{text[..at]}d{text[(at + 1)..]}",
            };
        }
        var pairs = Enumerable.Range(0, 4_000).Select(_ => Draw(3)).Select(text => (Left: text, Right: random.Next(3) switch { 0 => Draw(3), 1 => Edited(text), _ => Edited(Edited(text + "b")) })).ToList();
        using var connection = WorkbookDatabase.Open();
        TextFunctions.Register(connection);
        connection.Execute($"CREATE TABLE texts AS SELECT * FROM (VALUES {string.Join(", ", pairs.Select((pair, index) => $"({index}, '{pair.Left}', '{pair.Right}')"))}) t(n, l, r)");
        foreach (var kind in new[] { "damerau", "levenshtein" })
        {
            foreach (var bound in new[] { 1, 2 })
            {
                var sql = new ComparisonSql(Comparison.Of("value", $"{kind} <= {bound.ToString(CultureInfo.InvariantCulture)}"), 0, beyondAscii: false);
                var columns = "l.value AS l_value, r.value AS r_value";
                var similar = $"SELECT {columns}, {string.Join(", ", sql.Similarities)} FROM (SELECT struct_pack(value := l) AS l, struct_pack(value := r) AS r FROM texts)";
                var gated = $"SELECT *, {string.Join(", ", sql.Distances)} FROM ({similar})";
                var wrong = connection.Query($"SELECT l_value, r_value FROM ({gated}) WHERE (COLUMNS('distance.*') <= {bound}) <> (workbook_{kind}(l_value, r_value) <= {bound})", row => (row.GetString(0), row.GetString(1)));
                Assert.Empty(wrong);
            }
        }
    }

    private static int? LevelOf(Cleaning cleaning, Level level, string left, string right)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute($"CREATE TABLE texts AS SELECT * FROM (VALUES (1, {Sql.Literal(left)}), (2, {Sql.Literal(right)})) text(id, value)");
        return LevelIn(connection, "texts", new Comparison("value", ["value"], [level]), [CleanColumn.From("value", cleaning)]);
    }

    private static int? LevelIn(DuckDB.NET.Data.DuckDBConnection connection, string input, Comparison comparison, CleanColumn[] columns)
    {
        var model = new MatchModel { Id = "id", Method = MatchMethod.Fuzzy, Columns = [.. columns, new CleanColumn("all_alike", null, Cleaning.AsIs, "1")], Comparisons = [comparison], Blocking = [new BlockingRule("all_alike")] };
        connection.Execute("CREATE SCHEMA IF NOT EXISTS dedup");
        var records = CleanRecords.Create(connection, input, "dedup.records", model, null);
        var queries = new PairQueries(records, model);
        return connection.Scalar<int?>($"SELECT {queries.LevelNames} FROM ({queries.Compared(queries.Blocked(model.Blocking[0], []))})");
    }
}
