using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workbook.Notebooks.Documents.Json;

/// <summary>A value to write, and what stood for it in the file.</summary>
/// <param name="Items">Takes the place of <paramref name="Node"/>'s own items, each with an original of its own.</param>
internal sealed record JsonEntry(string? Name, JsonNode? Node, JsonPart? Original, IReadOnlyList<JsonEntry>? Items = null);

/// <summary>
/// Writes values over the text that they were read from: a value that is equal to the former one keeps its characters
/// (white space, escapes, spelling of numbers), a container that changed keeps those of its unchanged parts.
/// </summary>
internal sealed class JsonMerge(StringBuilder output, JsonStyle style)
{
    public void Write(JsonEntry entry, int depth)
    {
        if (entry.Items is { } items)
            WriteContainer(items, entry.Original?.Value, depth, entry.Node is JsonObject);
        else if (entry.Original is not { } original)
            WriteNew(entry.Node, depth);
        else if (JsonNode.DeepEquals(entry.Node, original.Value.ToNode()))
            output.Append(original.Value.Span);
        else if (entry.Node is JsonObject fields && original.Value.IsObject)
            WriteContainer(Pair(fields, original.Value.Parts()), original.Value, depth, isObject: true);
        else if (entry.Node is JsonArray list && original.Value.IsArray)
            WriteContainer(Pair(list, original.Value.Parts()), original.Value, depth, isObject: false);
        else
            WriteNew(entry.Node, depth);
    }

    public static List<JsonEntry> Pair(JsonObject fields, List<JsonPart> parts) =>
        [.. fields.Select(field => new JsonEntry(field.Key, field.Value, parts.Where(part => part.Name == field.Key).Select(part => (JsonPart?)part).FirstOrDefault()))];

    /// <summary>By equal items at both ends; what lies between goes by position if it is as many as before.</summary>
    private static List<JsonEntry> Pair(JsonArray list, List<JsonPart> parts)
    {
        var (head, tail, shorter) = (0, 0, Math.Min(list.Count, parts.Count));
        while (head < shorter && JsonNode.DeepEquals(list[head], parts[head].Value.ToNode()))
            head++;
        while (tail < shorter - head && JsonNode.DeepEquals(list[^(tail + 1)], parts[^(tail + 1)].Value.ToNode()))
            tail++;
        return [.. list.Select((node, index) => new JsonEntry(null, node, Original(index)))];

        JsonPart? Original(int index) =>
            index < head || list.Count == parts.Count ? parts[index]
            : index >= list.Count - tail ? parts[index - list.Count + parts.Count]
            : null;
    }

    private void WriteContainer(IReadOnlyList<JsonEntry> entries, JsonSlice? original, int depth, bool isObject)
    {
        var parts = original?.Parts() ?? [];
        var (text, isFirst) = (original?.Text ?? "", true);
        output.Append(isObject ? '{' : '[');
        foreach (var entry in entries)
        {
            if (!isFirst)
                output.Append(',');
            if (entry.Original is { } part)
                output.Append(part.Value.Text, part.Lead, part.Value.Start - part.Lead);
            else
            {
                output.Append(parts.Count == 0 || parts.Count == 1 && !isFirst && style.NewLine is null ? style.Lead(depth, isFirst) : SpaceBefore(parts[isFirst || parts.Count == 1 ? 0 : 1]));
                if (isObject)
                    WriteName(entry.Name!);
            }
            Write(entry, depth + 1);
            if (entry.Original is { } former && former.Stop != parts[^1].Stop)
                output.Append(text, former.Value.End, former.Stop - former.Value.End);
            isFirst = false;
        }
        if (parts.Count > 0)
            output.Append(entries.Count > 0 ? text[parts[^1].Value.End..parts[^1].Stop] : "");
        else if (entries.Count > 0)
            output.Append(style.Close(depth));
        else if (original is { } empty)
            output.Append(empty.Span[1..^1]);
        output.Append(isObject ? '}' : ']');
    }

    private static string SpaceBefore(JsonPart part)
    {
        var end = part.Lead;
        while (part.Value.Text[end] is ' ' or '\n' or '\r' or '\t')
            end++;
        return part.Value.Text[part.Lead..end];
    }

    private void WriteNew(JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject fields:
                WriteContainer([.. fields.Select(field => new JsonEntry(field.Key, field.Value, null))], null, depth, isObject: true);
                break;
            case JsonArray list:
                WriteContainer([.. list.Select(item => new JsonEntry(null, item, null))], null, depth, isObject: false);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                style.WriteString(output, value.TryGetValue<string>(out var text) ? text : JsonNode.Parse(value.ToJsonString())!.GetValue<string>());
                break;
            default:
                output.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private void WriteName(string name)
    {
        style.WriteString(output, name);
        output.Append(style.Colon);
    }
}
