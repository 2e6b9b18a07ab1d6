namespace Workbook.Notebooks.Documents;

/// <summary>A file that isn't a notebook, or no longer one.</summary>
/// <param name="line">Where, from 1; the character counts from 1 too.</param>
public sealed class DamagedNotebookException(string name, int line, int character, string fault, string advice)
    : WorkbookException($"'{name}' is damaged at line {line}, character {character}: {fault} {advice}")
{
    /// <summary>From 1.</summary>
    public int Line { get; } = line;

    /// <summary>Within the line, from 1.</summary>
    public int Character { get; } = character;

    /// <summary>What was expected and found, and what to do, without the place.</summary>
    public string Fault { get; } = $"{fault} {advice}";
}
