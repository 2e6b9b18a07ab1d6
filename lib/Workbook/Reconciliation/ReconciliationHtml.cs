using System.Globalization;
using System.Net;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Query;

namespace Workbook.Reconciliation;

/// <summary>The report as one HTML file without a network.</summary>
internal static class ReconciliationHtml
{
    private const int SampleRows = 10;

    private const string Style = """
        :root { color-scheme: light dark; --soft: #f6f8fa; --line: #d8dee4; --dim: #59636e; --good: #1a7f37; --bad: #bc4c00 }
        @media (prefers-color-scheme: dark) { :root { --soft: #161b22; --line: #30363d; --dim: #8d96a0; --good: #3fb950; --bad: #f0883e } }
        body { background: Canvas; color: CanvasText; font: 16px/1.5 system-ui, "Segoe UI", sans-serif; margin: 0 auto; max-width: 64rem; padding: 1.5rem 1rem 4rem }
        h1 { margin: 0 0 .25rem; line-height: 1.25 } h2 { margin: 2rem 0 .5rem } h3 { margin: 1.5rem 0 .25rem; font-size: 1rem }
        .verdict { font-size: 1.125rem; font-weight: 600; color: var(--bad) } .verdict.equal { color: var(--good) }
        .scroll { overflow-x: auto } table { border-collapse: collapse; font-size: .875rem } .dim { color: var(--dim) }
        th, td { padding: .3rem .7rem; border: 1px solid var(--line); text-align: left; vertical-align: top; white-space: nowrap } th { background: var(--soft) }
        .number { text-align: right; font-variant-numeric: tabular-nums } tr.total td { font-weight: 600; background: var(--soft) }
        """;

    public static string Html(ReconciliationReport report, DuckDBConnection connection, IReadOnlyList<SchemaDifference> schema)
    {
        var (left, right) = (report.Left, report.Right);
        var verdict = report.IsEqual
            ? "<p class=\"verdict equal\">Equal within tolerance.</p>"
            : Invariant($"<p class=\"verdict\">{report.Differences:N0} {(report.Differences == 1 ? "difference" : "differences")}; {Text(right.Name)} is {Gap(right.Total - left.Total)}.</p>");
        return Invariant($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(left.Name)} and {Text(right.Name)}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{Text(left.Name)} and {Text(right.Name)}</h1>
            {verdict}
            <p class="dim">Compared: {left.Rows:N0} rows of {Text(left.Name)}, {right.Rows:N0} rows of {Text(right.Name)}. Measured: {Text(report.Measure)}.</p>
            {report.ToChart().ToHtmlFragment()}
            {Bridge(report)}
            {string.Concat(report.Causes.Select(cause => Sample(report, cause, connection)))}
            {Schema(schema)}
            </main>
            </body>
            </html>

            """).ReplaceLineEndings("\n");

        string Gap(decimal gap) => gap == 0 ? "the same in total" : $"{Number(Math.Abs(gap))} {(gap > 0 ? "higher" : "lower")} in total";
    }

    private static string Bridge(ReconciliationReport report)
    {
        string Total(SideTotal side) => Invariant($"<tr class=\"total\"><td>{Text(side.Name)}</td><td></td><td class=\"number\">{side.Rows:N0} rows</td><td class=\"number\">{Number(side.Total)}</td></tr>\n");
        var causes = report.Causes.Select(cause =>
            Invariant($"<tr><td>{Text(cause.Cause.Describe(report.Left.Name, report.Right.Name))}</td><td><code>{cause.Cause.Code()}</code></td><td class=\"number\">{cause.Differences:N0}</td><td class=\"number\">{Signed(cause.Effect)}</td></tr>\n"));
        var rest = report.WithinTolerance == 0 ? "" : $"<tr><td>Within tolerance</td><td></td><td></td><td class=\"number\">{Signed(report.WithinTolerance)}</td></tr>\n";
        return $"""
            <h2>From one total to the other</h2>
            <div class="scroll" tabindex="0"><table>
            <tr><th>Step</th><th>Cause</th><th class="number">Differences</th><th class="number">{Text(report.Measure)}</th></tr>
            {Total(report.Left)}{string.Concat(causes)}{rest}{Total(report.Right)}</table></div>
            """;
    }

    private static string Sample(ReconciliationReport report, CauseTotal cause, DuckDBConnection connection)
    {
        using var rows = QueryResult.Run(connection,
            $"SELECT * EXCLUDE (cause) FROM {Sql.Identifier(report.DifferencesTable)} WHERE cause = {Sql.Literal(cause.Cause.Code())} ORDER BY rowid LIMIT {SampleRows}");
        static string Cell(string tag, ResultColumn column, string text) => $"<{tag}{(column.Kind == ValueKind.Number ? " class=\"number\"" : "")}>{text}</{tag}>";
        var lines = new List<string> { string.Concat(rows.Columns.Select(column => Cell("th", column, Text(column.Name)))) };
        var row = new string?[rows.Columns.Count];
        while (rows.Read(row))
            lines.Add(string.Concat(rows.Columns.Select((column, index) => Cell("td", column, row[index] is { } text ? Text(text) : "<span class=\"dim\">NULL</span>"))));
        var shown = cause.Differences > SampleRows ? Invariant($", the {SampleRows} largest of {cause.Differences:N0}") : "";
        return $"""

            <h3>{Text(cause.Cause.Describe(report.Left.Name, report.Right.Name))} <span class="dim">({cause.Cause.Code()}{shown})</span></h3>
            <div class="scroll" tabindex="0"><table>
            {string.Join('\n', lines.Select(line => $"<tr>{line}</tr>"))}
            </table></div>
            """;
    }

    private static string Schema(IReadOnlyList<SchemaDifference> schema) => schema.Count == 0 ? ""
        : $"<h2>Columns</h2>\n<ul>\n{string.Concat(schema.Select(change => $"<li>{Text(change.ToString())}</li>\n"))}</ul>";

    private static string Number(decimal value) => value.ToString(value == decimal.Truncate(value) ? "#,0" : "#,0.00####", CultureInfo.InvariantCulture);

    private static string Signed(decimal value) => (value > 0 ? "+" : "") + Number(value);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
