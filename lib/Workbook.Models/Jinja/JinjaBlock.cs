namespace Workbook.Models.Jinja;

/// <summary>One of dbt's blocks at the top level of a file.</summary>
/// <param name="Kind">macro, test (data_test as well), materialization, snapshot or docs.</param>
/// <param name="Macro">Of a macro, test or materialization.</param>
/// <param name="Body">The source between the tags; that of docs is not a template.</param>
/// <param name="BodyLine">The line on which the body begins: that of the end of the opening tag.</param>
/// <param name="Source">The whole text, tags included.</param>
public sealed record JinjaBlock(string Kind, string Name, JinjaMacro? Macro, string Body, int Line, int BodyLine, string Source)
{
    /// <summary>What a materialization is for: an adapter's name, or 'default'. Null for other kinds.</summary>
    public string? Adapter { get; init; }
}
