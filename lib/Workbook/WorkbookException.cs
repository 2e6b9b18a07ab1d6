namespace Workbook;

/// <summary>
/// A fault that the user can act on. The message says what happened, to which thing, what was expected and found,
/// and what to do next; the command line prints it alone, without a stack trace.
/// </summary>
public class WorkbookException : Exception
{
    /// <param name="message">What happened, to which thing, what was expected and found, and what to do.</param>
    public WorkbookException(string message) : base(message) { }

    /// <inheritdoc cref="WorkbookException(string)" path="/param"/>
    /// <param name="cause">What the user needn't see; the command line shows it with --verbose.</param>
    public WorkbookException(string message, Exception cause) : base(message, cause) { }
}
