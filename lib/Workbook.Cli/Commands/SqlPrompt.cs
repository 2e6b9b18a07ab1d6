using System.Text;
using Workbook.Cli.Output;
using Workbook.Database;
using Workbook.Query;

namespace Workbook.Cli.Commands;

/// <summary>
/// Statements from standard input, each ended by a semicolon. On a terminal it prompts, a fault is shown and the session
/// goes on; from a pipe the first fault ends it, as in a script.
/// </summary>
internal sealed class SqlPrompt(SqlSession session, CommandContext context)
{
    private const string Tables = """"
        SELECT CASE database_name WHEN 'memory' THEN '' ELSE database_name || '.' END || schema_name || '.' || name AS "table", columns
        FROM (
            SELECT database_name, schema_name, table_name AS name, column_count AS columns FROM duckdb_tables() WHERE NOT internal
            UNION ALL
            SELECT database_name, schema_name, view_name, column_count FROM duckdb_views() WHERE NOT internal)
        ORDER BY database_name <> 'memory', "table"
        """";

    private const string Help = """
        End a statement with ';'. It may go over several lines.
        .tables        what there is to ask
        .schema TABLE  its columns
        .quit          leave (or Ctrl-D)
        Ctrl-C stops the statement that runs; the arrow keys bring back earlier lines.
        """;

    private readonly Terminal _terminal = context.Terminal;
    private readonly bool _prompts = context.Terminal.InIsTerminal;
    private readonly LineEditor? _editor = context.Terminal is { InIsTerminal: true, OutIsTerminal: true } ? LineEditor.OfThisProcess(context.Terminal.Out) : null;

    public int Run()
    {
        if (_prompts)
            _terminal.Out.WriteLine("Ask the lake. Statements end with ';'; .help lists the commands.");
        var pending = new StringBuilder();
        while (ReadLine(pending.Length == 0 ? "workbook> " : "     ...> ") is { } line)
        {
            if (line == LineEditor.Cancelled)
            {
                pending.Clear();
                continue;
            }
            if (pending.Length == 0 && line.TrimStart().StartsWith('.'))
            {
                if (!RunCommand(line.Trim()))
                    return ExitCode.Ok;
                continue;
            }
            pending.AppendLine(line);
            if (!line.Contains(';') || !SqlScript.IsComplete(pending.ToString()))
                continue;
            RunStatements(pending.ToString());
            pending.Clear();
        }
        // The last statement of a pipe needs no semicolon.
        RunStatements(pending.ToString());
        return ExitCode.Ok;
    }

    private string? ReadLine(string prompt)
    {
        context.Interrupts.Token.ThrowIfCancellationRequested();
        if (!_prompts)
            return _terminal.In.ReadLine();
        if (_editor is null)
        {
            _terminal.Out.Write(prompt);
            _terminal.Out.Flush();
            return _terminal.In.ReadLine();
        }

        // Ctrl-C is a key while a line is typed: it gives the line up, not the session.
        Console.TreatControlCAsInput = true;
        try
        {
            return _editor.ReadLine(prompt);
        }
        finally
        {
            Console.TreatControlCAsInput = false;
        }
    }

    private void RunStatements(string text)
    {
        foreach (var statement in SqlScript.Split(text))
            Guarded(() => context.Interrupts.RunStep(cancellation => session.Run(statement, cancellation)));
    }

    /// <returns>False to leave.</returns>
    private bool RunCommand(string line)
    {
        var words = line.TrimEnd(';').Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        switch (words[0].ToLowerInvariant())
        {
            case ".quit" or ".exit":
                return false;
            case ".help":
                _terminal.Out.WriteLine(Help);
                break;
            case ".tables":
                RunStatements(Tables);
                break;
            case ".schema" when words.Length == 2:
                RunStatements($"SELECT column_name, column_type FROM (DESCRIBE {Quoted(words[1])})");
                break;
            default:
                Guarded(() => throw new WorkbookException(words[0] == ".schema"
                    ? "Name a table, such as '.schema bronze.customers'; .tables lists them."
                    : $"There is no command '{words[0]}'; .help lists them."));
                break;
        }
        return true;
    }

    private void Guarded(Action action)
    {
        try
        {
            action();
        }
        catch (WorkbookException fault) when (_prompts)
        {
            _terminal.Fault(fault.Message);
        }
        catch (OperationCanceledException) when (_prompts && !context.Interrupts.Token.IsCancellationRequested)
        {
            _terminal.Fault("Stopped.");
        }
    }

    // As it is written in SQL, quotes included; other names part by part.
    private static string Quoted(string table) =>
        table.Contains('"') ? table : string.Join('.', table.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(Sql.Identifier));
}
