using System.Text.RegularExpressions;

namespace Workbook.PowerBi.Dax;

/// <summary>What an expression names: columns with their tables, measures, whole tables, functions.</summary>
internal sealed partial record DaxReferences(
    IReadOnlyList<(string Table, string Column)> Columns, IReadOnlyList<string> Measures, IReadOnlyList<string> Tables, IReadOnlyList<string> Functions)
{
    /// <summary>What is wrong with its brackets; null if they fit together.</summary>
    public string? BracketFault { get; private init; }

    public static DaxReferences In(string expression)
    {
        var (columns, measures, tables, functions) = (new List<(string, string)>(), new List<string>(), new List<string>(), new List<string>());
        var open = new Stack<char>();
        string? fault = null;
        foreach (Match token in Tokens().Matches(expression))
        {
            var text = token.Value;
            if (token.Groups["column"].Success && token.Groups["table"].Success)
                columns.Add((Table(token), Unescaped(token.Groups["column"].Value)));
            else if (token.Groups["column"].Success)
                measures.Add(Unescaped(token.Groups["column"].Value));
            else if (token.Groups["table"].Success)
                tables.Add(Table(token));
            else if (token.Groups["function"].Success)
                functions.Add(token.Groups["function"].Value);
            else if (text is "(" or "{")
                open.Push(text[0]);
            else if (text is ")" or "}" && (open.Count == 0 || open.Pop() != (text == ")" ? '(' : '{')))
                fault ??= $"'{text}' closes nothing";
        }
        if (open.Count > 0) fault ??= $"'{open.Peek()}' isn't closed";
        return new DaxReferences(columns, measures, tables, functions) { BracketFault = fault };
    }

    private static string Table(Match token) => token.Groups["table"].Value[1..^1].Replace("''", "'");

    private static string Unescaped(string name) => name.Replace("]]", "]");

    // Texts come first: what stands in them is no reference. Functions are followed by a bracket, which is a token of its own.
    [GeneratedRegex(@"""(?:[^""]|"""")*""|//[^\n]*|(?<table>'(?:[^']|'')+')(?:\[(?<column>(?:[^\]]|\]\])+)\])?|\[(?<column>(?:[^\]]|\]\])+)\]|(?<function>[A-Z][A-Z0-9.]*)(?=\()|[(){}]")]
    private static partial Regex Tokens();
}
