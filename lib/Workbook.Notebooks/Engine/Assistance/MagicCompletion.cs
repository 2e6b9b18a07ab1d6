namespace Workbook.Notebooks.Engine.Assistance;

/// <summary>Lines that begin with <c>#!</c>: languages and magics, their options, and the values that an option can have.</summary>
internal sealed class MagicCompletion(Func<IEnumerable<string>> values, FileNames files)
{
    private static readonly Dictionary<string, string[]> Options = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sql"] = ["--name"], ["value"] = ["--name"], ["set"] = ["--name", "--value"], ["share"] = ["--from", "--as"],
    };

    private static readonly string[] Kernels = ["csharp", "sql", "value"], Prompts = ["@input:", "@password:"];

    /// <param name="line">With the <c>#!</c>, blanks before it aside.</param>
    public Completion Complete(string line, int cursor)
    {
        var before = line[..Math.Max(0, cursor)].TrimStart();
        var words = before.Split([' ', '\t']);
        var typed = words[^1];
        if (words.Length == 1)
            return Begun(CellParts.Names.Select(name => new CompletionItem($"#!{name}", "keyword")), typed, cursor);
        var magic = words[0][Math.Min(2, words[0].Length)..];
        magic = CellParts.LanguageOf(magic) ?? magic.ToLowerInvariant();
        if (magic == "import" && !typed.StartsWith('-'))
            return files.Complete(typed.TrimStart('"'), cursor, ".ipynb", ".dib", ".cs", ".csx", ".sql");
        var option = words.SkipLast(1).LastOrDefault(word => word.Length > 0) ?? "";
        var offered = (magic, option) switch
        {
            ("set", "--value") => Sources(),
            ("share", "--from") => Kernels.Select(kernel => new CompletionItem(kernel, "value")),
            (_, "--name" or "--as") => [],
            ("share", _) when !typed.StartsWith('-') => Values().Concat(OptionsOf(magic, words)),
            _ => OptionsOf(magic, words),
        };
        return Begun(offered, typed, cursor);
    }

    private IEnumerable<CompletionItem> Values() => values().Select(name => new CompletionItem(name, "variable"));

    /// <summary>What <c>--value</c> can take a value from.</summary>
    private IEnumerable<CompletionItem> Sources() =>
        Prompts.Select(source => new CompletionItem(source, "keyword"))
            .Concat(Kernels.SelectMany(kernel => values().Select(name => new CompletionItem($"@{kernel}:{name}", "variable"))));

    private static IEnumerable<CompletionItem> OptionsOf(string magic, string[] words) =>
        Options.GetValueOrDefault(magic, []).Where(option => !words.SkipLast(1).Contains(option)).Select(option => new CompletionItem(option, "property"));

    private static Completion Begun(IEnumerable<CompletionItem> items, string typed, int cursor) =>
        new([.. items.Where(item => item.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).DistinctBy(item => item.Text)], cursor - typed.Length, cursor);
}
