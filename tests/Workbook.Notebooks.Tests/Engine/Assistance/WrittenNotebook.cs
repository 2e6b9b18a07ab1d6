using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Tests.Engine.Assistance;

/// <summary>Some cells have run; tests write the next one, whose cursor is <c>|</c>, and ask about it.</summary>
public sealed class WrittenNotebook : IDisposable
{
    private readonly TestNotebook _notebook = new();

    public WrittenNotebook()
    {
        _notebook.Run("var numbers = new List<int> { 1 }; record Point(int Left, int Top) { public string Name { get; init; } = \"\"; } var point = new Point(1, 2);");
        _notebook.Run("CREATE SCHEMA bronze; CREATE TABLE bronze.orders (order_id BIGINT, placed_at TIMESTAMP); CREATE TABLE bronze.lines (order_id BIGINT, qty INTEGER);", "sql");
        _notebook.Run("""
            enum Colour { Red, Green }
            var colour = Colour.Red;
            abstract class Shape
            {
                public abstract double Area(int scale);
            }
            /// <summary>Multiplies.</summary>
            /// <param name="factor">By how much.</param>
            int Times(int value, int factor = 2) => value * factor;
            int Times(string text, int factor, bool again) => factor;
            static int Doubled(this int value) => value * 2;
            """);
        Directory.CreateDirectory(Path.Combine(_notebook.Folder, "parts"));
        File.WriteAllText(Path.Combine(_notebook.Folder, "parts", "shared.csx"), "");
        File.WriteAllText(Path.Combine(_notebook.Folder, "parts", "data.txt"), "");
    }

    internal NotebookSession Session => _notebook.Session;

    internal Completion Completion(string code, string? language = null) => Session.Complete(code.Remove(code.IndexOf('|'), 1), code.IndexOf('|'), language);

    public IReadOnlyList<string> Complete(string code, string? language = null) => [.. Completion(code, language).Items.Select(item => item.Text)];

    /// <summary>The code once an item was chosen.</summary>
    public string Chosen(string code, string text)
    {
        var completion = Completion(code);
        Assert.Contains(text, completion.Items.Select(item => item.Text));
        return code.Remove(code.IndexOf('|'), 1)[..completion.Start] + text + code.Remove(code.IndexOf('|'), 1)[completion.End..];
    }

    public string? Inspect(string code, string form = "text/plain", bool withSource = false) =>
        Session.Inspect(code.Remove(code.IndexOf('|'), 1), code.IndexOf('|'), withSource: withSource)?.Text(form);

    public void Dispose() => _notebook.Dispose();
}
