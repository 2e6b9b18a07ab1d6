namespace Workbook.Bronze;

/// <summary>Rejects counted by file and rule, of each the first few kept.</summary>
internal sealed class FirstRejects
{
    private const int Kept = 5;
    private const int LongestText = 1_000;

    private readonly Dictionary<string, Dictionary<string, Kind>> _files = [];

    public void Add(string file, string rule, long line, string text)
    {
        if (!_files.TryGetValue(file, out var kinds))
            _files[file] = kinds = [];
        if (!kinds.TryGetValue(rule, out var kind))
            kinds[rule] = kind = new Kind();
        kind.Rows++;
        if (kind.First.Count == Kept && kind.First[^1].Line < line)
            return;
        kind.First.Add((line, text.Length > LongestText ? text[..LongestText] : text));
        kind.First.Sort((one, other) => one.Line.CompareTo(other.Line));
        if (kind.First.Count > Kept)
            kind.First.RemoveAt(Kept);
    }

    public IReadOnlyList<FileRejects> Of(string file) => _files.TryGetValue(file, out var kinds)
        ? [.. kinds.Select(kind => new FileRejects(kind.Key, kind.Value.Rows, kind.Value.First)).OrderByDescending(kind => kind.Rows).ThenBy(kind => kind.Rule, StringComparer.Ordinal)]
        : [];

    private sealed class Kind
    {
        public long Rows { get; set; }

        public List<(long Line, string Text)> First { get; } = [];
    }
}
