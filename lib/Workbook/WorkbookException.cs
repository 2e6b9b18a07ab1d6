namespace Workbook;

/// <summary>
/// A fault that the user can act on. The message says what happened, to which thing, what was expected and found,
/// and what to do next; the command line prints it alone, without a stack trace.
/// </summary>
public class WorkbookException : Exception
{
    public WorkbookException(string message) : base(message) { }

    public WorkbookException(string message, Exception cause) : base(message, cause) { }
}
