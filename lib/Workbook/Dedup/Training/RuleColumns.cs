using System.Text.RegularExpressions;
using Workbook.Dedup.Model;

namespace Workbook.Dedup.Training;

/// <summary>Which columns an expression looks at. By words: a text in quotes that is spelt like a column counts, too, which only makes training more careful.</summary>
internal static partial class RuleColumns
{
    public static bool Mentions(string expression, string column) =>
        Words().Matches(expression).Any(word => word.Value.Equals(column, StringComparison.OrdinalIgnoreCase)) || expression.Contains($"\"{column}\"", StringComparison.OrdinalIgnoreCase);

    /// <summary>The input's columns behind a clean one: what is made of the same e-mail address agrees together.</summary>
    public static IEnumerable<string> Family(MatchModel model, CleanColumn column) => column.Sql is null
        ? [column.Of!]
        : model.Columns.Select(other => other.Of).OfType<string>().Where(of => Mentions(column.Sql, of)).Append(column.Name);

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{N}_]*")]
    private static partial Regex Words();
}
