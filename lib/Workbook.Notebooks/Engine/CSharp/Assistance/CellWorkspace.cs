using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Workbook.Notebooks.Engine.CSharp.Assistance;

/// <summary>The code being written, as a document behind the cells that ran. What compiling costs is kept until a cell runs.</summary>
internal sealed class CellWorkspace(ScriptEngine engine)
{
    private static readonly CSharpParseOptions Options = ScriptEngine.ParseOptions.WithDocumentationMode(DocumentationMode.Parse);

    private readonly CellChain _chain = new(Options);
    private readonly List<(DocumentId Id, string Text)> _scripts = [];
    private Solution _solution = new AdhocWorkspace(EditorServices.Host).CurrentSolution;
    private ImmutableArray<MetadataReference> _references;
    private DocumentId? _written;
    private string _code = "";
    private int _cells;

    public Document Open(string code)
    {
        Follow();
        if (_written is null)
            _written = Append("written", code);
        else if (code != _code)
            _solution = _solution.WithDocumentText(_written, SourceText.From(code));
        _code = code;
        return _solution.GetDocument(_written)!;
    }

    /// <summary>Brings the scripts up to the cells that ran since.</summary>
    private void Follow()
    {
        var cells = engine.CellsFrom(_cells);
        _cells += cells.Count;
        foreach (var cell in cells)
            _chain.Add(cell);
        if (cells.Count > 0 || _scripts.Count == 0)
            Take([.. _chain.Scripts.DefaultIfEmpty("")]);
        if (_references != engine.References)
            // Of the first script alone: the following ones have them from it, and a reference for each would be what makes memory grow with the cells squared.
            _solution = _solution.WithProjectMetadataReferences(_scripts[0].Id.ProjectId, _references = engine.References);
    }

    private void Take(IReadOnlyList<string> scripts)
    {
        if (scripts.Count != _scripts.Count && _written is not null)
            _solution = _solution.RemoveProject(_written.ProjectId);
        for (; _scripts.Count > scripts.Count; _scripts.RemoveAt(_scripts.Count - 1))
            _solution = _solution.RemoveProject(_scripts[^1].Id.ProjectId);
        for (var at = 0; at < scripts.Count; at++)
        {
            if (at == _scripts.Count)
                _scripts.Add((Append($"script-{at + 1}", scripts[at]), scripts[at]));
            else if (_scripts[at].Text != scripts[at])
                (_solution, _scripts[at]) = (_solution.WithDocumentText(_scripts[at].Id, SourceText.From(scripts[at])), (_scripts[at].Id, scripts[at]));
        }

        if (_written is not null && _solution.GetDocument(_written) is null)
            _written = null;
    }

    private DocumentId Append(string name, string code)
    {
        var project = ProjectId.CreateNewId(name);
        _solution = _solution.AddProject(ProjectInfo.Create(
            project, VersionStamp.Create(), name, name, LanguageNames.CSharp, isSubmission: true,
            parseOptions: Options,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: _scripts.Count == 0 ? engine.Imports : [], allowUnsafe: true, nullableContextOptions: NullableContextOptions.Annotations)
                .WithMetadataReferenceResolver(engine.Resolver).WithSourceReferenceResolver(engine.SourceResolver),
            projectReferences: _scripts.Count == 0 ? [] : [new ProjectReference(_scripts[^1].Id.ProjectId)]));
        var document = DocumentId.CreateNewId(project, name);
        _solution = _solution.AddDocument(document, $"{name}.csx", SourceText.From(code));
        return document;
    }
}
