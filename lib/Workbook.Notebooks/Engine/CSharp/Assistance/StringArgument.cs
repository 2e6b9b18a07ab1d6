using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>The string that the cursor is in, where it is an argument of a call.</summary>
/// <param name="Syntax">What the parameter says it is by <c>[StringSyntax]</c>; otherwise its name, such as <c>sql</c> or <c>path</c>.</param>
/// <param name="Text">Between the quotes, as it is written.</param>
/// <param name="Start">Of the text in the code.</param>
/// <param name="Cursor">Within the text.</param>
internal sealed record StringArgument(string Syntax, string Text, int Start, int Cursor)
{
    public static StringArgument? At(Document document, int cursor)
    {
        var root = document.GetSyntaxRootAsync().GetAwaiter().GetResult()!;
        if (cursor == 0 || root.FindToken(cursor - 1) is not { Parent: LiteralExpressionSyntax { Parent: ArgumentSyntax } literal } token || Content(token) is not var (start, end) || cursor < start || cursor > end)
            return null;
        var model = document.GetSemanticModelAsync().GetAwaiter().GetResult()!;
        if (CallSite.Around(model, root, literal.SpanStart) is not { } call || CallSite.ParameterOf(call.Chosen, call.Position, call.Name) is not { } parameter)
            return null;
        var declared = parameter.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == "StringSyntaxAttribute")?.ConstructorArguments;
        return new StringArgument(declared is [{ Value: string syntax }, ..] ? syntax : parameter.Name, token.Text[(start - token.SpanStart)..(end - token.SpanStart)], start, cursor - start);
    }

    /// <summary>Where a literal's text begins and ends, its closing quotes missing or not; null for other literals.</summary>
    private static (int Start, int End)? Content(SyntaxToken token)
    {
        if (token.Kind() is not (SyntaxKind.StringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken))
            return null;
        var text = token.Text;
        var open = text.StartsWith('@') ? 2 : Math.Min(text.Length, text.TakeWhile(letter => letter == '"').Count());
        if (text is "\"\"" or "@\"\"")
            open = text.Length - 1;
        var quotes = open > 2 ? open : 1;
        var isClosed = text.Length >= open + quotes && text.EndsWith(new string('"', quotes), StringComparison.Ordinal);
        return (token.SpanStart + open, token.Span.End - (isClosed ? quotes : 0));
    }
}
