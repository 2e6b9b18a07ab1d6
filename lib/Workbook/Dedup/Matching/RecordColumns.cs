using Workbook.Database;
using Workbook.Dedup.Model;

namespace Workbook.Dedup.Matching;

/// <summary>How the columns of the table of clean records are called. Those with an underscore before them are ours.</summary>
internal static class RecordColumns
{
    public const string Number = "_n";
    public const string Id = "_id";
    public const string IsNew = "_new";

    public static string Names(string column) => Sql.Identifier($"_names_{column}");

    /// <summary>The distinct words of a column.</summary>
    public static string Words(string column) => Sql.Identifier($"_words_{column}");

    public static string Frequency(string column) => Sql.Identifier($"_frequency_{column}");

    public static string Level(Comparison comparison) => Sql.Identifier($"level_{comparison.Name}");
}

/// <summary>All blocking rules of a model, each with the column that holds its key: a hash of all its expressions.</summary>
/// <remarks>With 64 bits, two of a million different keys meet with a probability of 3 in 100 million.</remarks>
internal sealed class BlockColumns
{
    private readonly Dictionary<string, string> _columns = [];

    public BlockColumns(MatchModel model)
    {
        foreach (var rule in model.Blocking.Concat(model.Training.Certain).Concat(model.Training.Blocks))
        {
            if (_columns.TryAdd(Text(rule), $"_block_{_columns.Count + 1}"))
                Rules.Add(rule);
        }
    }

    /// <summary>Each once, in the order of their columns.</summary>
    public List<BlockingRule> Rules { get; } = [];

    public string this[BlockingRule rule] => _columns[Text(rule)];

    public static string Key(BlockingRule rule)
    {
        var keys = rule.Keys.Select(key => $"({key})").ToList();
        return $"CASE WHEN {string.Join(" AND ", keys.Select(key => $"{key} IS NOT NULL"))} THEN hash({string.Join(", ", keys)}) END";
    }

    /// <summary>That two records don't meet under a rule; a missing key meets nothing.</summary>
    public string NotInSameBlock(BlockingRule rule) => $"NOT coalesce(l.{this[rule]} = r.{this[rule]}, false)";

    private static string Text(BlockingRule rule) => string.Join("\u0001", rule.Keys);
}
