namespace Workbook.Models.Jinja;

/// <summary>Native values instead of text: what YAML files and hooks need.</summary>
internal static class JinjaExpression
{
    /// <summary>The value of one expression, written without braces.</summary>
    public static object? Evaluate(string expression, JinjaScope scope, string file, int line)
    {
        var tokens = new TokenStream(JinjaLexer.Expression(expression, file, line), file);
        var parsed = new ExpressionParser(tokens).ParseTuple();
        tokens.Expect(TokenKind.End, "the end of the expression");
        return parsed.Evaluate(scope);
    }

    /// <summary>A template that is exactly one <c>{{ }}</c> gives its value; any other gives text.</summary>
    public static object? RenderNative(string template, JinjaScope scope, string file, int line)
    {
        if (!template.Contains("{{", StringComparison.Ordinal) && !template.Contains("{%", StringComparison.Ordinal) && !template.Contains("{#", StringComparison.Ordinal))
            return template;
        var parsed = JinjaTemplate.Parse(template, file, line);
        return parsed.Single is { } expression ? expression.Evaluate(scope) : parsed.Render(scope);
    }
}
