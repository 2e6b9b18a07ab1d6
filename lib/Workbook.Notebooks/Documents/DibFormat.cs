using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbook.Notebooks.Documents.Json;

namespace Workbook.Notebooks.Documents;

/// <summary>
/// Polyglot Notebooks' text format: an optional <c>#!meta</c> with JSON, then cells that a line such as <c>#!csharp</c> begins.
/// It holds no outputs, ids, counts, tags or attachments: those are lost on the way.
/// </summary>
public static partial class DibFormat
{
    /// <exception cref="DamagedNotebookException">The JSON below <c>#!meta</c> can't be read.</exception>
    public static NotebookDocument Parse(string text, string name = "notebook.dib")
    {
        var document = NotebookDocument.New();
        var lines = text.TrimStart('\uFEFF').Replace("\r\n", "\n").Split('\n');
        var (kernel, start) = ("", 0);
        for (var index = 0; index <= lines.Length; index++)
        {
            var next = index == lines.Length ? "" : Begin(lines[index]);
            if (next is null)
                continue;
            var all = string.Join('\n', lines[start..index]);
            var body = all.Trim('\n');
            if (kernel == "meta")
                ReadMeta(document, all, name, start);
            else if (body.Length > 0 || kernel.Length > 0)
                document.Cells.Add(Cell(document, kernel, body));
            (kernel, start) = (next, index + 1);
        }
        document.Upgrade();
        return document;
    }

    /// <exception cref="WorkbookException">It can't be read.</exception>
    public static NotebookDocument Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The notebook '{path}' can't be read: {fault.Message}", fault);
        }
    }

    /// <summary>A file of this format, with <c>\n</c> at the ends of lines.</summary>
    public static string ToText(NotebookDocument document)
    {
        var output = new StringBuilder("#!meta\n\n");
        var kernels = document.Metadata["polyglot_notebook"]?["kernelInfo"]?.DeepClone() ?? new JsonObject { ["defaultKernelName"] = document.DefaultLanguage, ["items"] = new JsonArray() };
        output.Append(new JsonObject { ["kernelInfo"] = kernels }.ToJsonString()).Append('\n');
        foreach (var cell in document.Cells)
        {
            var (line, body) = Begin(document, cell);
            output.Append('\n').Append(line).Append("\n\n").Append(body.Trim('\n')).Append('\n');
        }
        return output.ToString();
    }

    private static (string Line, string Body) Begin(NotebookDocument document, NotebookCell cell)
    {
        if (cell.Kind != CellKind.Code)
            return (cell.Kind == CellKind.Markdown ? "#!markdown" : "#!raw", cell.Source);
        var (chooser, code) = CellLanguage.Split(cell.Source);
        // With options, such as #!sql --name rows, the line says more than the kernel.
        return chooser is null ? ($"#!{CellLanguage.Of(document, cell)}", code) : (cell.Source[..^code.Length].TrimEnd(), code);
    }

    /// <summary>The kernel that the line chooses, with its options; null for any other line.</summary>
    private static string? Begin(string line) =>
        line.TrimEnd() is "#!meta" ? "meta"
        : Chooser().Match(line) is { Success: true } match && CellLanguage.IsKernel(match.Groups[1].Value) ? line.TrimEnd()[2..]
        : null;

    private static NotebookCell Cell(NotebookDocument document, string kernel, string body)
    {
        var (name, _, options) = kernel.Partition(' ');
        var language = name.Length == 0 ? document.DefaultLanguage : CellLanguage.Normalize(name);
        return language switch
        {
            "markdown" => NotebookCell.Markdown(body),
            "raw" => NotebookCell.Raw(body),
            _ when options.Length > 0 => NotebookCell.Code($"#!{kernel}\n{body}", language),
            _ => NotebookCell.Code(body, language == document.DefaultLanguage ? null : language),
        };
    }

    private static void ReadMeta(NotebookDocument document, string json, string name, int line)
    {
        if (string.IsNullOrWhiteSpace(json))
            return;
        try
        {
            if (JsonNode.Parse(json, documentOptions: JsonSlice.Strict) is JsonObject meta && meta["kernelInfo"] is JsonObject kernels)
                document.Metadata["polyglot_notebook"] = new JsonObject { ["kernelInfo"] = kernels.DeepClone() };
        }
        catch (JsonException fault)
        {
            throw new DamagedNotebookException(name, line + 1 + (int)(fault.LineNumber ?? 0), (int)(fault.BytePositionInLine ?? 0) + 1,
                "expected JSON below '#!meta'.", "Mend it, or delete '#!meta' with what follows it up to the first cell.");
        }
    }

    private static (string Head, string Separator, string Tail) Partition(this string text, char separator) =>
        text.IndexOf(separator) is >= 0 and var index ? (text[..index], text[index..(index + 1)], text[(index + 1)..].Trim()) : (text, "", "");

    [GeneratedRegex(@"^#!([A-Za-z#]+)(?:[ \t].*)?$")]
    private static partial Regex Chooser();
}
