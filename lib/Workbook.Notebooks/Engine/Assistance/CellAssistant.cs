using Workbook.Notebooks.Engine.CSharp;
using Workbook.Notebooks.Engine.CSharp.Assistance;
using Workbook.Notebooks.Engine.SqlCells;
using Workbook.Notebooks.Learning;

namespace Workbook.Notebooks.Engine.Assistance;

/// <summary>What an editor asks of a cell that is being written, whatever language the cursor is in.</summary>
internal sealed class CellAssistant
{
    private readonly CSharpAssistant _csharp;
    private readonly SqlCatalog _sql;
    private readonly MagicCompletion _magics;
    private readonly FileNames _files;

    public CellAssistant(NotebookWorkspace workspace, ScriptEngine scripts, Func<IEnumerable<string>> values)
    {
        _csharp = new CSharpAssistant(scripts);
        _sql = new SqlCatalog(workspace, values);
        _files = new FileNames(() => CellFiles.Folders(workspace));
        _magics = new MagicCompletion(values, _files);
    }

    /// <param name="cursor">UTF-16 offset.</param>
    public Completion Complete(string code, int cursor, string? language)
    {
        var place = CellPlace.Of(code, cursor, language);
        var completion = place.Language switch
        {
            "magic" => _magics.Complete(place.Text, place.Cursor),
            "csharp" => DirectiveCompletion.Complete(place.Text, place.Cursor, _files) ?? _csharp.Complete(place.Text, place.Cursor, Argument),
            "sql" => _sql.Complete(place.Text, place.Cursor),
            _ => new Completion([], place.Cursor, place.Cursor),
        };
        return completion with { Start = completion.Start + place.Start, End = completion.End + place.Start };
    }

    /// <param name="withSource">Shows how a cell declared what stands there, where one did.</param>
    public MimeBundle? Inspect(string code, int cursor, string? language, bool withSource)
    {
        var place = CellPlace.Of(code, cursor, language);
        return place.Language switch
        {
            "csharp" => _csharp.Inspect(place.Text, place.Cursor, withSource),
            "sql" => _sql.Inspect(place.Text, place.Cursor),
            _ => null,
        };
    }

    public bool WarmUp(Func<bool> isWanted) => _csharp.WarmUp(isWanted);

    /// <summary>Within a string that is an argument: task ids, SQL, files.</summary>
    private Completion? Argument(StringArgument argument) => argument.Syntax switch
    {
        "task" => Tasks(argument, LearningCatalog.All.Select(task => task.Id)),
        "exercise" => Tasks(argument, LearningCatalog.All.SelectMany(task => (string[])[task.Id.Split('.')[0], task.Id]).Distinct()),
        "sql" => _sql.Complete(argument.Text, argument.Cursor),
        "path" or "file" or "folder" or "fileName" => _files.Complete(argument.Text[..argument.Cursor], argument.Cursor),
        _ => null,
    };

    private static Completion Tasks(StringArgument argument, IEnumerable<string> ids) => new(
        [.. ids.Where(id => id.StartsWith(argument.Text[..argument.Cursor], StringComparison.OrdinalIgnoreCase)).Select(id => new CompletionItem(id, "value"))],
        0, argument.Text.Length);
}
