using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents.Json;

namespace Workbook.Notebooks.Documents;

/// <summary>
/// A Jupyter notebook file, nbformat 4.0 to 4.5. Written unchanged it is the same, byte for byte; where something changed,
/// the rest keeps its white space, escapes, spelling of numbers and order. Not safe for several threads.
/// </summary>
public sealed class NotebookDocument
{
    private readonly NotebookText _text;
    private readonly JsonObject _root;

    internal NotebookDocument(NotebookText text, JsonObject root, IEnumerable<NotebookCell> cells)
    {
        (_text, _root, Cells) = (text, root, [.. cells]);
        Metadata = root["metadata"] as JsonObject ?? [];
    }

    /// <summary>Without cells, nbformat 4.5, for the workbook's kernel.</summary>
    public static NotebookDocument New()
    {
        var root = new JsonObject { ["cells"] = new JsonArray(), ["metadata"] = NotebookDefaults.Metadata(), ["nbformat"] = 4, ["nbformat_minor"] = 5 };
        return new NotebookDocument(NotebookText.New, root, []);
    }

    /// <exception cref="DamagedNotebookException">It is no notebook of format 4, with the place and what to do.</exception>
    /// <exception cref="WorkbookException">It can't be read.</exception>
    public static NotebookDocument Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"The notebook '{path}' can't be read: {fault.Message}", fault);
        }
    }

    /// <param name="name">For messages.</param>
    /// <exception cref="DamagedNotebookException">It is no notebook of format 4, with the place and what to do.</exception>
    public static NotebookDocument Parse(ReadOnlySpan<byte> bytes, string name = "notebook") => NotebookParser.Parse(bytes, name);

    /// <summary>In their order. What is done to the list is done to the notebook; a cell of another notebook is written afresh.</summary>
    public List<NotebookCell> Cells { get; }

    /// <summary>The notebook's own, such as <c>kernelspec</c>; empty where the file has none. Changes in it are written.</summary>
    public JsonObject Metadata { get; }

    /// <summary>5 of nbformat 4.5. Cells have ids from 5 on.</summary>
    public int FormatMinor => _root.Number("nbformat_minor") ?? 0;

    /// <summary>The kernel of cells that name none, such as <c>csharp</c>.</summary>
    public string DefaultLanguage =>
        Metadata["polyglot_notebook"] is JsonObject polyglot && polyglot.Text("kernelInfo", "defaultKernelName") is { } kernel
            ? kernel
            : CellLanguage.Normalize(Metadata.Text("kernelspec", "language") ?? Metadata.Text("language_info", "name") ?? "csharp");

    /// <summary>
    /// Makes it nbformat 4.5: every cell has an id. New ids come from the cell's content, so that the same notebook always gets the
    /// same ones.
    /// </summary>
    public void Upgrade()
    {
        if (FormatMinor < 5)
            _root.Put("nbformat_minor", 5);
        CellIds.Complete(Cells, Cells);
    }

    /// <summary>Replaces the file in one step: whoever reads it meanwhile sees the former one whole.</summary>
    /// <exception cref="WorkbookException">It can't be written.</exception>
    public void Write(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(draft, ToBytes());
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            File.Delete(draft);
            throw new WorkbookException($"The notebook '{path}' can't be written: {fault.Message}", fault);
        }
    }

    /// <summary>As nbformat 4 in UTF-8; what wasn't changed stays byte for byte as it was read.</summary>
    public byte[] ToBytes()
    {
        var parts = _text.Root?.Parts() ?? [];
        // A file may lack it, and reading it alone changes nothing.
        if (Metadata.Parent is null && Metadata.Count > 0)
            _root.Put("metadata", Metadata);
        else if (Metadata.Count == 0 && parts.Count > 0 && parts.All(part => part.Name != "metadata"))
            _root.Remove("metadata");
        var added = Cells.Where(cell => !IsOwn(cell)).ToList();
        if (FormatMinor >= 5)
            CellIds.Complete(Cells, added);
        else
            added.ForEach(cell => cell.Id = null);

        var items = Cells.Select(cell => new JsonEntry(null, cell.Json, IsOwn(cell) ? cell.Original : null)).ToList();
        var fields = JsonMerge.Pair(_root, parts).Select(field => field.Name == "cells" ? field with { Items = items } : field);
        return _text.Write(new JsonEntry(null, _root, _text.Root is { } root ? new JsonPart(null, 0, root, root.End) : null, [.. fields]));
    }

    private bool IsOwn(NotebookCell cell) => _text.Root is { } root && ReferenceEquals(cell.Original?.Value.Text, root.Text);
}
