namespace Workbook.Models.Project;

/// <summary>A fault in a project's files; the message begins with the place.</summary>
public sealed class ProjectException : WorkbookException
{
    public ProjectException(string file, int line, string message) : base($"{file}:{line}: {message}") => (File, Line) = (file, line);

    /// <summary>Relative to the project's folder.</summary>
    public string File { get; }

    public int Line { get; }
}
