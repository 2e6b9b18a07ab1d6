using System.Text.Json.Nodes;
using Workbook.Notebooks.Engine;

namespace Workbook.Jupyter.Kernel;

/// <summary>What an editor asks while a cell is being written.</summary>
internal static class LanguageRequests
{
    public static JsonObject Complete(Message request, NotebookSession session)
    {
        var code = request.Text("code");
        var completion = session.Complete(code, CodePoints.ToUtf16(code, request.Number("cursor_pos")), RequestedLanguage.Of(request.Metadata));
        var (start, end) = (CodePoints.FromUtf16(code, completion.Start), CodePoints.FromUtf16(code, completion.End));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. completion.Items.Select(item => JsonValue.Create(item.Text))]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray(
                    [.. completion.Items.Select(item => new JsonObject { ["text"] = item.Text, ["type"] = item.Kind, ["start"] = start, ["end"] = end })]),
            },
        };
    }

    public static JsonObject Inspect(Message request, NotebookSession session)
    {
        var code = request.Text("code");
        var found = session.Inspect(code, CodePoints.ToUtf16(code, request.Number("cursor_pos")), RequestedLanguage.Of(request.Metadata), withSource: request.Number("detail_level") > 0);
        var reply = CellOutput.Content(found ?? MimeBundle.Of());
        reply["status"] = "ok";
        reply["found"] = found is not null;
        return reply;
    }

    public static JsonObject IsComplete(Message request)
    {
        var status = NotebookSession.IsComplete(request.Text("code"), out var indent, RequestedLanguage.Of(request.Metadata));
        var reply = new JsonObject { ["status"] = status.ToString().ToLowerInvariant() };
        if (status == Completeness.Incomplete)
            reply["indent"] = indent;
        return reply;
    }
}
