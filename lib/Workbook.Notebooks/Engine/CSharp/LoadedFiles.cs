using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Workbook.Notebooks.Engine.CSharp;

/// <summary>
/// <c>#load "file.csx"</c>: a file runs before the code that names it, as a cell of its own, so that its loops can be
/// stopped, its packages are restored and its faults name its lines. One that several name runs once.
/// </summary>
/// <param name="firstLine">Of the code within its cell, from 0.</param>
/// <param name="folders">Where a cell's paths begin; a file's own begin beside it.</param>
/// <param name="run">Runs code; with the file that it is from, null for the cell itself.</param>
internal sealed class LoadedFiles(int firstLine, IReadOnlyList<string> folders, Func<string, string?, ScriptValue> run)
{
    private readonly HashSet<string> _loaded = [];

    /// <returns>The code's value; that of the last file where there is no code beside.</returns>
    /// <exception cref="WorkbookException">A file isn't there.</exception>
    public ScriptValue Run(string code) => Run(code, null, folders);

    private ScriptValue Run(string code, string? file, IReadOnlyList<string> from)
    {
        if (!code.Contains("#load", StringComparison.Ordinal))
            return run(code, file);
        var root = CSharpSyntaxTree.ParseText(code, ScriptEngine.ParseOptions).GetCompilationUnitRoot();
        var rest = code.ToCharArray();
        var value = ScriptValue.None;
        foreach (var load in root.GetLoadDirectives().Where(load => !load.File.IsMissing))
        {
            if (load.IsActive)
                value = Load(load, file, from);
            // Blanks, so that what follows stays in its place. Also within #if: the compiler would open it.
            rest.AsSpan(load.Span.Start, load.Span.Length).Fill(' ');
        }

        var own = new string(rest);
        return IsEmpty(own) ? value : run(own, file);
    }

    private ScriptValue Load(LoadDirectiveTriviaSyntax load, string? file, IReadOnlyList<string> from)
    {
        var name = load.File.ValueText;
        var path = CellFiles.Find(name, from, File.Exists);
        if (path is null)
        {
            var line = load.GetLocation().GetLineSpan().StartLinePosition.Line + 1 + (file is null ? firstLine : 0);
            var place = $"{(file is null ? "" : CellFiles.Shown(file))}({line},1)";
            throw new WorkbookException($"{place}: #load: there is no file '{name}' in {CellFiles.SearchedFolders(name, from)}. A path begins {(file is null ? "in the notebook's folder or the workspace" : "in the folder of the file that names it")}.");
        }

        return _loaded.Add(path) ? Run(Read(path), path, [Path.GetDirectoryName(path)!]) : ScriptValue.None;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorkbookException($"#load: the file '{path}' can't be read: {fault.Message}", fault);
        }
    }

    private static bool IsEmpty(string code)
    {
        var root = CSharpSyntaxTree.ParseText(code, ScriptEngine.ParseOptions).GetCompilationUnitRoot();
        return !root.ChildNodes().Any() && !root.ContainsDirectives && !root.ContainsDiagnostics;
    }
}
