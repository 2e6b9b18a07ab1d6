using System.Text;

namespace Workbook.Notebooks.Tests.Documents;

/// <summary>Notebook files of many makes, each as bytes.</summary>
internal static class SampleFiles
{
    public const string Plain = """
        {
         "cells": [
          {
           "cell_type": "markdown",
           "id": "intro",
           "metadata": {},
           "source": [
            "# Orders\n",
            "\n",
            "What do they *look* like?"
           ]
          },
          {
           "cell_type": "code",
           "execution_count": null,
           "id": "count-orders",
           "metadata": {
            "tags": [
             "parameters"
            ]
           },
           "outputs": [],
           "source": [
            "var seed = 42;\n",
            "seed + 1"
           ]
          }
         ],
         "metadata": {
          "kernelspec": {
           "display_name": "Workbook (C# + SQL)",
           "language": "C#",
           "name": "workbook"
          }
         },
         "nbformat": 4,
         "nbformat_minor": 5
        }
        """;

    public static readonly IReadOnlyDictionary<string, byte[]> All = Build();

    /// <summary>One code cell with these fields beside its type and metadata.</summary>
    public static string OneCell(string fields, int minor = 5) =>
        $$"""{"cells": [{"cell_type": "code", "metadata": {}, {{fields}}}], "metadata": {}, "nbformat": 4, "nbformat_minor": {{minor}}}""";

    private static Dictionary<string, byte[]> Build()
    {
        var files = new Dictionary<string, string>
        {
            ["plain, without trailing newline"] = Plain,
            ["trailing newline"] = Plain + "\n",
            ["three trailing newlines"] = Plain + "\n\n\n",
            ["leading space"] = " \n" + Plain,
            ["byte order mark"] = "\uFEFF" + Plain + "\n",
            ["CRLF"] = (Plain + "\n").ReplaceLineEndings("\r\n"),
            ["old Mac line ends"] = Plain.Replace('\n', '\r'),
            ["two spaces"] = Indent(Plain, "  "),
            ["four spaces"] = Indent(Plain, "    "),
            ["tabs"] = Indent(Plain, "\t") + "\n",
            ["one line"] = string.Concat(Plain.Split('\n').Select(line => line.Trim())),
            ["one line with spaces"] = OneCell("\"execution_count\": 3, \"outputs\": [], \"source\": [\"1 + 1\"]"),
            ["space everywhere"] = "{ \"nbformat\" : 4 ,\n\n\"nbformat_minor\":5 , \"metadata\" : { } , \"cells\" : [ { \"metadata\":{ }\t,\"source\" : [ ] , \"cell_type\":\"raw\" } ] } ",
            ["no cells"] = """{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 2}""",
            ["no cells, spaced"] = "{\n \"cells\": [ ],\n \"metadata\": {\n },\n \"nbformat\": 4,\n \"nbformat_minor\": 2\n}\n",
            ["other order"] = """{"nbformat_minor": 4, "nbformat": 4, "metadata": {"z": 1, "a": 2}, "cells": [{"source": "x", "outputs": [], "metadata": {}, "execution_count": 1, "cell_type": "code"}]}""",
            ["without nbformat_minor"] = """{"cells": [], "metadata": {}, "nbformat": 4}""",
            ["without metadata"] = """{"cells": [{"cell_type": "code", "source": "1"}], "nbformat": 4, "nbformat_minor": 0}""",
            ["unknown fields"] = """{"cells": [], "metadata": {"x": {"deep": [[[{"y": null}]]]}}, "nbformat": 4, "nbformat_minor": 5, "extra": [true, false], "worksheets": {}}""",
            ["unknown cell fields"] = OneCell("\"outputs\": [], \"source\": [], \"collapsed\": true, \"prompt_number\": 7"),
            ["empty source as text"] = OneCell("\"execution_count\": null, \"outputs\": [], \"source\": \"\""),
            ["source as text"] = OneCell("\"execution_count\": null, \"outputs\": [], \"source\": \"a\\nb\\n\""),
            ["source lines without breaks"] = OneCell("\"outputs\": [], \"source\": [\"a\", \"b\\n\\nc\", \"\"]"),
            ["CR in source"] = OneCell("\"outputs\": [], \"source\": [\"a\\r\\n\", \"b\\rc\\r\\n\"]"),
            ["emoji"] = OneCell("\"outputs\": [], \"source\": [\"// 🦆 größer 数据 👩‍👩‍👧 \\u200d\"]"),
            ["escaped letters"] = OneCell("\"outputs\": [], \"source\": [\"// \\ud83e\\udd86 gr\\u00f6\\u00dfer \\u6570\"]"),
            ["escaped in capitals"] = OneCell("\"outputs\": [], \"source\": [\"\\u00F6 \\uD83E\\uDD86 \\u0041 \\u002f\"]"),
            ["escaped slashes"] = OneCell("\"outputs\": [], \"source\": [\"http:\\/\\/x \\\\ud83e \\\\\\\" \\b\\f\\t\"]"),
            ["half an emoji"] = OneCell("\"outputs\": [{\"output_type\": \"stream\", \"name\": \"stdout\", \"text\": [\"\\ud83e\\n\", \"\\udd86\"]}], \"source\": [\"\\\\ud83e\"]"),
            ["separators of Unicode"] = OneCell("\"outputs\": [], \"source\": [\"a\u2028b\u2029c\u0085d\u007f\"]"),
            ["spellings of numbers"] = OneCell("\"outputs\": [], \"source\": [], \"n\": [1.0, 1e5, 1E+5, -0, -0.0, 0.10, 12345678901234567890123, 1.7976931348623157e+309, 3.141592653589793238]"),
            ["execution count as float"] = OneCell("\"execution_count\": 1.0, \"outputs\": [], \"source\": []"),
            ["attachments"] = """{"cells": [{"attachments": {"a b.png": {"image/png": "iVBORw0KGgo=\n"}}, "cell_type": "markdown", "metadata": {"x": 1.50}, "source": ["![](attachment:a%20b.png)"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 1}""",
            ["big output"] = OneCell($"\"execution_count\": 1, \"source\": [], \"outputs\": [{{\"output_type\": \"display_data\", \"metadata\": {{}}, \"data\": {{\"text/html\": \"{new string('x', 3_000_000)}\", \"application/json\": [{string.Join(", ", Enumerable.Range(0, 100_000).Select(n => n / 7.0))}]}}}}]"),
            ["deep output"] = OneCell($"\"source\": [], \"outputs\": [{{\"output_type\": \"display_data\", \"metadata\": {{}}, \"data\": {{\"application/json\": {new string('[', 500)}{new string(']', 500)}}}}}]"),
        };
        for (var minor = 0; minor < 5; minor++)
            files[$"nbformat 4.{minor}"] = Plain.Replace("\"nbformat_minor\": 5", $"\"nbformat_minor\": {minor}").Replace("   \"id\": \"intro\",\n", "").Replace("   \"id\": \"count-orders\",\n", "");
        return files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value));
    }

    private static string Indent(string text, string unit) =>
        string.Join('\n', text.Split('\n').Select(line => string.Concat(Enumerable.Repeat(unit, line.TakeWhile(letter => letter == ' ').Count())) + line.TrimStart(' ')));
}
