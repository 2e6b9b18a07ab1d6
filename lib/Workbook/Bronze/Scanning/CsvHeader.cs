using System.Text;
using Workbook.Contracts;

namespace Workbook.Bronze.Scanning;

/// <summary>Maps the columns of a file onto those of its contract, by name, or says why that can't be done.</summary>
internal static class CsvHeader
{
    /// <summary>The names on a header line; quotes as in any record.</summary>
    /// <exception cref="RefusedFileException">A quote is not closed.</exception>
    public static List<string> Names(string line, char separator = ',')
    {
        var names = new List<string>();
        for (var at = 0; at <= line.Length; at++)
        {
            var start = at;
            if (at < line.Length && line[at] == '"')
            {
                var name = new StringBuilder();
                for (at++; ; at++)
                {
                    if (at >= line.Length)
                        throw new RefusedFileException($"has a header with a quote that isn't closed: {Short(line)}. Close the quote.");
                    if (line[at] == '"' && (at + 1 == line.Length || line[++at] != '"'))
                        break;
                    name.Append(line[at]);
                }

                at = line[at] == '"' ? at + 1 : at;
                if (at < line.Length && line[at] != separator)
                    throw new RefusedFileException($"has a header with text after a closing quote: {Short(line)}. Separate the names by {Word(separator)}.");
                names.Add(name.ToString());
                continue;
            }

            at = line.IndexOf(separator, start);
            at = at < 0 ? line.Length : at;
            names.Add(line[start..at]);
        }

        return names;
    }

    /// <summary>For each of the contract's columns, later ones included, its place in the file, or -1.</summary>
    /// <exception cref="RefusedFileException">The names are not those of the contract.</exception>
    public static int[] Map(SourceContract contract, IReadOnlyList<string> names, out string? notes)
    {
        var columns = contract.Columns.Concat(contract.LaterColumns).Select(column => column.NameInFile).ToList();
        var required = contract.Columns.Select(column => column.NameInFile).ToList();
        if (names.Count == 1 && required.Count > 1 && OtherSeparator(names[0], contract.Separator) is { } other)
            throw new RefusedFileException($"has its columns separated by {other}, expected {Word(contract.Separator)}: {Short(names[0])}. Export it again with {Word(contract.Separator)}, or say so in the contract (separator).");

        var repeated = names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        if (repeated.Count > 0)
            throw new RefusedFileException($"names {List(repeated)} more than once in its header. Give each column a name of its own.");

        var missing = required.Except(names).ToList();
        var extra = names.Except(columns).ToList();
        notes = null;
        if (missing.Count > 0)
            throw new RefusedFileException(
                $"lacks {List(missing)} in its header: expected {string.Join(",", required)}, found {Short(string.Join(",", names))}. " +
                (extra.Count == missing.Count ? "Rename the columns to those of the contract." : "Deliver the file with all columns and their names on the first line."));
        if (extra.Count > 0)
            notes = contract.UnknownColumns switch
            {
                SchemaMode.Discard => $"left out {List(extra)}, which the contract doesn't know",
                SchemaMode.DiscardRow => $"rejects each row with a value in {List(extra)}, which the contract doesn't know",
                SchemaMode.Freeze => throw new RefusedFileException(
                    $"has {List(extra)}, which the contract of '{contract.Name}' doesn't know and doesn't admit. Remove it from the file, or add it to the contract."),
                _ => throw new RefusedFileException(
                    $"has {List(extra)}, which the contract of '{contract.Name}' doesn't know yet. Text files gain columns through the contract: add it there with its type."),
            };

        return [.. columns.Select(column => names.ToList().IndexOf(column))];
    }

    /// <summary>Places of the file's columns that no column of the contract has, where a value in them rejects its row.</summary>
    public static int[] Unknown(SourceContract contract, int columns, int[] map) =>
        contract.UnknownColumns == SchemaMode.DiscardRow ? [.. Enumerable.Range(0, columns).Except(map)] : [];

    public static string Expected(SourceContract contract) => string.Join(",", contract.Columns.Select(column => column.NameInFile));

    private static string? OtherSeparator(string header, char expected) =>
        ";\t|,".FirstOrDefault(separator => separator != expected && header.Contains(separator)) is var found && found != 0 ? Word(found) : null;

    private static string Word(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "vertical bars",
        _ => $"'{separator}'",
    };

    private static string List(List<string> names) =>
        (names.Count == 1 ? "column " : "columns ") + string.Join(", ", names.Select(name => name.Length == 0 ? "without a name" : $"'{Short(name)}'"));

    private static string Short(string text) => text.Length <= 200 ? text : $"{text[..200]}…";
}
