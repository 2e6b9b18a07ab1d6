using System.Runtime.CompilerServices;
using System.Text;
using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Tests.Documents;

internal static class Fixture
{
    public static string Path(string name, [CallerFilePath] string file = "") => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, "Fixtures", name);

    public static string Text(string name) => File.ReadAllText(Path(name)).Replace("\r\n", "\n");

    public static NotebookDocument Parse(string json) => NotebookDocument.Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>Cells in a new notebook, with ids.</summary>
    public static NotebookDocument Of(params NotebookCell[] cells)
    {
        var document = NotebookDocument.New();
        document.Cells.AddRange(cells);
        document.Upgrade();
        return document;
    }
}
