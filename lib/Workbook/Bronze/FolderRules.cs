using System.Text.RegularExpressions;
using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Bronze;

/// <summary>Rows that have a column which their folder's name has too (<c>store_id=7/</c>), and say otherwise: one of the two is wrong.</summary>
internal static class FolderRules
{
    private const string Reason = "other_than_folder";

    public static IEnumerable<Rule> Of(SourceContract contract)
    {
        var parts = contract.Path.Split('/')[..^1];
        return contract.Columns.Concat(contract.LaterColumns).Select(column => (column, place: Array.IndexOf(parts, $"{column.Name}=*")))
            .Where(pair => pair.place >= 0).Select(pair => new Rule(pair.column.Name, Reason, Agrees(pair.column, parts[..pair.place]), RuleEffect.Flag));
    }

    /// <summary>Comparing the value's text with the path's is quick, and nearly always enough: 007 is the folder of 7, too.</summary>
    private static string Agrees(Column column, string[] above)
    {
        var (name, key) = (Sql.Identifier(column.Name), $"{column.Name}=");
        var text = $"CAST({name} AS VARCHAR) || '/'";
        var start = string.Concat(above.Select(part => part + '/')) + key;
        var sameText = above.Any(part => part.Contains('*'))
            ? $"contains(src_filename, {Sql.Literal('/' + key)} || {text})"
            : $"starts_with(src_filename, {Sql.Literal(start)} || {text})";
        // A file that was named by itself may lie in no such folder.
        var folder = $"regexp_extract(src_filename, {Sql.Literal($"(?:^|/){Regex.Escape(key)}([^/]*)/")}, 1)";
        // An OR would reckon the folder for every row; a CASE does for those that are left.
        return $"CASE WHEN {name} IS NULL OR {sameText} THEN true ELSE {folder} = '' OR {name} IS NOT DISTINCT FROM TRY_CAST(url_decode({folder}) AS {column.Type.SqlName}) END";
    }
}
