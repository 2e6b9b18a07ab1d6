namespace Workbook.Dashboards;

/// <summary>The page's files, which travel in the assembly.</summary>
internal static class PageResource
{
    public static string Page(string file) => Read($"Page/{file}");

    /// <summary>The template is cut once, so that nothing in the parts is taken for a place to fill.</summary>
    /// <exception cref="KeyNotFoundException">The template names a part that there isn't.</exception>
    public static string Fill(string template, IReadOnlyDictionary<string, string> parts) =>
        string.Concat(template.Split("{{").SelectMany((piece, at) => at == 0
            ? [piece]
            : new[] { parts[piece[..piece.IndexOf("}}", StringComparison.Ordinal)]], piece[(piece.IndexOf("}}", StringComparison.Ordinal) + 2)..] }));

    private static string Read(string name)
    {
        using var stream = typeof(PageResource).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
