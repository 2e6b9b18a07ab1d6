using System.Text;
using System.Text.Json.Nodes;
using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Tests.Documents;

public sealed class NotebookCleanerTests
{
    [Fact]
    public void What_a_run_adds_is_gone_and_the_source_is_back_byte_for_byte()
    {
        var document = Fixture.Parse(SampleFiles.Plain);
        document.Metadata["papermill"] = new JsonObject { ["duration"] = 1.5 };
        document.Metadata["workbook_run"] = new JsonObject { ["status"] = "failed" };
        var code = document.Cells[1];
        (code.ExecutionCount, code.Outputs) = (3, [new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = "x" }]);
        code.Metadata["execution"] = new JsonObject { ["iopub.status.busy"] = "2024-01-01" };
        code.Metadata["collapsed"] = false;
        code.Metadata["jupyter"] = new JsonObject { ["outputs_hidden"] = true };
        var injected = NotebookCell.Code("var seed = 7;");
        injected.Tags = ["injected-parameters"];
        document.Cells.Insert(2, injected);

        var again = NotebookDocument.Parse(document.ToBytes());
        Assert.NotEqual(SampleFiles.Plain, Encoding.UTF8.GetString(again.ToBytes()));
        Assert.Equal(1, NotebookCleaner.Clean(again));
        Assert.Equal(SampleFiles.Plain, Encoding.UTF8.GetString(again.ToBytes()));
        Assert.Equal(0, NotebookCleaner.Clean(again));
    }

    [Fact]
    public void What_was_written_stays()
    {
        var document = Fixture.Parse(SampleFiles.Plain);
        document.Cells[1].Metadata["jupyter"] = new JsonObject { ["outputs_hidden"] = true, ["mine"] = 1 };
        document.Cells[1].Metadata["nbgrader"] = new JsonObject { ["points"] = 2 };
        NotebookCleaner.Clean(document);
        Assert.Equal("""{"jupyter":{"mine":1},"nbgrader":{"points":2},"tags":["parameters"]}""", Sorted(document.Cells[1].Metadata));
    }

    private static string Sorted(JsonObject json) => new JsonObject(json.OrderBy(field => field.Key).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone()))).ToJsonString();
}
