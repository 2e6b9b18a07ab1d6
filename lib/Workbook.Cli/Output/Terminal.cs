using Spectre.Console;

namespace Workbook.Cli.Output;

/// <summary>
/// The standard streams. Results go to <see cref="Out"/>; faults, notes and progress to <see cref="Error"/>, so that a
/// pipe gets results alone. Where a stream is not a terminal it gets plain text: no colours, no markup, no bars.
/// </summary>
internal sealed class Terminal
{
    private const int UnlimitedWidth = 100_000;

    private Terminal(TextReader input, TextWriter output, TextWriter error, bool inputIsTerminal, bool outputIsTerminal, bool errorIsTerminal)
    {
        (In, Out, Error) = (input, output, error);
        (InIsTerminal, OutIsTerminal, ErrorIsTerminal) = (inputIsTerminal, outputIsTerminal, errorIsTerminal);
        OutConsole = Create(output, outputIsTerminal);
        ErrorConsole = Create(error, errorIsTerminal);
    }

    public TextReader In { get; }
    public TextWriter Out { get; }
    public TextWriter Error { get; }

    public bool InIsTerminal { get; }
    public bool OutIsTerminal { get; }
    public bool ErrorIsTerminal { get; }

    public IAnsiConsole OutConsole { get; }
    public IAnsiConsole ErrorConsole { get; }

    public static Terminal OfThisProcess() => new(
        Console.In, Console.Out, Console.Error, !Console.IsInputRedirected, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>All streams redirected.</summary>
    public static Terminal Redirected(TextReader input, TextWriter output, TextWriter error) => new(input, output, error, false, false, false);

    /// <summary>A fault's message, red on a terminal.</summary>
    public void Fault(string message)
    {
        if (ErrorIsTerminal)
            ErrorConsole.Write(new Text(message + Environment.NewLine, new Style(Color.Red)));
        else
            Error.WriteLine(message);
    }

    /// <summary>Something to know that is no result.</summary>
    public void Note(string message)
    {
        if (ErrorIsTerminal)
            ErrorConsole.Write(new Text(message + Environment.NewLine, new Style(Color.Yellow)));
        else
            Error.WriteLine(message);
    }

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isTerminal)
            console.Profile.Width = UnlimitedWidth;
        return console;
    }
}
