using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents.Json;

namespace Workbook.Notebooks.Documents;

/// <param name="Outputs">Compares outputs and execution counts too.</param>
/// <param name="Context">Unchanged lines around a change.</param>
public sealed record DiffOptions(bool Outputs = false, int Context = 3);

/// <summary>
/// What changed between two notebooks, cell by cell: cells pair up by id, else by content, else by what most resembles them
/// among those between the same neighbours. How the files are indented or escaped doesn't count.
/// </summary>
public static class NotebookDiff
{
    private sealed record Pairing(NotebookCell? Former, NotebookCell? Now);

    /// <returns>Plain text with a <c>-</c> or <c>+</c> before each line that went or came; empty when nothing changed.</returns>
    public static string Compare(NotebookDocument former, NotebookDocument now, DiffOptions? options = null)
    {
        options ??= new DiffOptions();
        var output = new StringBuilder();
        WriteJson(output, "Notebook metadata", former.Metadata, now.Metadata, options);
        var pairs = Pair(former.Cells, now.Cells);
        foreach (var pair in pairs)
            Write(output, pair, former.Cells, now.Cells, options);
        foreach (var pair in Moved(pairs, former.Cells, now.Cells))
            output.Append(CultureInfo.InvariantCulture, $"Cell {Name(pair.Now!, now.Cells)} moved: it was cell {former.Cells.IndexOf(pair.Former!) + 1}\n");
        return output.ToString();
    }

    private static List<Pairing> Pair(List<NotebookCell> former, List<NotebookCell> now)
    {
        var partners = new Dictionary<NotebookCell, NotebookCell>();
        var free = former.ToHashSet();
        Join(cell => cell.Id);
        Join(cell => $"{cell.Kind}\n{cell.Source}");
        JoinSimilar();

        // In the new order; what went stands behind the former neighbour.
        var pairs = now.Select(cell => new Pairing(partners.GetValueOrDefault(cell), cell)).ToList();
        foreach (var cell in former.Where(free.Contains))
        {
            var before = former[..former.IndexOf(cell)];
            pairs.Insert(pairs.FindLastIndex(pair => pair.Former is not null && before.Contains(pair.Former)) + 1, new Pairing(cell, null));
        }
        return pairs;

        void Join(Func<NotebookCell, string?> key)
        {
            var open = former.Where(cell => free.Contains(cell) && key(cell) is not null).GroupBy(key).ToDictionary(group => group.Key!, group => new Queue<NotebookCell>(group));
            foreach (var cell in now.Where(cell => !partners.ContainsKey(cell)))
                if (key(cell) is { } value && open.TryGetValue(value, out var queue) && queue.TryDequeue(out var match))
                    Marry(cell, match);
        }

        void JoinSimilar()
        {
            foreach (var cell in now.Where(cell => !partners.ContainsKey(cell)))
            {
                var place = now.IndexOf(cell);
                var low = place == 0 ? -1 : partners.TryGetValue(now[place - 1], out var left) ? former.IndexOf(left) : -1;
                var between = former.Skip(low + 1).TakeWhile(free.Contains).Where(one => one.Kind == cell.Kind);
                // An id that both have, and that differs, says that they are two cells.
                if (between.Where(one => one.Id is null || cell.Id is null).Select(one => (Cell: one, Score: Similarity(one.Source, cell.Source))).OrderByDescending(one => one.Score).FirstOrDefault() is { Score: >= 0.5 } best)
                    Marry(cell, best.Cell);
            }
        }

        void Marry(NotebookCell cell, NotebookCell match)
        {
            partners[cell] = match;
            free.Remove(match);
        }
    }

    private static double Similarity(string former, string now)
    {
        var (left, right) = (NotebookCell.Lines(former).ToList(), NotebookCell.Lines(now).ToList());
        return left.Count + right.Count == 0 ? 1 : 2.0 * LineDiff.Of(left, right, Equals).Count(line => line.Change == LineChange.Same) / (left.Count + right.Count);
    }

    private static IEnumerable<Pairing> Moved(List<Pairing> pairs, List<NotebookCell> former, List<NotebookCell> now)
    {
        var both = pairs.Where(pair => pair.Former is not null && pair.Now is not null).ToList();
        var inOrder = LineDiff.Of(both.OrderBy(pair => former.IndexOf(pair.Former!)).ToList(), both.OrderBy(pair => now.IndexOf(pair.Now!)).ToList(), ReferenceEquals);
        return inOrder.Where(change => change.Change == LineChange.Added).Select(change => change.Item);
    }

    private static void Write(StringBuilder output, Pairing pair, List<NotebookCell> formerCells, List<NotebookCell> cells, DiffOptions options)
    {
        var (former, now) = (pair.Former, pair.Now);
        if (former is null || now is null)
        {
            output.Append(former is null ? $"Cell {Name(now!, cells)} added\n" : $"Cell {Name(former, formerCells)} removed\n");
            foreach (var line in Rows((now ?? former)!.Source))
                output.Append(former is null ? "+ " : "- ").Append(line).Append('\n');
            return;
        }
        var name = $"Cell {Name(now, cells)}";
        if (former.Kind != now.Kind)
            output.Append(CultureInfo.InvariantCulture, $"{name}: {Word(former.Kind)} became {Word(now.Kind)}\n");
        if (former.Source != now.Source)
            WriteLines(output, name, Rows(former.Source), Rows(now.Source), options);
        WriteJson(output, $"{name}, metadata", former.Metadata, now.Metadata, options);
        WriteJson(output, $"{name}, attachments", former.Attachments, now.Attachments, options);
        if (!options.Outputs)
            return;
        WriteJson(output, $"{name}, outputs", former.Outputs, now.Outputs, options);
        if (former.ExecutionCount != now.ExecutionCount)
            output.Append(CultureInfo.InvariantCulture, $"{name}, execution count: {former.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? "none"} became {now.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? "none"}\n");
    }

    private static void WriteJson(StringBuilder output, string title, JsonNode? former, JsonNode? now, DiffOptions options)
    {
        if (!JsonNode.DeepEquals(former, now))
            WriteLines(output, title, Rows(Shown(former)), Rows(Shown(now)), options);
    }

    private static void WriteLines(StringBuilder output, string title, List<string> former, List<string> now, DiffOptions options)
    {
        var changes = LineDiff.Of(former, now, Equals);
        output.Append(title).Append('\n');
        var last = -1;
        for (var index = 0; index < changes.Count; index++)
        {
            var isNear = changes.Skip(index - options.Context).Take(Math.Min(index, options.Context) + 1 + options.Context).Any(line => line.Change != LineChange.Same);
            if (!isNear)
                continue;
            if (last >= 0 && last < index - 1)
                output.Append("  …\n");
            output.Append(changes[index].Change switch { LineChange.Added => "+ ", LineChange.Removed => "- ", _ => "  " }).Append(changes[index].Item).Append('\n');
            last = index;
        }
    }

    private static string Name(NotebookCell cell, List<NotebookCell> cells) => cell.Id is { } id ? $"{cells.IndexOf(cell) + 1} ({id})" : $"{cells.IndexOf(cell) + 1}";

    private static string Word(CellKind kind) => kind.ToString().ToLowerInvariant();

    private static List<string> Rows(string text) => text.Length == 0 ? [] : [.. text.Split('\n').Select(row => row.Replace("\r", "␍"))];

    private static string Shown(JsonNode? json)
    {
        var output = new StringBuilder();
        new JsonMerge(output, JsonStyle.Notebook).Write(new JsonEntry(null, json, null), 0);
        return output.ToString();
    }
}
