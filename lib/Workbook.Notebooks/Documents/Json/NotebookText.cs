using System.Text;

namespace Workbook.Notebooks.Documents.Json;

/// <summary>The file's characters around and within its one value.</summary>
/// <param name="Root">Null for a new notebook.</param>
internal sealed record NotebookText(JsonSlice? Root, JsonStyle Style, bool HasMark)
{
    public static readonly NotebookText New = new(null, JsonStyle.Notebook, HasMark: false);

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public byte[] Write(JsonEntry root)
    {
        var output = new StringBuilder(HasMark ? "\uFEFF" : "");
        if (Root is { } slice)
            output.Append(slice.Text, 0, slice.Start);
        new JsonMerge(output, Style).Write(root, 0);
        if (Root is { } original)
            output.Append(original.Text, original.End, original.Text.Length - original.End);
        else
            output.Append('\n');
        return Utf8.GetBytes(output.ToString());
    }
}
