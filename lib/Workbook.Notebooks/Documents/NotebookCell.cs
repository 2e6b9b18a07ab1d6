using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents.Json;

namespace Workbook.Notebooks.Documents;

/// <summary>As <c>cell_type</c> in the file.</summary>
public enum CellKind
{
    /// <summary>To be run, in the language that <see cref="CellLanguage"/> tells; the only kind with outputs.</summary>
    Code,

    /// <summary>Prose, rendered.</summary>
    Markdown,

    /// <summary>Neither run nor rendered.</summary>
    Raw,
}

/// <summary>A cell over its JSON: what this type doesn't know (attachments, other tools' metadata) stays as it is.</summary>
public sealed class NotebookCell
{
    private readonly JsonObject _json;
    private JsonObject _metadata;
    private JsonArray _outputs;

    internal NotebookCell(JsonObject json, JsonPart? original = null)
    {
        (_json, Original) = (json, original);
        _metadata = json["metadata"] as JsonObject ?? [];
        _outputs = json["outputs"] as JsonArray ?? [];
    }

    /// <param name="language">Null for the notebook's own. Another one is written both as first line (<c>#!sql</c>) and as
    /// metadata: editors send the metadata along or color by it, nbclient and older front ends know the line alone.</param>
    public static NotebookCell Code(string source, string? language = null)
    {
        var cell = new NotebookCell(new JsonObject
        {
            ["cell_type"] = "code", ["execution_count"] = null, ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = new JsonArray(),
        });
        cell.Source = language is null || source.StartsWith("#!", StringComparison.Ordinal) ? source : source.Length == 0 ? $"#!{language}" : $"#!{language}\n{source}";
        cell.Language = language;
        return cell;
    }

    /// <summary>A new cell of prose.</summary>
    public static NotebookCell Markdown(string source) => Text("markdown", source);

    /// <summary>A new cell that is neither run nor rendered.</summary>
    public static NotebookCell Raw(string source) => Text("raw", source);

    /// <summary>Null in notebooks before 4.5. A new cell gets one when its notebook is written.</summary>
    public string? Id
    {
        get => _json.Text("id");
        set => Set("id", value);
    }

    /// <summary>A type that nbformat 4 doesn't have counts as <see cref="CellKind.Raw"/>.</summary>
    public CellKind Kind => _json.Text("cell_type") switch { "code" => CellKind.Code, "markdown" => CellKind.Markdown, _ => CellKind.Raw };

    /// <summary>
    /// As the metadata of Polyglot Notebooks, .NET Interactive or VS Code name it, such as <c>csharp</c>, <c>C#</c> or <c>sql</c>;
    /// null for the notebook's own. A first line such as <c>#!sql</c> outranks it: see <see cref="CellLanguage"/>.
    /// </summary>
    public string? Language
    {
        get => Metadata.Text("polyglot_notebook", "kernelName") ?? Metadata.Text("dotnet_interactive", "language")
            ?? (Metadata.Text("vscode", "languageId") is { } id and not "polyglot-notebook" ? id : null);
        set
        {
            foreach (var (group, name) in (ReadOnlySpan<(string, string)>)[("dotnet_interactive", "language"), ("vscode", "languageId"), ("polyglot_notebook", "kernelName")])
                if (Metadata[group] is JsonObject fields && fields.Remove(name) && fields.Count == 0)
                    Metadata.Remove(group);
            if (value is null)
                return;
            if (Metadata["polyglot_notebook"] is not JsonObject polyglot)
                Metadata.Put("polyglot_notebook", polyglot = []);
            polyglot.Put("kernelName", value);
        }
    }

    /// <summary>The lines in one text, separated by <c>\n</c> unless the file has others.</summary>
    public string Source
    {
        get => _json["source"] is JsonArray lines ? string.Concat(lines.Select(line => line!.GetValue<string>())) : _json.Text("source") ?? "";
        set
        {
            if (value != Source)
                _json.Put("source", _json["source"] is JsonValue ? JsonValue.Create(value) : new JsonArray([.. Lines(value).Select(line => (JsonNode)line)]));
        }
    }

    /// <summary>As the file has it, other tools' fields among it; empty where the file has none. Changes in it are written.</summary>
    public JsonObject Metadata
    {
        get => _metadata;
        set => _json.Put("metadata", _metadata = value);
    }

    /// <summary>
    /// Such as <c>parameters</c>, <c>skip-execution</c> or <c>timeout:30</c>; empty for none. What isn't a text among them is
    /// passed over.
    /// </summary>
    public IReadOnlyList<string> Tags
    {
        get => Metadata["tags"] is JsonArray tags ? [.. tags.OfType<JsonValue>().Where(tag => tag.GetValueKind() == JsonValueKind.String).Select(tag => tag.GetValue<string>())] : [];
        set
        {
            if (value.Count == 0)
                Metadata.Remove("tags");
            else if (!value.SequenceEqual(Tags))
                Metadata.Put("tags", new JsonArray([.. value.Select(tag => (JsonNode)tag)]));
        }
    }

    /// <summary>As nbformat has them. Empty for cells that are no code.</summary>
    public JsonArray Outputs
    {
        get => _outputs;
        set => _json.Put("outputs", _outputs = value);
    }

    /// <summary>Null where the cell was not run.</summary>
    public int? ExecutionCount
    {
        get => _json["execution_count"] is JsonValue count && count.TryGetValue<int>(out var value) ? value : null;
        set => _json.Put("execution_count", value);
    }

    /// <summary>By MIME type, for each file name that the cell's markdown refers to as <c>attachment:name</c>; null for most.</summary>
    public JsonObject? Attachments => _json["attachments"] as JsonObject;

    /// <summary>The text of its own file that it was read from.</summary>
    internal JsonPart? Original { get; }

    internal JsonObject Json
    {
        get
        {
            // A file may lack them, and reading them alone changes nothing.
            if (_metadata.Parent is null && _metadata.Count > 0)
                _json.Put("metadata", _metadata);
            if (_outputs.Parent is null && _outputs.Count > 0)
                _json.Put("outputs", _outputs);
            return _json;
        }
    }

    /// <summary>A cell of its own that is written afresh, id included.</summary>
    public NotebookCell Clone() => new((JsonObject)Json.DeepClone());

    /// <summary>Each with its line break, as nbformat lists them.</summary>
    internal static IEnumerable<string> Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found + 1 : text.Length;
            yield return text[start..end];
            start = end;
        }
    }

    private static NotebookCell Text(string kind, string source) =>
        new(new JsonObject { ["cell_type"] = kind, ["metadata"] = new JsonObject(), ["source"] = new JsonArray() }) { Source = source };

    private void Set(string name, string? value)
    {
        if (value is null)
            _json.Remove(name);
        else
            _json.Put(name, value);
    }
}
