using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workbook.Notebooks.Documents.Json;

namespace Workbook.Notebooks.Documents;

/// <summary>Checks that a file is a notebook of format 4, and says where it isn't.</summary>
internal sealed partial class NotebookParser(string name, string text)
{
    private const string Restore = "Restore the file from version control or a backup, or mend it in a text editor.";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static NotebookDocument Parse(ReadOnlySpan<byte> bytes, string name)
    {
        var hasMark = bytes.StartsWith("\uFEFF"u8);
        if (hasMark)
            bytes = bytes[3..];
        try
        {
            var text = Utf8.GetString(bytes);
            return new NotebookParser(name, text).Document(hasMark);
        }
        catch (DecoderFallbackException fault)
        {
            var before = Encoding.UTF8.GetString(bytes[..Math.Max(0, fault.Index)]);
            var (line, character) = Place(before, before.Length);
            throw new DamagedNotebookException(name, line, character,
                $"expected UTF-8 but found byte 0x{fault.BytesUnknown?.FirstOrDefault():X2}.", "Save the file as UTF-8.");
        }
    }

    private NotebookDocument Document(bool hasMark)
    {
        RequireJson();
        var whole = JsonSlice.Whole(text);
        if (!whole.IsObject)
            throw Damaged(whole.Start, $"expected a notebook, an object in braces, but found {Kind(whole)}.");
        var parts = whole.Parts();
        RequireFormat(whole, parts);
        var cells = Required(parts, "cells", "[", whole.Start, "the notebook");
        if (parts.FirstOrDefault(part => part.Name == "metadata") is { Name: not null } metadata && !metadata.Value.IsObject)
            throw Damaged(metadata.Value.Start, $"expected the notebook's \"metadata\" to be an object but found {Kind(metadata.Value)}.");

        var root = new JsonObject();
        foreach (var part in parts)
            root[part.Name!] = part.Name == "cells" ? new JsonArray() : part.Value.ToNode();
        return new NotebookDocument(new NotebookText(whole, JsonStyle.Of(whole), hasMark), root, cells.Parts().Select((part, index) => Cell(part, index + 1)));
    }

    private void RequireJson()
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Damaged(0, "the file is empty.", "Delete it, or make a new notebook with 'workbook notebook new'.");
        if (Conflict().Match(text) is { Success: true } conflict)
            throw Damaged(conflict.Index, "an unresolved merge conflict of Git stands there.", "Resolve it in a text editor, or take one side with 'git checkout --ours' or '--theirs'.");
        try
        {
            using var checkedText = JsonDocument.Parse(JsonSlice.Readable(text), JsonSlice.Strict);
        }
        catch (JsonException fault)
        {
            if (fault.LineNumber is null)
                RequireNamesOnce(JsonSlice.Whole(text));
            var position = Position(fault);
            var rest = text[position..].TrimStart();
            var found = rest.Length == 0 ? "the file ends there" : $"found {Quoted(rest)}";
            throw Damaged(position, $"expected JSON but {found} ({Reason(fault)}).", rest.Length == 0 ? "The file is cut short. " + Restore : Restore);
        }
    }

    /// <summary>Programs differ in which of two values they take.</summary>
    private void RequireNamesOnce(JsonSlice slice)
    {
        var names = new HashSet<string>();
        foreach (var part in slice.IsObject || slice.IsArray ? slice.Parts() : [])
        {
            if (part.Name is { } found && !names.Add(found))
                throw Damaged(text.IndexOf('"', part.Lead), $"expected each name once in an object but found \"{found}\" again.", "Delete the one that is wrong.");
            RequireNamesOnce(part.Value);
        }
    }

    private void RequireFormat(JsonSlice whole, List<JsonPart> parts)
    {
        if (parts.FirstOrDefault(part => part.Name == "nbformat") is not { Name: not null } format)
            throw Damaged(whole.Start, "expected \"nbformat\": 4 but the notebook has no \"nbformat\".", "It may be no notebook; if it is one, add \"nbformat\": 4, \"nbformat_minor\": 5.");
        if (format.Value.Span is not "4")
            throw Damaged(format.Value.Start, $"expected \"nbformat\": 4 but found {Quoted(format.Value.Span.ToString())}.",
                "Open and save it in a current Jupyter, or convert it with 'jupyter nbconvert --to notebook'.");
        if (parts.FirstOrDefault(part => part.Name == "nbformat_minor") is { Name: not null } minor && !int.TryParse(minor.Value.Span, out _))
            throw Damaged(minor.Value.Start, $"expected \"nbformat_minor\" to be a whole number but found {Quoted(minor.Value.Span.ToString())}.");
    }

    private NotebookCell Cell(JsonPart cell, int number)
    {
        var what = $"cell {number}";
        if (!cell.Value.IsObject)
            throw Damaged(cell.Value.Start, $"expected {what} to be an object in braces but found {Kind(cell.Value)}.");
        var parts = cell.Value.Parts();
        var type = Required(parts, "cell_type", "\"", cell.Value.Start, what);
        if (type.Span is not ("\"code\"" or "\"markdown\"" or "\"raw\""))
            throw Damaged(type.Start, $"expected \"cell_type\" of {what} to be \"code\", \"markdown\" or \"raw\" but found {type.Span}.");
        var source = Required(parts, "source", "\"[", cell.Value.Start, what);
        if (source.IsArray && source.Parts().FirstOrDefault(line => !line.Value.IsString) is { Stop: > 0 } line)
            throw Damaged(line.Value.Start, $"expected each line of \"source\" of {what} to be a string but found {Kind(line.Value)}.");
        foreach (var (field, open) in (ReadOnlySpan<(string, string)>)[("metadata", "{"), ("outputs", "["), ("id", "\"")])
            if (parts.Any(part => part.Name == field))
                Required(parts, field, open, cell.Value.Start, what);
        return new NotebookCell((JsonObject)cell.Value.ToNode()!, cell);
    }

    private JsonSlice Required(List<JsonPart> parts, string field, string open, int start, string owner)
    {
        var expected = open switch { "{" => "an object", "[" => "a list", "\"" => "a string", _ => "a string or a list of strings" };
        if (parts.FirstOrDefault(part => part.Name == field) is not { Name: not null } found)
            throw Damaged(start, $"expected {owner} to have \"{field}\", {expected}, but there is none.");
        return open.Contains(text[found.Value.Start])
            ? found.Value
            : throw Damaged(found.Value.Start, $"expected \"{field}\" of {owner} to be {expected} but found {Kind(found.Value)}.");
    }

    private static string Kind(JsonSlice slice) => slice.Span[0] switch
    {
        '{' => "an object",
        '[' => "a list",
        '"' => "a string",
        _ => Quoted(slice.Span.ToString()),
    };

    private static string Quoted(string found) => $"'{(found.Length > 20 ? found[..20] + "…" : found).ReplaceLineEndings(" ")}'";

    private static string Reason(JsonException fault) => fault.Message.Split(" LineNumber:")[0].TrimEnd('.');

    /// <summary>The reader counts bytes.</summary>
    private int Position(JsonException fault)
    {
        var start = 0;
        for (var line = 0L; line < (fault.LineNumber ?? 0) && text.IndexOf('\n', start) is >= 0 and var end; line++)
            start = end + 1;
        var bytes = 0L;
        while (start < text.Length && bytes < (fault.BytePositionInLine ?? 0))
            bytes += text[start++] switch { < '\x80' => 1, < '\u0800' => 2, >= '\uD800' and <= '\uDFFF' => 2, _ => 3 };
        return start;
    }

    private DamagedNotebookException Damaged(int position, string fault, string advice = Restore)
    {
        var (line, character) = Place(text, position);
        return new DamagedNotebookException(name, line, character, fault, advice);
    }

    private static (int Line, int Character) Place(string text, int position)
    {
        var before = text.AsSpan(0, position);
        return (before.Count('\n') + 1, position - before.LastIndexOf('\n'));
    }

    [GeneratedRegex(@"^(?:<{7} |>{7} )", RegexOptions.Multiline)]
    private static partial Regex Conflict();
}
