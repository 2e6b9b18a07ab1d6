using System.Text.Json.Nodes;
using Workbook.Notebooks.Engine;

namespace Workbook.Jupyter.Kernel;

/// <summary>A running cell's output as messages.</summary>
internal sealed class CellOutput(Message cell, IoPub output, FrontEndInput input) : ICellOutput
{
    public void Stream(StreamName stream, string text) => output.Stream(cell.Header, stream, text);

    public void Display(MimeBundle bundle, string? displayId, bool isUpdate)
    {
        var content = Content(bundle);
        content["transient"] = displayId is null ? new JsonObject() : new JsonObject { ["display_id"] = displayId };
        output.Publish(isUpdate ? "update_display_data" : "display_data", cell.Header, content);
    }

    public void Clear(bool wait) => output.Publish("clear_output", cell.Header, new JsonObject { ["wait"] = wait });

    public string ReadLine(string prompt, bool isPassword) =>
        cell.Flag("allow_stdin", true) ? input.Ask(cell, prompt, isPassword) : throw new InputUnavailableException();

    public static JsonObject Content(MimeBundle bundle) => new() { ["data"] = Copy(bundle.Data), ["metadata"] = Copy(bundle.Metadata) };

    private static JsonObject Copy(IReadOnlyDictionary<string, JsonNode> forms)
    {
        var copy = new JsonObject();
        foreach (var (name, form) in forms)
            copy[name] = form.DeepClone();
        return copy;
    }
}

/// <summary>For code whose value alone is wanted.</summary>
internal sealed class NoOutput : ICellOutput
{
    public void Stream(StreamName stream, string text)
    {
    }

    public void Display(MimeBundle bundle, string? displayId, bool isUpdate)
    {
    }

    public void Clear(bool wait)
    {
    }

    public string ReadLine(string prompt, bool isPassword) => throw new InputUnavailableException();
}
