namespace Workbook.PowerBi.Dax;

/// <summary>Spells DAX: names, texts, calls that break over lines where they are long.</summary>
public static class DaxText
{
    private const int MaxLineLength = 100;

    /// <summary><c>'Sales'</c>: always in quotes, those within doubled.</summary>
    public static string Table(string table) => $"'{table.Replace("'", "''")}'";

    /// <summary><c>'Sales'[Net amount]</c>; a bracket that closes within is doubled.</summary>
    public static string Column(string table, string column) => $"{Table(table)}[{Escaped(column)}]";

    /// <summary><c>[Net sales]</c>, without a table.</summary>
    public static string Measure(string measure) => $"[{Escaped(measure)}]";

    /// <summary>A text in double quotes, those within doubled.</summary>
    public static string Literal(string text) => $"\"{text.Replace("\"", "\"\"")}\"";

    /// <summary>In one line of at most 100 characters, or else with each argument on a line of its own.</summary>
    public static string Call(string function, params IEnumerable<string> arguments)
    {
        var all = arguments.ToList();
        var line = $"{function}({string.Join(", ", all)})";
        return line.Length <= MaxLineLength && !line.Contains('\n') ? line : $"{function}(\n{string.Join(",\n", all.Select(Indented))}\n)";
    }

    /// <summary>VAR lines and what they are for.</summary>
    public static string Let(IEnumerable<(string Name, string Value)> variables, string result)
    {
        var lines = variables.Select(variable => variable.Value.Contains('\n')
            ? $"VAR {variable.Name} =\n{Indented(variable.Value)}" : $"VAR {variable.Name} = {variable.Value}").ToList();
        return lines.Count == 0 ? result
            : result.StartsWith("VAR ", StringComparison.Ordinal) ? $"{string.Join('\n', lines)}\n{result}"
            : $"{string.Join('\n', lines)}\nRETURN\n{Indented(result)}";
    }

    /// <summary>Breaks before the sign where the line gets long.</summary>
    public static string Operation(string left, string sign, string right) =>
        left.Length - left.LastIndexOf('\n') + right.Length > MaxLineLength ? $"{left}\n{sign} {right}" : $"{left} {sign} {right}";

    /// <summary>Each line four blanks further in.</summary>
    public static string Indented(string text) => "    " + text.Replace("\n", "\n    ");

    private static string Escaped(string name) => name.Replace("]", "]]");
}
