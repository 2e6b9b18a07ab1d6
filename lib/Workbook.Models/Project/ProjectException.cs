namespace Workbook.Models.Project;

/// <summary>A fault in a project's files; the message begins with the place.</summary>
public sealed class ProjectException : WorkbookException
{
    /// <param name="file">Relative to the project's folder.</param>
    /// <param name="line">Counted from 1; 1 for the file as a whole.</param>
    /// <param name="message">Without the place, which is put before it.</param>
    public ProjectException(string file, int line, string message) : base($"{file}:{line}: {message}") => (File, Line) = (file, line);

    /// <summary>Relative to the project's folder.</summary>
    public string File { get; }

    /// <summary>Counted from 1; 1 for the file as a whole.</summary>
    public int Line { get; }
}
