using System.Text;
using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Tests.Documents;

public sealed class DamagedNotebookTests
{
    [Theory]
    [InlineData("", 1, 1, "the file is empty. Delete it, or make a new notebook")]
    [InlineData("# A text\n", 1, 1, "expected JSON but found '# A text")]
    [InlineData("[]", 1, 1, "expected a notebook, an object in braces, but found a list.")]
    [InlineData("{\n \"cells\": [\n", 3, 1, "expected JSON but the file ends there")]
    [InlineData("{\n \"cells\": [],\n \"metadata\": {ö: 1}}", 3, 15, "expected JSON but found 'ö: 1}}'")]
    [InlineData("{\"a\": [{}, {\"b\": 1, \"c\": 2,\n \"b\": 3}]}", 2, 2, "expected each name once in an object but found \"b\" again.")]
    [InlineData("{\n<<<<<<< HEAD\n", 2, 1, "an unresolved merge conflict of Git stands there.")]
    [InlineData("{\"cells\": []}", 1, 1, "expected \"nbformat\": 4 but the notebook has no \"nbformat\".")]
    [InlineData("{\"nbformat\": 3, \"worksheets\": []}", 1, 14, "expected \"nbformat\": 4 but found '3'. Open and save it in a current Jupyter")]
    [InlineData("{\"nbformat\": 4, \"nbformat_minor\": \"x\", \"cells\": []}", 1, 35, "expected \"nbformat_minor\" to be a whole number")]
    [InlineData("{\"nbformat\": 4}", 1, 1, "expected the notebook to have \"cells\", a list, but there is none.")]
    [InlineData("{\"nbformat\": 4, \"cells\": {}}", 1, 26, "expected \"cells\" of the notebook to be a list but found an object.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [], \"metadata\": []}", 1, 42, "\"metadata\" to be an object but found a list")]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n 1]}", 2, 2, "expected cell 1 to be an object in braces but found '1'.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n {\"source\": []}]}", 2, 2, "expected cell 1 to have \"cell_type\", a string, but there is none.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n {\"cell_type\": \"heading\", \"source\": []}]}", 2, 16, "\"code\", \"markdown\" or \"raw\" but found \"heading\".")]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n {\"cell_type\": \"code\"}]}", 2, 2, "expected cell 1 to have \"source\", a string or a list of strings")]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n {\"cell_type\": \"code\", \"source\": [\"a\", 1]}]}", 2, 40, "expected each line of \"source\" of cell 1 to be a string but found '1'.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n {\"cell_type\": \"code\", \"source\": [], \"outputs\": {}}]}", 2, 49, "expected \"outputs\" of cell 1 to be a list but found an object.")]
    [InlineData("{\"nbformat\": 4, \"cells\": [\n {\"cell_type\": \"code\", \"source\": [], \"id\": 7}]}", 2, 44, "expected \"id\" of cell 1 to be a string")]
    public void The_message_says_where_what_was_expected_and_what_to_do(string text, int line, int character, string message)
    {
        var fault = Assert.Throws<DamagedNotebookException>(() => NotebookDocument.Parse(Encoding.UTF8.GetBytes(text), "a.ipynb"));
        Assert.Contains(message, fault.Message);
        Assert.StartsWith($"'a.ipynb' is damaged at line {line}, character {character}: ", fault.Message);
    }

    [Fact]
    public void Another_encoding_is_told()
    {
        byte[] bytes = [.. "{\n \"ö"u8, 0xE9, .. "\"}"u8];
        var fault = Assert.Throws<DamagedNotebookException>(() => NotebookDocument.Parse(bytes, "a.ipynb"));
        Assert.Equal("'a.ipynb' is damaged at line 2, character 4: expected UTF-8 but found byte 0xE9. Save the file as UTF-8.", fault.Message);
    }

    /// <summary>Whatever is cut off or overwritten, it is read or refused with a place, and nothing else is thrown.</summary>
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Random_damage_is_read_or_refused(int seed)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 400; round++)
        {
            var bytes = Encoding.UTF8.GetBytes(SampleFiles.Plain);
            for (var hit = random.Next(1, 4); hit > 0; hit--)
                bytes[random.Next(bytes.Length)] = (byte)"{}[]\",:0x\\\n\u0000ÿ"[random.Next(13)];
            try
            {
                var document = NotebookDocument.Parse(bytes.AsSpan(0, random.Next(2) == 0 ? bytes.Length : random.Next(bytes.Length)));
                document.Upgrade();
                NotebookDocument.Parse(document.ToBytes());
            }
            catch (DamagedNotebookException fault)
            {
                Assert.True(fault.Line >= 1 && fault.Character >= 1);
                refused++;
            }
        }
        Assert.InRange(refused, 200, 399);
    }
}
