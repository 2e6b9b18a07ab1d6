namespace Workbook.Models.Jinja;

internal enum TokenKind { Text, VariableBegin, VariableEnd, BlockBegin, BlockEnd, Name, String, Integer, Float, Operator, End }

/// <summary>Start and End are positions in the source; an end tag's End lies behind its brace, before the space it strips.</summary>
internal readonly record struct JinjaToken(TokenKind Kind, string Text, object? Value, int Line, int Start, int End)
{
    public bool Is(TokenKind kind, string text) => Kind == kind && Text == text;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.Text => "text",
        TokenKind.String => JinjaText.Repr(Value),
        _ => $"'{Text}'",
    };
}
