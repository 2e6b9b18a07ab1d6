using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Jupyter.Kernel;

/// <summary>What this kernel has run, as front ends ask for it: the last ones, a range, or those that match a pattern.</summary>
internal sealed class ExecutionHistory
{
    private const int Session = 1;

    private readonly List<(string Source, string? Output)> _cells = [];

    /// <summary>How many cells were stored; the next has this number plus one.</summary>
    public int Count => _cells.Count;

    /// <param name="output">The value as text; null when there was none.</param>
    public void Add(string source, string? output) => _cells.Add((source, output));

    public JsonObject Reply(Message request)
    {
        var lines = request.Text("hist_access_type") switch
        {
            "range" => Range(request.Number("session") ?? 0, request.Number("start") ?? 1, request.Number("stop")),
            "search" => Search(request.Text("pattern", "*"), request.Number("n"), request.Flag("unique", false)),
            _ => Last(Enumerable.Range(1, Count), request.Number("n")),
        };
        var withOutput = request.Flag("output", false);
        return new JsonObject { ["status"] = "ok", ["history"] = new JsonArray([.. lines.Select(line => Entry(line, withOutput))]) };
    }

    private JsonArray Entry(int line, bool withOutput)
    {
        var (source, output) = _cells[line - 1];
        return withOutput ? [Session, line, new JsonArray(source, output)] : [Session, line, source];
    }

    /// <param name="session">0 is this one, as IPython has it.</param>
    /// <param name="stop">Exclusive; null for all.</param>
    private IEnumerable<int> Range(int session, int start, int? stop) =>
        session is 0 or Session ? Enumerable.Range(1, Count).Where(line => line >= start && line < (stop ?? int.MaxValue)) : [];

    /// <param name="pattern">With <c>*</c> and <c>?</c>, over the whole source.</param>
    private IEnumerable<int> Search(string pattern, int? most, bool isUnique)
    {
        var expression = new Regex($@"\A{Regex.Escape(pattern).Replace(@"\*", ".*").Replace(@"\?", ".")}\z", RegexOptions.Singleline | RegexOptions.NonBacktracking);
        var matches = Enumerable.Range(1, Count).Where(line => expression.IsMatch(_cells[line - 1].Source));
        return Last(isUnique ? matches.GroupBy(line => _cells[line - 1].Source).Select(group => group.Last()).Order() : matches, most);
    }

    private static IEnumerable<int> Last(IEnumerable<int> lines, int? most) => most is { } count ? lines.TakeLast(count) : lines;
}
