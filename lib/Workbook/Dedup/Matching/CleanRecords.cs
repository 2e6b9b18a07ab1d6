using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Dedup.Model;
using static Workbook.Dedup.Matching.RecordColumns;

namespace Workbook.Dedup.Matching;

/// <summary>The input, clean, numbered by id, with the keys of all blocking rules and how frequent values are.</summary>
internal sealed class CleanRecords
{
    private CleanRecords(string table, BlockColumns blocks, long count, long added, IReadOnlySet<string> beyondAscii) =>
        (Table, Blocks, Count, New, BeyondAscii) = (table, blocks, count, added, beyondAscii);

    public string Table { get; }

    public BlockColumns Blocks { get; }

    public long Count { get; }

    /// <summary>Records that are in no cluster yet: all of them unless there are clusters to add to.</summary>
    public long New { get; }

    /// <summary>Clean columns in which letters beyond ASCII are left.</summary>
    public IReadOnlySet<string> BeyondAscii { get; }

    public double AllPairs => Count * (Count - 1.0) / 2;

    /// <param name="known">A table with the ids that have clusters; null for none.</param>
    public static CleanRecords Create(DuckDBConnection connection, string input, string table, MatchModel model, string? known)
    {
        TextFunctions.Register(connection);
        var types = Types(connection, input);
        RequireColumns(model, types);
        var blocks = new BlockColumns(model);
        var (named, inWords) = (With(model, LevelKind.Nickname), With(model, LevelKind.Words));
        var counted = model.Comparisons.Where(comparison => comparison.TermFrequency).Select(comparison => comparison.Columns[0]).Distinct().ToList();
        if (named.Count > 0)
            Nicknames.CreateTable(connection, "workbook_nicknames");
        var isNew = known is null ? "true" : $"_id NOT IN (SELECT id FROM {known})";
        try
        {
            connection.Execute(
                $"""
                CREATE OR REPLACE TABLE {table} AS
                WITH cleaned AS (
                    SELECT {Sql.Identifier(model.Id)} AS _id, {string.Join(", ", model.Columns.Select(column => $"{Expression(column, types)} AS {Sql.Identifier(column.Name)}"))}
                    FROM {input}
                ),
                numbered AS (SELECT CAST(row_number() OVER (ORDER BY _id) AS INTEGER) AS _n, {isNew} AS _new, * FROM cleaned)
                {string.Concat(counted.Select((column, index) => $", frequency_{index} AS ({FrequencySql(column)})"))}
                SELECT numbered.*{string.Concat(named.Select((column, index) => $", names_{index}._names AS {Names(column)}"))}
                    {string.Concat(counted.Select((column, index) => $", frequency_{index}._share AS {Frequency(column)}"))}
                    {string.Concat(inWords.Select(column => $", list_distinct(string_split({Sql.Identifier(column)}, ' ')) AS {Words(column)}"))}
                    {string.Concat(blocks.Rules.Select(rule => $", {BlockColumns.Key(rule)} AS {blocks[rule]}"))}
                FROM numbered
                {string.Concat(named.Select((column, index) => $" LEFT JOIN workbook_nicknames AS names_{index} ON names_{index}._spelling = numbered.{Sql.Identifier(column)}"))}
                {string.Concat(counted.Select((column, index) => $" LEFT JOIN frequency_{index} ON frequency_{index}._value = numbered.{Sql.Identifier(column)}"))}
                ORDER BY _n
                """);
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"The records of {input} can't be cleaned. Correct the expression in the model's columns or blocking rules that DuckDB names: {fault.Message}", fault);
        }
        RequireUniqueIds(connection, table, input, model.Id);
        var (count, added) = connection.Query($"SELECT count(*), count_if(_new) FROM {table}", row => (row.Get<long>(0), row.Get<long>(1)))[0];
        return new CleanRecords(table, blocks, count, added, FindBeyondAscii(connection, table, model));
    }

    private static List<string> With(MatchModel model, LevelKind kind) =>
        [.. model.Comparisons.Where(comparison => comparison.Levels.Any(level => level.Kind == kind)).Select(comparison => comparison.Columns[0]).Distinct()];

    private static Dictionary<string, string> Types(DuckDBConnection connection, string input)
    {
        try
        {
            return connection.Query($"DESCRIBE SELECT * FROM {input}", row => (row.GetString(0), row.GetString(1)))
                .ToDictionary(column => column.Item1, column => column.Item2, StringComparer.OrdinalIgnoreCase);
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"The records {input} can't be read: {fault.Message}", fault);
        }
    }

    private static void RequireColumns(MatchModel model, Dictionary<string, string> types)
    {
        var survivorship = model.Survivorship;
        var missing = model.Columns.Select(column => column.Of).Concat([model.Id, survivorship.Recency, survivorship.Source]).Concat(survivorship.Columns.Keys)
            .Where(column => column is not null && !types.ContainsKey(column)).Distinct().ToList();
        if (missing.Count > 0)
            throw new WorkbookException($"The model names columns that the input doesn't have: {string.Join(", ", missing)}. The input has {string.Join(", ", types.Keys)}. Correct the model, or rename the columns.");
    }

    private static string Expression(CleanColumn column, Dictionary<string, string> types) =>
        column.Sql is { } sql ? $"({sql})" : CleaningSql.Of(column.Of!, column.Cleaning, types[column.Of!]);

    private static string FrequencySql(string column) =>
        $"SELECT {Sql.Identifier(column)} AS _value, count(*) / sum(count(*)) OVER () AS _share FROM cleaned WHERE _value IS NOT NULL GROUP BY _value";

    private static void RequireUniqueIds(DuckDBConnection connection, string table, string input, string id)
    {
        var (rows, missing) = connection.Query($"SELECT count(*), count(*) - count(_id) FROM {table}", row => (row.Get<long>(0), row.Get<long>(1)))[0];
        if (missing > 0)
            throw new WorkbookException(Invariant($"The id {id} of {input} is NULL in {missing:N0} of {rows:N0} rows. Each record needs an id of its own; give another column, or leave these rows out."));
        var twice = connection.Query($"SELECT CAST(_id AS VARCHAR), count(*) FROM {table} GROUP BY _id HAVING count(*) > 1 ORDER BY _id LIMIT 1", row => (row.GetString(0), row.Get<long>(1)));
        if (twice.Count > 0)
            throw new WorkbookException(Invariant($"The id {id} of {input} isn't unique: {twice[0].Item1} is there {twice[0].Item2:N0} times. Each record needs an id of its own; give another column, or take one row of each."));
    }

    private static HashSet<string> FindBeyondAscii(DuckDBConnection connection, string table, MatchModel model)
    {
        var texts = model.Comparisons.Where(comparison => comparison.Levels.Any(level => level.Kind is LevelKind.JaroWinkler or LevelKind.Levenshtein or LevelKind.Damerau))
            .Select(comparison => comparison.Columns[0]).Distinct().ToList();
        if (texts.Count == 0)
            return [];
        var found = connection.Query(
            $"SELECT {string.Join(", ", texts.Select(column => $"coalesce(bool_or(strlen({Sql.Identifier(column)}) <> length({Sql.Identifier(column)})), false)"))} FROM {table}",
            row => texts.Where((_, index) => row.GetBoolean(index)).ToHashSet());
        return found[0];
    }
}
