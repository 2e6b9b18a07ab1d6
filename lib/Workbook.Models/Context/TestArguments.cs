using System.Text.RegularExpressions;
using Workbook.Models.Compilation;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Context;

/// <summary>What a generic test's macro is called with: the tested relation, and its arguments with <c>ref(…)</c> answered.</summary>
internal static partial class TestArguments
{
    public static void Add(NodeContext context)
    {
        var node = context.Node;
        var test = node.Test!;
        var scope = context.ScopeOf(node.Package);
        var arguments = new JinjaDict { ["model"] = Subquery(node, JinjaExpression.Evaluate(test.ModelExpression, scope, node.File, node.Line), scope) };
        foreach (var (name, value) in test.Arguments)
            arguments[name] = name is "column_name" ? value : Answered(value, scope, node);
        scope["_dbt_generic_test_kwargs"] = arguments;
    }

    /// <summary>With the test's <c>where</c>, only the rows that it concerns.</summary>
    private static object? Subquery(SqlNode node, object? relation, JinjaScope scope)
    {
        var config = node.IsOpen ? node.PropertyConfig : node.Config;
        return config.Text("where") is { } condition
            ? $"(select * from {relation} where {JinjaExpression.RenderNative(condition, scope, node.File, node.Line)}) dbt_subquery"
            : relation;
    }

    private static object? Answered(object? value, JinjaScope scope, SqlNode node) => value switch
    {
        string text when Call().IsMatch(text) => JinjaExpression.Evaluate(text, scope, node.File, node.Line),
        string text when text.Contains("{{", StringComparison.Ordinal) => JinjaExpression.RenderNative(text, scope, node.File, node.Line),
        List<object?> list => list.Select(item => Answered(item, scope, node)).ToList(),
        _ => value,
    };

    [GeneratedRegex(@"^\s*(ref|source|var|env_var)\s*\(.*\)\s*$", RegexOptions.Singleline)]
    private static partial Regex Call();
}
