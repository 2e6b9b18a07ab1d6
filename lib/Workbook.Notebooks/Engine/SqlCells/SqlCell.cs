using System.Globalization;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Workbook.Database;
using Workbook.Notebooks.Display;
using Workbook.Query;

namespace Workbook.Notebooks.Engine.SqlCells;

/// <summary>A statement that DuckDB refuses, with its place in the cell.</summary>
/// <param name="line">From 1, in the cell; 0 where DuckDB names no place.</param>
internal sealed class SqlException(string message, int line, int column, string sourceLine) : WorkbookException(
    line == 0 ? message : $"Line {line}, column {column}: {message}")
{
    /// <summary>The line with a mark under the place; empty where there is no place.</summary>
    public IReadOnlyList<string> Excerpt { get; } = line == 0 ? [] : [sourceLine, new string(' ', column - 1) + "^"];
}

/// <summary>Runs the statements of an SQL cell one after the other and shows what each gives.</summary>
internal sealed partial class SqlCell(NotebookWorkspace workspace, Func<string, (bool Found, object? Value)> variable)
{
    /// <param name="firstLine">Of the text within its cell, from 0.</param>
    /// <param name="name">The last result becomes the temporary table of this name, and is returned; null for neither.</param>
    /// <exception cref="SqlException"/>
    /// <exception cref="OperationCanceledException"/>
    public SqlRows? Run(string script, int firstLine, string? name, CellContext context)
    {
        if (name is not null && !Name().IsMatch(name))
            throw new WorkbookException($"--name {name}: expected a C# name, such as --name orders.");
        foreach (var note in workspace.LakeConnection.Refresh())
            context.Stream(StreamName.Stderr, note + Environment.NewLine);
        var statements = SqlScript.Statements(script);
        var notes = new List<string>();
        using var warehouse = script.Contains("warehouse", StringComparison.OrdinalIgnoreCase) ? workspace.LakeConnection.AttachWarehouse(notes) : null;
        foreach (var note in notes)
            context.Stream(StreamName.Stderr, note + Environment.NewLine);

        SqlRows? shared = null;
        foreach (var statement in statements)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            try
            {
                var isShared = name is not null && statement == statements[^1];
                if (isShared)
                    Execute(new SqlStatement($"CREATE OR REPLACE TEMP TABLE {Sql.Identifier(name!)} AS {statement.Text}", statement.Start), context, isShown: false);
                Execute(isShared ? new SqlStatement($"FROM {Sql.Identifier(name!)}", statement.Start) : statement, context, isShown: true);
                if (isShared)
                    shared = SqlRows.Read(workspace.Connection, $"FROM {Sql.Identifier(name!)}");
            }
            catch (WorkbookException fault) when (fault is not SqlException)
            {
                throw Placed(statement, script, firstLine, fault);
            }
        }

        return shared;
    }

    private void Execute(SqlStatement statement, CellContext context, bool isShown)
    {
        var clock = Stopwatch.StartNew();
        using var result = QueryResult.Run(workspace.Connection, statement.Text, cancel: context.Cancellation, parameters: Parameters(statement.Text));
        if (result.Columns.Count > 0)
            SqlGrid.Show(result, clock, context);
        else if (isShown)
            context.Display(MimeBundle.Of((Formatter.Plain, Invariant($"Done in {clock.Elapsed.TotalMilliseconds:N0} ms."))));
    }

    private Dictionary<string, object?> Parameters(string statement)
    {
        var values = new Dictionary<string, object?>();
        foreach (Match match in Parameter().Matches(Texts().Replace(statement, text => new string(' ', text.Length))))
        {
            var name = match.Groups[1].Value;
            var (found, value) = variable(name);
            values[name] = found ? value : throw new WorkbookException(
                $"The statement names ${name}, and no C# cell has declared a variable '{name}'. Declare it in a C# cell before this one, such as: var {name} = 5;");
        }

        return values;
    }

    /// <summary>DuckDB tells the place only when it gets the statement as it was written.</summary>
    private SqlException Placed(SqlStatement statement, string script, int firstLine, WorkbookException fault)
    {
        var lines = statement.Text.Split('\n');
        var before = script[..statement.Start].Count(letter => letter == '\n');
        var indent = statement.Start - (script.LastIndexOf('\n', Math.Max(0, statement.Start - 1)) is var lineEnd and >= 0 && statement.Start > 0 ? lineEnd + 1 : 0);
        var message = fault.Message;
        try
        {
            using var command = workspace.Connection.CreateCommand();
            command.CommandText = statement.Text;
            command.Prepare();
        }
        catch (DuckDB.NET.Data.DuckDBException original)
        {
            message = original.Message;
        }

        if (message.EndsWith("at end of input", StringComparison.Ordinal))
            return At(lines.Length - 1, lines[^1].Length, message);
        if (Place().Match(message) is not { Success: true } place)
            return new SqlException(message, 0, 0, "");
        var number = int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture) - 1;
        var text = place.Groups["text"].Value;
        var shown = lines[Math.Min(number, lines.Length - 1)];
        var caret = place.Groups["caret"].Length - $"LINE {place.Groups["line"].Value}: ".Length;
        // A long line comes cut at its ends.
        var inner = text.Trim('.');
        if (text.StartsWith("...", StringComparison.Ordinal) && shown.IndexOf(inner, StringComparison.Ordinal) is >= 0 and var cut)
            caret += cut - 3;
        return At(number, Math.Clamp(caret, 0, shown.Length), message[..place.Index].TrimEnd());

        // Line and column within the statement, from 0.
        SqlException At(int line, int column, string said)
        {
            var margin = line == 0 ? indent : 0;
            return new SqlException(said, firstLine + before + line + 1, margin + column + 1, new string(' ', margin) + lines[Math.Min(line, lines.Length - 1)]);
        }
    }

    [GeneratedRegex(@"^[A-Za-z_]\w*$")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?<![\w$])\$([A-Za-z_]\w*)(?![\w$])")]
    private static partial Regex Parameter();

    /// <summary>Strings, quoted names, comments and dollar-quoted texts, in which nothing is a parameter.</summary>
    [GeneratedRegex("""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*.*?\*/|\$(\w*)\$.*?\$\1\$""", RegexOptions.Singleline)]
    private static partial Regex Texts();

    [GeneratedRegex(@"\n+LINE (?<line>\d+): (?<text>[^\n]*)\n(?<caret> *)\^")]
    private static partial Regex Place();
}
