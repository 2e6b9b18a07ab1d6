using System.CommandLine;
using DuckDB.NET.Data;
using Workbook.Cli.Output;
using Workbook.Database;
using Workbook.Query;
using Workbook.Reconciliation;

namespace Workbook.Cli.Commands;

/// <summary>Two sides that should agree: exit code 0 if they do, within tolerance.</summary>
internal static class ReconcileCommand
{
    public static Command Create(CommandContext context)
    {
        var options = new ReconcileOptions();
        var format = CommonOptions.TableOrJson();
        var limit = new Option<int>("--limit") { Description = "Differences that the table shows, from each cause the largest.", DefaultValueFactory = _ => 5, Validators = { result => CommonOptions.RequireAtLeast(result, 0) } };
        var page = new Option<string?>("--out") { Description = "Also write the report as one HTML page that needs no network.", HelpName = "report.html" };
        var test = new Option<string?>("--test") { Description = "Also write a query that returns rows as long as the sides differ, to keep as a test.", HelpName = "test.sql" };
        var command = new Command("reconcile", "Compare two sides that should agree by key, and say what differs and why, with a bridge from one total to the other. Exit code 1 if they differ.") { format, limit, page, test };
        options.AddTo(command);
        command.Runs(context, (parsed, _) =>
        {
            using var sides = options.Open(parsed, context.Terminal);
            var schema = parsed.GetValue(options.Schema) ? SchemaDiff.Between(sides.Here, sides.Left, sides.Right) : [];
            if (parsed.GetValue(options.Keys) is not { Length: > 0 })
                return PrintSchema(context.Terminal, schema, parsed.GetValue(format)!);
            var spec = options.Spec(parsed, sides);
            var bisection = parsed.GetValue(options.Bisect) ? Reconciler.RunAcrossConnections(sides.OfLeft, sides.OfRight, sides.Here, spec) : null;
            var report = bisection?.Report ?? Reconciler.Run(sides.Here, spec);
            if (parsed.GetValue(page) is { } path)
                Write(path, report.ToHtml(sides.Here, schema), context.Terminal);
            if (parsed.GetValue(test) is { } file)
                Write(file, Reconciler.TestSql(sides.Here, spec), context.Terminal);
            if (bisection is not null)
                context.Terminal.Note($"Fetched {bisection.RowsFetched:N0} of {report.Left.Rows + report.Right.Rows:N0} rows, after comparing {bisection.RangesCompared:N0} ranges in {bisection.Rounds} {(bisection.Rounds == 1 ? "round" : "rounds")}.");
            if (parsed.GetValue(format) == "json")
                context.Terminal.Out.WriteLine(ToJson(report, schema, bisection));
            else
                Print(context.Terminal, report, schema, sides.Here, parsed.GetValue(limit));
            return report.IsEqual ? ExitCode.Ok : ExitCode.Failed;
        }, stopped: "Stopped. Nothing was changed.");
        return command;
    }

    private static int PrintSchema(Terminal terminal, IReadOnlyList<SchemaDifference> schema, string format)
    {
        if (format == "json")
            terminal.Out.WriteLine(ReportJson.Write(new { Schema = schema }));
        else
            PrintSchema(terminal, schema);
        return schema.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
    }

    private static void PrintSchema(Terminal terminal, IReadOnlyList<SchemaDifference> schema)
    {
        if (schema.Count == 0)
            terminal.Out.WriteLine("The columns are the same.");
        foreach (var change in schema)
            terminal.Out.WriteLine(change);
    }

    private static void Print(Terminal terminal, ReconciliationReport report, IReadOnlyList<SchemaDifference> schema, DuckDBConnection connection, int limit)
    {
        Summary.WriteTable(terminal, ["Step", "Cause", "#Rows", $"#{report.Measure}"],
        [
            [report.Left.Name, "", $"{report.Left.Rows:N0}", Amount(report.Left.Total)],
            .. report.Causes.Select(cause => new[] { cause.Cause.Describe(report.Left.Name, report.Right.Name), cause.Cause.Code(), $"{cause.Differences:N0}", Signed(cause.Effect) }),
            .. report.WithinTolerance == 0 ? Array.Empty<string[]>() : [["Within tolerance", "", "", Signed(report.WithinTolerance)]],
            [report.Right.Name, "", $"{report.Right.Rows:N0}", Amount(report.Right.Total)],
        ]);
        if (schema.Count > 0)
            PrintSchema(terminal, schema);
        if (report.IsEqual)
        {
            terminal.Out.WriteLine("Equal within tolerance.");
            return;
        }
        if (limit > 0)
        {
            // The table has the largest effects first.
            var samples = report.Causes.Select(cause => $"(FROM {Sql.Identifier(report.DifferencesTable)} WHERE cause = {Sql.Literal(cause.Cause.Code())} ORDER BY rowid LIMIT {limit})");
            using var rows = QueryResult.Run(connection, string.Join(" UNION ALL ", samples));
            terminal.WriteResult(rows, ResultFormat.Table, int.MaxValue);
        }
        terminal.Out.WriteLine($"{report.Differences:N0} {(report.Differences == 1 ? "difference" : "differences")}.");
    }

    private static string ToJson(ReconciliationReport report, IReadOnlyList<SchemaDifference> schema, BisectionReport? bisection) => ReportJson.Write(new
    {
        Equal = report.IsEqual, report.Differences, report.Measure, report.Left, report.Right, report.Causes, report.WithinTolerance, report.Bridge, Schema = schema,
        Bisection = bisection is null ? null : new { bisection.Rounds, bisection.RangesCompared, bisection.RowsFetched },
    });

    private static void Write(string path, string text, Terminal terminal)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            File.WriteAllText(path, text);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"'{path}' can't be written: {fault.Message}", fault);
        }
        terminal.Error.WriteLine($"Wrote {path}");
    }

    private static string Amount(decimal value) => value.ToString(value == decimal.Truncate(value) ? "#,0" : "#,0.00####");

    private static string Signed(decimal value) => (value > 0 ? "+" : "") + Amount(value);
}
