namespace Workbook.Course.Tasks;

/// <summary>How reference solutions are laid out, so that what a card shows can be pasted into a cell.</summary>
internal static class SolutionText
{
    /// <summary>A C# cell that asks for one number.</summary>
    public static string Scalar(string variable, string sql, string type = "double") => $"var {variable} = Workspace.Scalar<{type}>({Raw(sql)});";

    /// <summary>A C# cell with a text of several lines.</summary>
    public static string Text(string variable, string text) => $"var {variable} = {Raw(text)};";

    public static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => "    " + line));

    private static string Raw(string text) => $"\"\"\"\n{Indented(text)}\n    \"\"\"";
}
