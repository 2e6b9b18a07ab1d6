using Workbook.Notebooks.Engine.CSharp;
using Workbook.Notebooks.Engine.CSharp.Assistance;
using Workbook.Notebooks.Engine.SqlCells;

namespace Workbook.Notebooks.Engine.Assistance;

/// <summary>What an editor asks of a cell that is being written, whatever language the cursor is in.</summary>
internal sealed class CellAssistant
{
    private readonly CSharpAssistant _csharp;
    private readonly SqlCatalog _sql;
    private readonly MagicCompletion _magics;
    private readonly FileNames _files;
    private readonly ICellLibrary? _library;

    public CellAssistant(NotebookWorkspace workspace, ScriptEngine scripts, Func<IEnumerable<string>> values, ICellLibrary? library)
    {
        _library = library;
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

    /// <summary>Within a string that is an argument: SQL, files, and what the library has for it.</summary>
    private Completion? Argument(StringArgument argument) => argument.Syntax switch
    {
        "sql" => _sql.Complete(argument.Text, argument.Cursor),
        "path" or "file" or "folder" or "fileName" => _files.Complete(argument.Text[..argument.Cursor], argument.Cursor),
        { } syntax when _library?.Arguments(syntax) is { } values => new Completion(
            [.. values.Where(value => value.StartsWith(argument.Text[..argument.Cursor], StringComparison.OrdinalIgnoreCase)).Select(value => new CompletionItem(value, "value"))],
            0, argument.Text.Length),
        _ => null,
    };
}
