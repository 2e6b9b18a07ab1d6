namespace Workbook.Models.Scoring;

/// <summary>A name that is against the conventions.</summary>
/// <param name="File">Relative to the project.</param>
/// <param name="Column">Null where the node's own name is meant.</param>
/// <param name="Expected">What to do, as a clause.</param>
public sealed record NamingFinding(string File, int Line, string Rule, string Node, string? Column, string Found, string Expected)
{
    /// <summary>One line that begins with the place: <c>models/gold/sales.sql:1: …</c>.</summary>
    public override string ToString() => $"{File}:{Line}: {Rule}: {Node}{(Column is null ? "" : $".{Column}")} {Found}; {Expected}.";
}
