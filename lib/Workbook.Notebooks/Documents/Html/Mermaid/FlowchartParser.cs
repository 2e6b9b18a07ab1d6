using System.Net;
using System.Text.RegularExpressions;

namespace Workbook.Notebooks.Documents.Html.Mermaid;

/// <summary>Reads <c>flowchart</c> and <c>graph</c>: nodes of all bracket shapes, links with labels, subgraphs, classes and styles.</summary>
internal sealed partial class FlowchartParser
{
    private const int Wrap = 30;

    private static readonly (string Open, string Close, FlowShape Shape)[] Shapes =
    [
        ("(((", ")))", FlowShape.DoubleCircle), ("((", "))", FlowShape.Circle), ("([", "])", FlowShape.Stadium), ("[[", "]]", FlowShape.Subroutine), ("[(", ")]", FlowShape.Cylinder),
        ("[/", "/]", FlowShape.LeanRight), ("[/", "\\]", FlowShape.Trapezoid), ("[\\", "\\]", FlowShape.LeanLeft), ("[\\", "/]", FlowShape.InvertedTrapezoid),
        ("{{", "}}", FlowShape.Hexagon), ("{", "}", FlowShape.Diamond), ("[", "]", FlowShape.Box), ("(", ")", FlowShape.Round), (">", "]", FlowShape.Flag),
    ];

    private readonly Dictionary<string, FlowNode> _nodes = [];
    private readonly Dictionary<string, FlowGroup> _groups = [];
    private readonly List<FlowEdge> _edges = [];
    private readonly Dictionary<string, string> _classes = [];
    private readonly List<(string Node, string Class)> _classed = [];
    private FlowGroup? _group;
    private string _text = "";
    private int _at, _line;

    /// <returns>Null for a diagram of another kind.</returns>
    /// <exception cref="FlowchartException"/>
    public static Flowchart? Parse(string text)
    {
        var parser = new FlowchartParser();
        FlowDirection? direction = null;
        string? title = null;
        foreach (var (line, number) in Lines(text))
        {
            parser._line = number;
            if (direction is not null)
            {
                foreach (var statement in Statements(line))
                    parser.Read(statement);
            }
            else if (Header().Match(line) is { Success: true } header)
            {
                direction = header.Groups["direction"].Value switch { "BT" => FlowDirection.Up, "LR" or ">" => FlowDirection.Right, "RL" or "<" => FlowDirection.Left, _ => FlowDirection.Down };
                foreach (var statement in Statements(line[header.Length..]))
                    parser.Read(statement);
            }
            else if (line.StartsWith("title:", StringComparison.Ordinal))
                title = line["title:".Length..].Trim().Trim('"');
            else
                return null;
        }

        return direction is { } known ? parser.Result(known, title) : null;
    }

    /// <summary>The word by which a diagram begins.</summary>
    public static string Kind(string text) => Lines(text).Select(line => line.Text.Split([' ', '\t', ':', '-'])[0]).FirstOrDefault(word => word is not ("" or "title")) ?? "none";

    private static IEnumerable<(string Text, int Number)> Lines(string text) => text.Split('\n')
        .Select((line, index) => (Text: line.Trim(), Number: index + 1)).Where(line => line.Text.Length > 0 && line.Text != "---" && !line.Text.StartsWith("%%", StringComparison.Ordinal));

    /// <summary>Parted by semicolons outside brackets and quotes.</summary>
    private static IEnumerable<string> Statements(string line)
    {
        var (start, depth, isQuoted) = (0, 0, false);
        for (var at = 0; at < line.Length; at++)
        {
            isQuoted ^= line[at] == '"';
            depth += isQuoted ? 0 : line[at] switch { '[' or '(' or '{' => 1, ']' or ')' or '}' => -1, _ => 0 };
            if (line[at] != ';' || depth > 0 || isQuoted)
                continue;
            yield return line[start..at].Trim();
            start = at + 1;
        }

        yield return line[start..].Trim();
    }

    private void Read(string statement)
    {
        switch (statement.Split([' ', '\t'])[0])
        {
            case "":
            case "direction" or "linkStyle" or "click" or "accTitle:" or "accDescr:":
                break;
            case "subgraph":
                Begin(statement["subgraph".Length..].Trim());
                break;
            case "end":
                _group = _group is null ? throw Unknown("'end' without a subgraph") : _group.Parent;
                break;
            case "classDef" when Words(statement) is [_, var names, ..] words:
                foreach (var name in names.Split(','))
                    _classes[name] = string.Join(' ', words[2..]);
                break;
            case "class" when Words(statement) is [_, var nodes, var name, ..]:
                foreach (var node in nodes.Split(','))
                    _classed.Add((node, name));
                break;
            case "style" when Words(statement) is [_, var styled, ..] words:
                foreach (var id in styled.Split(','))
                    Style(Node(id), string.Join(' ', words[2..]));
                break;
            default:
                (_text, _at) = (statement, 0);
                Chain();
                break;
        }
    }

    private static string[] Words(string statement) => statement.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private void Begin(string title)
    {
        var match = Subgraph().Match(title);
        var id = match.Success ? match.Groups["id"].Value : title.Trim('"');
        _group = _groups.TryGetValue(id, out var known) ? known : _groups[id] = new FlowGroup(id.Length > 0 ? id : $"subgraph {_groups.Count + 1}", _group);
        _group.Title = Label(match.Success ? match.Groups["title"].Value : title);
    }

    /// <summary>Nodes, and links between them: <c>A --> B &amp; C --> D</c>.</summary>
    private void Chain()
    {
        var from = List();
        for (Skip(); _at < _text.Length; Skip())
        {
            var (line, start, end, label) = Link();
            var to = List();
            foreach (var left in from)
                foreach (var right in to)
                    _edges.Add(new FlowEdge(left, right, line, start, end, label));
            from = to;
        }
    }

    private List<string> List()
    {
        var ids = new List<string> { One() };
        for (Skip(); _at < _text.Length && _text[_at] == '&'; Skip())
        {
            _at++;
            ids.Add(One());
        }

        return ids;
    }

    private string One()
    {
        Skip();
        if (Id().Match(_text, _at) is not { Success: true } match)
            throw Unknown(_at < _text.Length ? $"'{_text[_at..]}'" : $"'{_text}' ends where a node is expected");
        var id = match.Value;
        _at += id.Length;
        if (!_groups.ContainsKey(id))
        {
            var node = Node(id);
            node.Group ??= _group;
            Shape(node);
        }

        if (ClassMark().Match(_text, _at) is { Success: true } mark)
        {
            _classed.Add((id, mark.Groups[1].Value));
            _at += mark.Length;
        }

        return id;
    }

    private void Shape(FlowNode node)
    {
        if (Attributes().Match(_text, _at) is { Success: true } attributes)
        {
            _at += attributes.Length;
            if (attributes.Groups["label"].Success)
                node.Label = Label(attributes.Groups["label"].Value);
            node.Shape = attributes.Groups["shape"].Value switch
            {
                "rounded" or "event" => FlowShape.Round, "stadium" or "terminal" or "pill" => FlowShape.Stadium, "cyl" or "cylinder" or "db" or "database" => FlowShape.Cylinder, "circle" or "circ" => FlowShape.Circle,
                "diam" or "diamond" or "decision" or "question" => FlowShape.Diamond, "hex" or "hexagon" or "prepare" => FlowShape.Hexagon, _ => FlowShape.Box,
            };
            return;
        }

        foreach (var (open, close, shape) in Shapes.Where(shape => string.CompareOrdinal(_text, _at, shape.Open, 0, shape.Open.Length) == 0))
        {
            var start = _at + open.Length;
            var quoted = start + _text.AsSpan(start).IndexOfAnyExcept(' ');
            var from = quoted < _text.Length && _text[Math.Max(quoted, start)] == '"' ? _text.IndexOf('"', quoted + 1) + 1 : start;
            var end = from < start ? -1 : _text.IndexOf(close, from, StringComparison.Ordinal);
            if (end < 0)
                continue;
            (node.Label, node.Shape, _at) = (Label(_text[start..end]), shape, end + close.Length);
            return;
        }

        if (_at < _text.Length && _text[_at] is '[' or '(' or '{')
            throw Unknown($"'{_text[_at..]}' has no closing bracket");
    }

    private (FlowLine Line, FlowMark Start, FlowMark End, IReadOnlyList<string> Label) Link()
    {
        if (LinkBegin().Match(_text, _at) is not { Success: true } match)
            throw Unknown($"expected a link such as --> at '{_text[_at..]}'");
        _at += match.Length;
        var (start, body, end, label) = (match.Groups["start"].Value, match.Groups["line"].Value, match.Groups["end"].Value, "");
        if (end.Length == 0 && body is "--" or "==" or "-.")
        {
            // -- text -->
            var closing = (body switch { "--" => SolidEnd(), "==" => ThickEnd(), _ => DottedEnd() }).Match(_text, _at);
            if (!closing.Success)
                throw Unknown($"the link '{body}' has no end in '{_text}'");
            (label, end) = (closing.Groups["text"].Value, closing.Groups["end"].Value);
            _at += closing.Length;
        }

        Skip();
        if (_at < _text.Length && _text[_at] == '|' && _text.IndexOf('|', _at + 1) is > 0 and var bar)
        {
            label = _text[(_at + 1)..bar];
            _at = bar + 1;
        }

        var line = body[0] switch { '~' => FlowLine.Hidden, '=' => FlowLine.Thick, _ => body.Contains('.') ? FlowLine.Dotted : FlowLine.Solid };
        return (line, Mark(start), Mark(end), label.Length == 0 ? [] : Label(label));
    }

    private static FlowMark Mark(string mark) => mark switch { "<" or ">" => FlowMark.Arrow, "o" => FlowMark.Circle, "x" => FlowMark.Cross, _ => FlowMark.None };

    private FlowNode Node(string id) => _nodes.TryGetValue(id, out var known) ? known : _nodes[id] = new FlowNode(id);

    private Flowchart Result(FlowDirection direction, string? title)
    {
        foreach (var (id, name) in _classed.Prepend(("", "")).Where(pair => _nodes.ContainsKey(pair.Item1)))
            Style(_nodes[id], _classes.GetValueOrDefault(name, ""));
        foreach (var node in _nodes.Values.Where(node => node.Style.Count == 0 && _classes.ContainsKey("default")))
            Style(node, _classes["default"]);
        // A group that a link names before it begins is no node.
        var nodes = _nodes.Values.Where(node => !_groups.ContainsKey(node.Id)).ToList();
        return nodes.Count == 0 ? throw new FlowchartException(1, "it has no node.") : new Flowchart(direction, title, nodes, [.. _groups.Values], _edges);
    }

    private static void Style(FlowNode node, string style)
    {
        foreach (Match property in StyleProperty().Matches(style))
            node.Style.TryAdd(property.Groups["name"].Value, property.Groups["value"].Value.Trim());
    }

    /// <summary>Lines of plain text, of what may be quoted, escaped (<c>#quot;</c>) or marked up.</summary>
    private static IReadOnlyList<string> Label(string text)
    {
        var plain = Break().Replace(text.Trim().Trim('"').Trim('`').Replace("\\n", "\n"), "\n");
        plain = WebUtility.HtmlDecode(Entity().Replace(Icon().Replace(Tag().Replace(plain, ""), ""), match => $"&{(char.IsAsciiDigit(match.Groups[1].Value[0]) ? "#" : "")}{match.Groups[1].Value};")).Replace("**", "");
        return [.. plain.Split('\n').SelectMany(Wrapped)];
    }

    private static IEnumerable<string> Wrapped(string line)
    {
        var row = "";
        foreach (var word in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (row.Length > 0 && row.Length + word.Length >= Wrap)
            {
                yield return row;
                row = "";
            }

            row += row.Length == 0 ? word : " " + word;
        }

        yield return row;
    }

    private void Skip()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private FlowchartException Unknown(string found) => new(_line, $"{found}.");

    [GeneratedRegex(@"\A(?:graph|flowchart(?:-elk)?)(?:[ \t]+(?<direction>TB|TD|BT|LR|RL|[<>v^]))?[ \t]*(?=;|\z)[;]?")]
    private static partial Regex Header();

    [GeneratedRegex(@"\A(?<id>[\w.-]+)[ \t]*\[(?<title>.*)\]\z")]
    private static partial Regex Subgraph();

    /// <summary>A dash or dot only within: those behind begin a link.</summary>
    [GeneratedRegex(@"\G[\p{L}\p{N}_]+(?:[-./:][\p{L}\p{N}_]+)*")]
    private static partial Regex Id();

    [GeneratedRegex(@"\G:::(\w+(?:-\w+)*)")]
    private static partial Regex ClassMark();

    [GeneratedRegex("""\G@\{(?=[^}]*?label:\s*"(?<label>[^"]*)")?(?=[^}]*?shape:\s*(?<shape>[\w-]+))?(?:[^}"]|"[^"]*")*\}""")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"\G(?<start>[<ox](?=--|==|-\.))?(?<line>~{3,}|-\.+-?|-{2,}|={2,})(?<end>[>ox](?![\p{L}\p{N}])|>)?")]
    private static partial Regex LinkBegin();

    [GeneratedRegex(@"\G(?<text>.*?)-{2,}(?<end>[>ox](?![\p{L}\p{N}])|>)?")]
    private static partial Regex SolidEnd();

    [GeneratedRegex(@"\G(?<text>.*?)={2,}(?<end>[>ox](?![\p{L}\p{N}])|>)?")]
    private static partial Regex ThickEnd();

    [GeneratedRegex(@"\G(?<text>.*?)\.+-(?<end>[>ox](?![\p{L}\p{N}])|>)?")]
    private static partial Regex DottedEnd();

    /// <summary>Only what can be nothing else than a colour.</summary>
    [GeneratedRegex(@"(?:^|[,; ])(?<name>fill|stroke|color):\s*(?<value>#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgba?\([\d.,% ]+\))")]
    private static partial Regex StyleProperty();

    [GeneratedRegex(@"<br\s*/?>", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex("</?[a-zA-Z][^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("#([A-Za-z]+|[0-9]+);")]
    private static partial Regex Entity();

    [GeneratedRegex(@"\bfa[bsrl]?:fa-[\w-]+\s*")]
    private static partial Regex Icon();
}
