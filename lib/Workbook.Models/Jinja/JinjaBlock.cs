using System.Text.RegularExpressions;

namespace Workbook.Models.Jinja;

/// <summary>One of dbt's blocks at the top level of a file.</summary>
/// <param name="Kind">macro, test (data_test as well), materialization, snapshot or docs.</param>
/// <param name="Macro">Of a macro, test or materialization.</param>
/// <param name="Body">The source between the tags; that of docs is not a template.</param>
/// <param name="BodyLine">The line on which the body begins: that of the end of the opening tag.</param>
/// <param name="Source">The whole text, tags included.</param>
internal sealed partial record JinjaBlock(string Kind, string Name, JinjaMacro? Macro, string Body, int Line, int BodyLine, string Source)
{
    /// <summary>What a materialization is for: an adapter's name, or 'default'. Null for other kinds.</summary>
    public string? Adapter { get; init; }

    /// <summary>The docs blocks of a Markdown file. What stands around them is prose, whatever braces it holds.</summary>
    public static IReadOnlyList<JinjaBlock> DocsIn(string markdown, string file)
    {
        var source = JinjaLexer.Normalize(markdown);
        return [.. DocsTag().Matches(source).SelectMany(tag =>
        {
            var end = EndOfDocs().Match(source, tag.Index);
            var block = end.Success ? source[tag.Index..(end.Index + end.Length)] : source[tag.Index..];
            return JinjaTemplate.Parse(block, file, 1 + source.AsSpan(0, tag.Index).Count('\n')).Blocks;
        })];
    }

    [GeneratedRegex(@"\{%[-+]?\s*docs\s")]
    private static partial Regex DocsTag();

    [GeneratedRegex(@"\{%[-+]?\s*enddocs\s*[-+]?%\}")]
    private static partial Regex EndOfDocs();
}
