using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbook.Notebooks.Engine;

namespace Workbook.Jupyter.Kernel;

/// <summary>Runs execute requests: what is published on the way, and the reply.</summary>
internal sealed partial class CellExecutor(Func<NotebookSession> session, IoPub output, FrontEndInput input)
{
    private readonly Lock _lock = new();
    private CancellationTokenSource? _interrupt;

    public ExecutionHistory History { get; } = new();

    /// <summary>Stops the request that is being answered, whether its cell runs or waits for the session; without one it does nothing.</summary>
    public void Interrupt()
    {
        lock (_lock)
            _interrupt?.Cancel();
    }

    public JsonObject Run(Message request)
    {
        using var interrupt = new CancellationTokenSource();
        lock (_lock)
            _interrupt = interrupt;
        try
        {
            return Run(request, interrupt.Token);
        }
        finally
        {
            lock (_lock)
                _interrupt = null;
        }
    }

    private JsonObject Run(Message request, CancellationToken interrupt)
    {
        var (code, language) = (request.Text("code"), RequestedLanguage.Of(request.Metadata));
        var isSilent = request.Flag("silent", false);
        var isStored = !isSilent && request.Flag("store_history", true);
        var number = isSilent ? History.Count : History.Count + 1;
        if (!isSilent)
            output.Publish("execute_input", request.Header, new JsonObject { ["code"] = code, ["execution_count"] = number });

        var payload = new JsonArray();
        CellResult result;
        if (Question().Match(code) is { Success: true } question)
            result = Page(question.Groups["name"].Value, question.Groups["mark"].Value.Length > 1, language, payload, request);
        else
            result = session().Execute(new CellRequest(code, language, isSilent, CellTags(request.Metadata)), new CellOutput(request, output, input), interrupt);
        if (isStored)
            History.Add(code, result.Value?.Text("text/plain"));

        if (result.Error is { } error)
        {
            var content = Describe(error);
            if (!isSilent)
                output.Publish("error", request.Header, content);
            return Reply((JsonObject)content.DeepClone(), number, payload);
        }
        if (result.Value is { } value && !isSilent)
        {
            var content = CellOutput.Content(value);
            content["execution_count"] = number;
            output.Publish("execute_result", request.Header, content);
        }
        return Reply(new JsonObject { ["status"] = "ok", ["user_expressions"] = Expressions(request, interrupt) }, number, payload);
    }

    /// <summary>The answer to a request that stood in line behind a cell that failed.</summary>
    public JsonObject Aborted() => new()
    {
        ["status"] = "aborted", ["execution_count"] = History.Count, ["ename"] = "Aborted", ["evalue"] = "A cell before this one failed.", ["traceback"] = new JsonArray(),
    };

    private static JsonObject Reply(JsonObject reply, int number, JsonArray payload)
    {
        reply["execution_count"] = number;
        reply["payload"] = payload;
        return reply;
    }

    /// <param name="withSource">Of what a cell declared.</param>
    private CellResult Page(string name, bool withSource, string? language, JsonArray payload, Message request)
    {
        if (session().Inspect(name, name.Length, language, withSource) is { } bundle)
            payload.Add(new JsonObject { ["source"] = "page", ["data"] = CellOutput.Content(bundle)["data"]!.DeepClone(), ["start"] = 0 });
        else
            output.Stream(request.Header, StreamName.Stdout, $"'{name}' isn't known here.\n");
        return new CellResult(CellStatus.Ok, null, null, TimeSpan.Zero);
    }

    private JsonObject Expressions(Message request, CancellationToken interrupt)
    {
        var values = new JsonObject();
        if (request.Content["user_expressions"] is not JsonObject expressions)
            return values;
        foreach (var (name, code) in expressions)
        {
            var result = session().Execute(new CellRequest(code?.ToString() ?? ""), new NoOutput(), interrupt);
            values[name] = result.Error is { } error ? Describe(error) : Value(result.Value ?? MimeBundle.Of(("text/plain", "")));
        }
        return values;

        static JsonObject Value(MimeBundle bundle)
        {
            var content = CellOutput.Content(bundle);
            content["status"] = "ok";
            return content;
        }
    }

    private static JsonObject Describe(CellError error) => new()
    {
        ["status"] = "error", ["ename"] = error.Name, ["evalue"] = error.Message, ["traceback"] = new JsonArray([.. error.Traceback.Select(line => JsonValue.Create(line))]),
    };

    /// <summary>Null without metadata: nbclient and older front ends send none, whatever the cell has.</summary>
    private static string[]? CellTags(JsonObject metadata) => metadata.Count == 0 ? null
        : metadata["tags"] is JsonArray tags ? [.. tags.Select(tag => tag?.ToString() ?? "")] : [];

    /// <summary><c>?name</c>, <c>name?</c>, or with two question marks, which ask for its source.</summary>
    [GeneratedRegex(@"\A\s*(?:(?<mark>\?{1,2})\s*(?<name>[\w.]+)|(?<name>[\w.]+)\s*(?<mark>\?{1,2}))\s*\z")]
    private static partial Regex Question();
}
