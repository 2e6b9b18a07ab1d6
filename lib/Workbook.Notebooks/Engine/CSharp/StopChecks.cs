using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Notebooks.Engine.CSharp;

/// <summary>
/// A cell's code with <see cref="StopSignal.Check"/> at the head of every loop body and behind every label, on the lines
/// where they stand, so that line numbers stay and columns can be told back.
/// </summary>
internal sealed class StopChecks
{
    private const string Call = "global::Workbook.Notebooks.Engine.StopSignal.Check();";

    private readonly List<(int At, string Text)> _inserts = [];

    private StopChecks(string code, CSharpParseOptions options, IEnumerable<(int At, string Text)> more)
    {
        foreach (var node in CSharpSyntaxTree.ParseText(code, options).GetRoot().DescendantNodes())
        {
            switch (node)
            {
                case WhileStatementSyntax { Statement: var body }:
                    Guard(body);
                    break;
                case DoStatementSyntax { Statement: var body }:
                    Guard(body);
                    break;
                case ForStatementSyntax { Statement: var body }:
                    Guard(body);
                    break;
                case CommonForEachStatementSyntax { Statement: var body }:
                    Guard(body);
                    break;
                case LabeledStatementSyntax { ColonToken: { IsMissing: false } colon }:
                    _inserts.Add((colon.Span.End, Call));
                    break;
            }
        }

        _inserts = [.. _inserts.Concat(more).OrderBy(insert => insert.At)];
        Code = Apply(code);
    }

    public string Code { get; }

    /// <param name="more">Other insertions, which come after a check at the same place.</param>
    public static StopChecks In(string code, CSharpParseOptions options, IEnumerable<(int At, string Text)>? more = null) => new(code, options, more ?? []);

    /// <summary>The place in the original code of a place in <see cref="Code"/>.</summary>
    public int Original(int position)
    {
        var shift = 0;
        foreach (var (at, text) in _inserts)
        {
            if (at + shift >= position)
                break;
            shift += Math.Min(text.Length, position - at - shift);
        }

        return position - shift;
    }

    private void Guard(StatementSyntax body)
    {
        if (body is BlockSyntax { OpenBraceToken: { IsMissing: false } brace })
        {
            _inserts.Add((brace.Span.End, Call));
        }
        else if (!body.IsMissing && body.Span.Length > 0 && body is not BlockSyntax)
        {
            _inserts.Add((body.SpanStart, "{" + Call));
            _inserts.Add((body.Span.End, "}"));
        }
    }

    private string Apply(string code)
    {
        if (_inserts.Count == 0)
            return code;
        var result = new StringBuilder(code.Length + (_inserts.Count * (Call.Length + 1)));
        var from = 0;
        foreach (var (at, text) in _inserts)
        {
            result.Append(code, from, at - from).Append(text);
            from = at;
        }

        return result.Append(code, from, code.Length - from).ToString();
    }
}
