using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Notebooks.Engine.Parameters;

/// <summary>A number as it is written: its text is exact for any type.</summary>
internal sealed record NumberText(string Text);

/// <summary>
/// Values as papermill spells them in C# (its translator's whole range): texts with Python's escapes, numbers, truths,
/// <c>new [] { … }</c>, <c>new Dictionary&lt;string,Object&gt;{ … }</c>.
/// </summary>
internal static class ParameterLiteral
{
    /// <param name="value">A string, a bool, a <see cref="NumberText"/>, null, a list of such, or a list of pairs.</param>
    public static bool TryRead(ExpressionSyntax expression, out object? value)
    {
        value = null;
        switch (expression)
        {
            case LiteralExpressionSyntax { Token: var token } literal:
                value = literal.Kind() switch
                {
                    SyntaxKind.StringLiteralExpression => token.Text.StartsWith('"') && !token.Text.StartsWith("\"\"\"", StringComparison.Ordinal) ? Unescaped(token.Text[1..^1]) : token.ValueText,
                    SyntaxKind.NumericLiteralExpression => new NumberText(token.Text.Replace("_", "").TrimEnd('L', 'l', 'm', 'M', 'd', 'D', 'f', 'F', 'u', 'U')),
                    SyntaxKind.TrueLiteralExpression => true,
                    SyntaxKind.FalseLiteralExpression => false,
                    _ => null,
                };
                return value is not null || literal.IsKind(SyntaxKind.NullLiteralExpression);
            case PrefixUnaryExpressionSyntax { OperatorToken.RawKind: (int)SyntaxKind.MinusToken, Operand: var operand } when TryRead(operand, out var inner) && inner is NumberText number:
                value = new NumberText("-" + number.Text);
                return true;
            case IdentifierNameSyntax { Identifier.Text: "inf" or "nan" } name:
                value = new NumberText(name.Identifier.Text == "inf" ? "Infinity" : "NaN");
                return true;
            case ImplicitArrayCreationExpressionSyntax { Initializer: var items }:
                return TryReadAll(items.Expressions, out value);
            case ArrayCreationExpressionSyntax { Initializer: { } items }:
                return TryReadAll(items.Expressions, out value);
            case ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.Text: "Dictionary" }, Initializer: var entries }:
                var pairs = new List<KeyValuePair<object?, object?>>();
                value = pairs;
                foreach (var entry in entries?.Expressions ?? [])
                {
                    if (entry is not InitializerExpressionSyntax { Expressions: [var left, var right] } || !TryRead(left, out var key) || !TryRead(right, out var item))
                        return false;
                    pairs.Add(new(key, item));
                }

                return true;
            default:
                return false;
        }
    }

    /// <summary>For messages.</summary>
    public static string Text(object? literal) => literal switch
    {
        null => "null",
        NumberText number => number.Text,
        bool truth => truth ? "true" : "false",
        string text => $"'{text}'",
        List<object?> items => $"[{string.Join(", ", items.Select(Text))}]",
        List<KeyValuePair<object?, object?>> pairs => $"{{{string.Join(", ", pairs.Select(pair => $"{Text(pair.Key)}: {Text(pair.Value)}"))}}}",
        _ => Convert.ToString(literal, CultureInfo.InvariantCulture)!,
    };

    private static bool TryReadAll(SeparatedSyntaxList<ExpressionSyntax> expressions, out object? value)
    {
        var items = new List<object?>();
        value = items;
        foreach (var expression in expressions)
        {
            if (!TryRead(expression, out var item))
                return false;
            items.Add(item);
        }

        return true;
    }

    /// <summary>Python's <c>\x</c> has two digits, where C# would take up to four: "é1" comes as <c>\xe91</c>.</summary>
    private static string Unescaped(string text)
    {
        var plain = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\' || at + 1 == text.Length)
            {
                plain.Append(text[at]);
                continue;
            }

            var letter = text[++at];
            var digits = letter switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
            if (digits > 0 && at + digits < text.Length && int.TryParse(text.AsSpan(at + 1, digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append(code is > 0xFFFF and <= 0x10FFFF ? char.ConvertFromUtf32(code) : ((char)code).ToString());
                at += digits;
            }
            else
            {
                plain.Append(letter switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', 'v' => '\v', 'a' => '\a', '0' => '\0', _ => letter });
            }
        }

        return plain.ToString();
    }
}
