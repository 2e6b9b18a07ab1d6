using System.Text.Json.Nodes;
using Workbook.Course;
using Workbook.Notebooks;
using Workbook.Notebooks.Engine;

namespace Workbook.Interactive.Tests;

/// <summary>Our own kernel's session, in a folder of its own.</summary>
internal sealed class OwnNotebook : ICellOutput, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("workbook-interactive-tests-");
    private readonly NotebookWorkspace _workspace;
    private readonly NotebookSession _session;
    private readonly List<Dictionary<string, string>> _shown = [];
    private readonly Dictionary<string, int> _places = [];

    public OwnNotebook()
    {
        _workspace = new NotebookWorkspace(_folder.FullName);
        _session = new NotebookSession(_workspace, CourseCells.Library);
    }

    /// <returns>What the cell showed, its value last, by MIME type.</returns>
    public IReadOnlyList<Dictionary<string, string>> Run(string code)
    {
        var result = _session.Execute(new CellRequest(code), this);
        Assert.True(result.Status == CellStatus.Ok, result.Error?.Message);
        return result.Value is null ? _shown : [.. _shown, Forms(result.Value)];
    }

    public void Dispose()
    {
        _session.Dispose();
        _workspace.Dispose();
        _folder.Delete(recursive: true);
    }

    void ICellOutput.Stream(StreamName stream, string text)
    {
    }

    void ICellOutput.Display(MimeBundle bundle, string? displayId, bool isUpdate)
    {
        if (isUpdate)
        {
            _shown[_places[displayId!]] = Forms(bundle);
            return;
        }

        if (displayId is not null)
            _places[displayId] = _shown.Count;
        _shown.Add(Forms(bundle));
    }

    void ICellOutput.Clear(bool wait)
    {
    }

    string ICellOutput.ReadLine(string prompt, bool isPassword) => throw new InputUnavailableException();

    private static Dictionary<string, string> Forms(MimeBundle bundle) => bundle.Data.ToDictionary(form => form.Key, form => form.Value is JsonValue ? form.Value.ToString() : form.Value.ToJsonString());
}
