namespace Workbook.Models.Jinja;

/// <summary>The tokens of a template and the parsers' place among them.</summary>
internal sealed class TokenStream(IReadOnlyList<JinjaToken> tokens, string file)
{
    private int _at;

    public JinjaToken Current => tokens[_at];

    public JinjaToken Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public JinjaSite Site => new(file, Current.Line);

    public string File => file;

    public JinjaToken Next() => tokens[_at == tokens.Count - 1 ? _at : _at++];

    public bool Is(string symbol) => Current.Is(TokenKind.Operator, symbol);

    public bool IsName(string name) => Current.Is(TokenKind.Name, name);

    public bool Skip(string symbol) => SkipIf(Is(symbol));

    public bool SkipName(string name) => SkipIf(IsName(name));

    public JinjaToken Expect(string symbol) => Is(symbol) ? Next() : throw Unexpected($"'{symbol}'");

    public JinjaToken Expect(TokenKind kind, string what) => Current.Kind == kind ? Next() : throw Unexpected(what);

    public JinjaException Unexpected(string expected) => Error($"Expected {expected}, but found {Current}");

    public JinjaException Error(string reason) => Site.Error(reason);

    private bool SkipIf(bool matches)
    {
        if (matches) Next();
        return matches;
    }
}
