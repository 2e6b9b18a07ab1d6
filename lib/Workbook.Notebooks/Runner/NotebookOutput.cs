using System.Text.Json.Nodes;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Runner;

/// <summary>A cell's outputs as nbformat has them; streams are joined, updates take the place of what they update.</summary>
internal sealed class NotebookOutput(Action<StreamName, string> streamed) : ICellOutput
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<JsonObject>> _displays = [];
    private JsonArray _outputs = [];
    private (JsonObject Output, StreamText Text)? _stream;
    private bool _isClearing;

    /// <summary>A new cell begins.</summary>
    public void Begin()
    {
        lock (_lock)
            (_outputs, _stream, _isClearing) = ([], null, false);
    }

    public JsonArray End(CellResult result, int executionCount)
    {
        lock (_lock)
        {
            if (result.Value is not null)
                Add(Bundle("execute_result", result.Value, ("execution_count", executionCount)));
            if (result.Error is { } error)
                Add(Error(error.Name, error.Message, error.Traceback));
            Close();
            return _outputs;
        }
    }

    public static JsonObject Error(string name, string message, IEnumerable<string> traceback) => new()
    {
        ["output_type"] = "error", ["ename"] = name, ["evalue"] = message, ["traceback"] = new JsonArray([.. traceback.Select(line => JsonValue.Create(line))]),
    };

    public void Stream(StreamName stream, string text)
    {
        if (text.Length == 0)
            return;
        lock (_lock)
        {
            var name = stream == StreamName.Stdout ? "stdout" : "stderr";
            Clear();
            if ((string?)_stream?.Output["name"] != name)
            {
                var output = new JsonObject { ["name"] = name, ["output_type"] = "stream", ["text"] = new JsonArray() };
                Add(output);
                _stream = (output, new StreamText());
            }

            _stream!.Value.Text.Append(text);
        }

        streamed(stream, text);
    }

    public void Display(MimeBundle bundle, string? displayId, bool isUpdate)
    {
        lock (_lock)
        {
            if (isUpdate && displayId is not null)
            {
                // Also in cells that ended: their outputs are these very objects.
                foreach (var shown in _displays.GetValueOrDefault(displayId, []))
                    (shown["data"], shown["metadata"]) = (Data(bundle), Metadata(bundle));
                return;
            }

            var output = Bundle("display_data", bundle);
            if (displayId is not null)
                (_displays.TryGetValue(displayId, out var known) ? known : _displays[displayId] = []).Add(output);
            Add(output);
        }
    }

    public void Clear(bool wait)
    {
        lock (_lock)
        {
            _isClearing = true;
            if (!wait)
                Clear();
        }
    }

    public string ReadLine(string prompt, bool isPassword) => throw new InputUnavailableException();

    private void Add(JsonObject output)
    {
        Clear();
        Close();
        _outputs.Add((JsonNode)output);
    }

    /// <summary>A stream's lines are made when it is whole: it comes in small pieces.</summary>
    private void Close()
    {
        if (_stream is var (output, text))
            output["text"] = Lines(text.ToString());
        _stream = null;
    }

    private void Clear()
    {
        if (_isClearing)
        {
            _outputs.Clear();
            _stream = null;
        }

        _isClearing = false;
    }

    private static JsonObject Bundle(string type, MimeBundle bundle, params (string Name, JsonNode Value)[] more)
    {
        var output = new JsonObject { ["data"] = Data(bundle) };
        foreach (var (name, value) in more)
            output[name] = value;
        output["metadata"] = Metadata(bundle);
        output["output_type"] = type;
        return output;
    }

    private static JsonObject Data(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (mime, form) in bundle.Data.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            data[mime] = form is JsonValue value && value.TryGetValue<string>(out var text) && IsText(mime) ? Lines(text) : form.DeepClone();
        return data;
    }

    private static JsonObject Metadata(MimeBundle bundle) => [.. bundle.Metadata.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value.DeepClone()))];

    private static bool IsText(string mime) => mime.StartsWith("text/", StringComparison.Ordinal) || mime is "image/svg+xml" or "application/javascript";

    /// <summary>nbformat's multiline strings: each line with its line end.</summary>
    private static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            lines.Add((JsonNode)JsonValue.Create(text[start..end]));
            start = end;
        }

        return lines;
    }
}
