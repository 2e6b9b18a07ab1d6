namespace Workbook.PowerBi.Tmdl;

/// <summary>
/// Reads the documents that <see cref="TmdlWriter"/> writes, by their indentation: reading and writing again gives the same
/// bytes. Of TMDL it leaves out what those don't have: expressions between backticks, comments, indentation by spaces.
/// </summary>
internal sealed class TmdlReader
{
    private readonly string _file;
    private readonly string[] _lines;
    private int _at;

    private TmdlReader(string text, string file) => (_lines, _file) = (text.Split('\n'), file);

    /// <param name="file">As messages shall name it.</param>
    /// <exception cref="WorkbookException">It isn't TMDL, or not of this kind; with file and line.</exception>
    public static IReadOnlyList<TmdlNode> Read(string text, string file) => new TmdlReader(text, file).Nodes(0);

    private List<TmdlNode> Nodes(int depth)
    {
        var nodes = new List<TmdlNode>();
        while (Next() is { } found)
        {
            if (found < depth) break;
            if (found > depth) throw Fault($"is indented by {found} tabs where {depth} were expected");
            nodes.Add(Node(depth));
        }
        return nodes;
    }

    private TmdlNode Node(int depth)
    {
        var description = new List<string>();
        for (; Line.StartsWith("///", StringComparison.Ordinal); Advance(depth))
            description.Add(Line[3..].TrimStart(' '));
        var node = Head(depth);
        _at++;
        if (node.Expression?.Length == 0)
            node = node with { Expression = Block(depth + 2) };
        return node with { Description = description.Count == 0 ? null : string.Join('\n', description), Children = Nodes(depth + 1) };
    }

    private TmdlNode Head(int depth)
    {
        try
        {
            return Parse(Line, depth);
        }
        catch (FormatException fault)
        {
            throw Fault($"can't be read: {fault.Message}");
        }
    }

    private static TmdlNode Parse(string line, int depth)
    {
        var (keyword, end) = TmdlName.Read(line);
        if (keyword == "ref")
        {
            (var kind, end) = TmdlName.Read(line, end + 1);
            keyword = $"ref {kind}";
        }
        if (end == line.Length)
            return depth == 0 ? new TmdlNode(keyword) : TmdlNode.Flag(keyword);
        if (line[end] == ':')
            return TmdlNode.Property(keyword, line[(end + 1)..].TrimStart(' '));
        if (line[end..].StartsWith(" =", StringComparison.Ordinal))
            return new TmdlNode(keyword) { Expression = line[(end + 2)..].TrimStart(' ') };

        (var name, end) = TmdlName.Read(line, end + 1);
        var rest = line[end..];
        return rest.Length == 0 ? new TmdlNode(keyword, name)
            : rest.StartsWith(" =", StringComparison.Ordinal) ? new TmdlNode(keyword, name) { Expression = rest[2..].TrimStart(' ') }
            : throw new FormatException($"after the name stands '{rest.Trim()}' where an equals sign or nothing was expected");
    }

    private string Block(int depth)
    {
        var lines = new List<string>();
        for (; _at < _lines.Length && Depth(_lines[_at]) >= depth; _at++)
            lines.Add(_lines[_at][depth..]);
        return lines.Count > 0 ? string.Join('\n', lines) : throw Fault("was to begin an expression, two tabs deeper than its name");
    }

    private void Advance(int depth)
    {
        _at++;
        if (Next() != depth) throw Fault("was to be what the description above it describes");
    }

    /// <summary>The depth of the next line that isn't empty; null at the end.</summary>
    private int? Next()
    {
        while (_at < _lines.Length && _lines[_at].Length == 0)
            _at++;
        return _at < _lines.Length ? Depth(_lines[_at]) : null;
    }

    private string Line => _lines[_at].TrimStart('\t');

    private static int Depth(string line) => line.Length - line.TrimStart('\t').Length;

    private WorkbookException Fault(string what) =>
        new($"{_file}:{Math.Min(_at + 1, _lines.Length)}: this line {what}: {(_at < _lines.Length ? _lines[_at].Trim() : "(end of file)")}");
}
