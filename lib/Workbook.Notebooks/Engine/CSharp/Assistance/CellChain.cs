using Microsoft.CodeAnalysis.CSharp;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>
/// The cells that ran, as few scripts in a row, each of which sees the ones before it. A script for every cell would be
/// exact, too, but each is one more place to look a name up in: after 600 cells a completion took ten times as long. So
/// declarations join the last script until one of them would change what an earlier line of it means.
/// </summary>
internal sealed class CellChain(CSharpParseOptions options)
{
    private readonly List<Link> _links = [];
    private readonly HashSet<string> _heads = [];

    /// <summary>The scripts' texts, the oldest first.</summary>
    public IEnumerable<string> Scripts => _links.Select(link => link.Text);

    public void Add(string code)
    {
        var cell = CellDeclarations.Of(code, options);
        List<string> head = [.. cell.Head.Where(_heads.Add)];
        if (head.Count == 0 && cell.Members.Count == 0)
            return;
        if (_links.Count == 0 || head.Count > 0 && _links[^1].Members.Count > 0 || cell.Members.Any(member => member.Names.Any(name => _links[^1].Mentions(name))))
        {
            _links.Add(new Link());
            _links[^1].Add(head, cell.Members);
            Forget();
        }
        else
        {
            _links[^1].Add(head, cell.Members);
        }
    }

    /// <summary>Takes out what was declared again since and nothing in between speaks of, such as the variables of a cell that is run again and again.</summary>
    private void Forget()
    {
        for (var at = _links.Count - 2; at >= 0; at--)
            _links[at].Remove(member => IsForgotten(member, at));
        _links.RemoveAll(link => link.IsEmpty);
    }

    private bool IsForgotten(Declaration member, int at)
    {
        var again = _links.FindIndex(at + 1, link => link.Members.Any(later => later.Key == member.Key));
        return again > 0 && !_links[at..again].SelectMany(link => link.Members).Any(other => other != member && member.Names.Any(other.Words.Contains));
    }

    private sealed class Link
    {
        private readonly List<string> _head = [];
        private string? _text;

        public List<Declaration> Members { get; } = [];

        public bool IsEmpty => _head.Count + Members.Count == 0;

        public string Text => _text ??= string.Join('\n', _head.Concat(Members.Select(member => member.Text)));

        public bool Mentions(string name) => Members.Exists(member => member.Words.Contains(name));

        public void Add(IEnumerable<string> head, IEnumerable<Declaration> members)
        {
            _head.AddRange(head);
            Members.AddRange(members);
            _text = null;
        }

        public void Remove(Predicate<Declaration> isForgotten)
        {
            // From the end: once what speaks of a name is gone, the name may go.
            for (var at = Members.Count - 1; at >= 0; at--)
            {
                if (isForgotten(Members[at]))
                    Members.RemoveAt(at);
            }

            _text = null;
        }
    }
}
