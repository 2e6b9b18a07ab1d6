using System.CommandLine;
using Workbook.Cli.Output;
using Workbook.Lake;
using Workbook.Query;

namespace Workbook.Cli.Commands;

internal static class SqlCommand
{
    public static Command Create(CommandContext context)
    {
        var statement = new Argument<string?>("sql")
        {
            Description = "What to ask, such as \"FROM bronze.customers\". Without it and without --file: a prompt, or statements from standard input.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var lake = CommonOptions.Lake();
        var file = new Option<string?>("--file") { Description = "Run the statements of this file.", HelpName = "script.sql" };
        var (format, limit) = (CommonOptions.Format(), CommonOptions.Limit());
        var external = new Option<bool>("--allow-external") { Description = "Let SQL read and write files outside the lake, and in it." };
        var command = new Command("sql", "Ask the lake: bronze, silver, gold and rejects from its files, and the warehouse.")
        {
            statement, lake, file, format, limit, external,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(file) is not null && result.GetValue(statement) is not null)
                result.AddError("Give a statement or --file, not both.");
            // An option that isn't one would be taken for SQL, where two hyphens begin a comment.
            if (result.GetValue(statement) is ['-', ..] word && !word.Any(char.IsWhiteSpace))
                result.AddError($"Unrecognized option '{word}'.");
        });
        command.Runs(context, (parsed, cancellation) =>
        {
            var script = parsed.GetValue(file) is { } path ? ReadScript(path) : parsed.GetValue(statement);
            using var connection = LakeConnection.Open(parsed.GetValue(lake)!, new LakeConnectionOptions { ExternalAccess = parsed.GetValue(external) });
            foreach (var note in connection.Notes)
                context.Terminal.Note(note);
            var session = new SqlSession(connection, context.Terminal, parsed.GetValue(format), parsed.GetValue(limit), parsed.GetValue(external));
            if (script is null)
                return new SqlPrompt(session, context).Run();
            foreach (var one in SqlScript.Split(script))
                session.Run(one, cancellation);
            return ExitCode.Ok;
        }, stopped: "Stopped. The lake is as it was.");
        return command;
    }

    private static string ReadScript(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The script '{path}' can't be read: {fault.Message}", fault);
        }
    }
}

/// <summary>Statements against one lake, printed one way.</summary>
internal sealed class SqlSession(LakeConnection lake, Terminal terminal, ResultFormat format, int limit, bool allowExternal)
{
    /// <exception cref="WorkbookException">The statement fails, or is one that isn't run here.</exception>
    public void Run(string statement, CancellationToken cancellation)
    {
        // A word that is misspelt is the parser's matter, not one of what may be run.
        QueryResult.RequireSyntax(lake.Connection, statement);
        if (!allowExternal)
            StatementGuard.RequireNoFiles(statement);
        using var result = QueryResult.Run(lake.Connection, statement, format.Style(), cancel: cancellation);
        terminal.WriteResult(result, format, limit);
    }
}
