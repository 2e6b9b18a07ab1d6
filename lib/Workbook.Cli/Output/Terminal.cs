using System.Text;
using Spectre.Console;

namespace Workbook.Cli.Output;

/// <summary>
/// The standard streams. Results go to <see cref="Out"/>; faults, notes and progress to <see cref="Error"/>, so that a
/// pipe gets results alone. Where a stream is not a terminal it gets plain text: no colours, no markup, no bars; a program
/// may ask for <see cref="Events"/>.
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

    /// <summary>Where notes, faults and progress go as JSON; null where nobody asked.</summary>
    public EventStream? Events { get; private set; }

    public static Terminal OfThisProcess() => new(
        Console.In, Console.IsOutputRedirected ? Buffered(Console.OpenStandardOutput()) : Console.Out, Console.Error,
        !Console.IsInputRedirected, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>All streams redirected.</summary>
    public static Terminal Redirected(TextReader input, TextWriter output, TextWriter error) => new(input, output, error, false, false, false);

    public void WriteEvents() => Events = new EventStream(Error);

    /// <summary>A fault's message, red on a terminal.</summary>
    public void Fault(string message)
    {
        Out.Flush();
        if (Events is null)
            WriteError(message, "31");
        else
            Events.Fault(message);
    }

    /// <summary>Something to know that is no result, yellow on a terminal.</summary>
    public void Note(string message)
    {
        Out.Flush();
        if (Events is null)
            WriteError(message, "33");
        else
            Events.Note(message);
    }

    /// <summary><see cref="Note"/> for what reports.</summary>
    public IProgress<string> Notes => new ImmediateProgress<string>(Note);

    // Not through Spectre, which would break the lines where DuckDB's marks point into the SQL.
    private void WriteError(string message, string color) =>
        Error.WriteLine(ErrorConsole.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors } ? $"\x1b[{color}m{message}\x1b[0m" : message);

    /// <summary>Console.Out writes through with every call, which makes millions of rows slow. Whoever is done flushes.</summary>
    private static StreamWriter Buffered(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16);

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
