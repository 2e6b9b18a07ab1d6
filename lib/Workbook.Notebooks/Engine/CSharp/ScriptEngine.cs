using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;
using Workbook.Notebooks.Engine.NuGet;

namespace Workbook.Notebooks.Engine.CSharp;

/// <param name="HasValue">Whether the code ends in an expression that isn't void.</param>
internal sealed record ScriptValue(object? Value, bool HasValue)
{
    public static readonly ScriptValue None = new(null, false);
}

/// <summary>The code of a cell isn't C#, or not in the light of the cells before it.</summary>
internal sealed class CompilationException(IReadOnlyList<string> errors) : WorkbookException(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}

/// <summary>C# cells as one growing Roslyn script: each sees what the ones before it declared.</summary>
internal sealed partial class ScriptEngine : IDisposable
{
    /// <summary>With which the compiler begins the names of scripts' assemblies.</summary>
    public const string AssemblyMark = "\u211B*";

    private readonly InteractiveAssemblyLoader _loader = new();
    private readonly HashSet<Assembly> _registered = [];
    private readonly ScriptReferences _references = new();
    private ScriptOptions _options;
    private readonly List<string> _cells = [];
    private ScriptState? _state;
    private int _number;

    /// <param name="library">Null for a notebook that knows the engine alone.</param>
    public ScriptEngine(ICellLibrary? library)
    {
        // Implementation assemblies that this process has loaded already: a second copy would have types of its own.
        Assembly[] own = [typeof(WorkbookException).Assembly, typeof(ScriptEngine).Assembly, typeof(DuckDBConnection).Assembly, typeof(DuckDB.NET.Native.NativeMethods).Assembly, .. library?.Assemblies ?? []];
        var imports = new CellImports(library);
        Imports = [.. imports.Namespaces, "Workbook.Notebooks.Display", .. imports.Functions.Append(typeof(Display.DisplayFunctions)).Select(type => type.FullName!)];
        foreach (var assembly in own)
            _loader.RegisterDependency(assembly);
        _references.OfPackages = OfPackages;
        _options = ScriptOptions.Default
            .WithReferences(_references.Initial(own))
            .WithMetadataResolver(_references)
            .WithSourceResolver(new SourceFileResolver(ImmutableArray<string>.Empty, Environment.CurrentDirectory))
            .AddImports(Imports)
            .WithLanguageVersion(LanguageVersion.Preview)
            .WithAllowUnsafe(true)
            .WithOptimizationLevel(OptimizationLevel.Release)
            .WithEmitDebugInformation(true);
    }

    /// <summary>Of all cells.</summary>
    public IReadOnlyList<string> Imports { get; }

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

    /// <summary>For packages.</summary>
    public PackageSources Sources { get; } = new();

    public IReadOnlyList<ScriptVariable> Variables => _state is null ? [] : [.. _state.Variables];

    /// <summary>The newest first.</summary>
    public IEnumerable<string> VariableNames => Variables.Reverse().Select(variable => variable.Name).Distinct();

    /// <summary>The newest variable of that name; null where no cell declared one.</summary>
    public ScriptVariable? Variable(string name) => _state?.GetVariable(name);

    /// <summary>What cells may name now; another list once one was added.</summary>
    public ImmutableArray<MetadataReference> References => _options.MetadataReferences;

    public MetadataReferenceResolver Resolver => _options.MetadataResolver;

    public SourceReferenceResolver SourceResolver => _options.SourceResolver;

    /// <summary>The code that ran, as it was written, from the given one on; from any thread.</summary>
    public IReadOnlyList<string> CellsFrom(int first)
    {
        lock (_cells)
            return [.. _cells.Skip(first)];
    }

    /// <summary>Everything that the next cell would see: its compilation with this code.</summary>
    private Compilation Next(string code) => Make(code, "next").GetCompilation();

    public NotebookPackages Packages { get; } = new();

    /// <summary>What a package's assembly refers to and no cell has named yet.</summary>
    private string? OfPackages(string name)
    {
        if (Packages.Find(name) is not { } assembly)
            return null;
        Register(assembly);
        return assembly.Location;
    }

    /// <summary>For the cells from now on.</summary>
    public void AddReference(Assembly assembly)
    {
        Register(assembly);
        _options = _options.AddReferences(_references.At(assembly.Location));
    }

    // Else the loader would load the file a second time, in a context of its own.
    private void Register(Assembly assembly)
    {
        if (_registered.Add(assembly))
            _loader.RegisterDependency(assembly);
    }

    /// <summary>Compiles and runs; what was declared before a fault stays declared.</summary>
    /// <param name="firstLine">Of the code within its cell, from 0.</param>
    /// <param name="file">That the code is from; null for a cell.</param>
    /// <exception cref="CompilationException"/>
    public ScriptValue Run(string code, int firstLine, CancellationToken cancellation, string? file = null)
    {
        var charts = ChartNames.In(code, Packages, () => Next(code));
        var guarded = StopChecks.In(code, ParseOptions, charts?.Inserts);
        var script = Compile(guarded, firstLine, file, charts?.Hint, cancellation);
        var hasValue = EndsInValue(script);
        Exception? thrown = null;
        bool Keep(Exception fault)
        {
            thrown = fault;
            return true;
        }

        var run = _state is null ? script.RunAsync(null, Keep, cancellation) : script.RunFromAsync(_state, Keep, cancellation);
        _state = run.GetAwaiter().GetResult();
        lock (_cells)
            _cells.Add(code);
        if (thrown is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
        return hasValue ? new ScriptValue(_state.ReturnValue, true) : ScriptValue.None;
    }

    /// <summary>A variable that the following cells see under its own type, or another one that it fits.</summary>
    public void Declare(string name, object? value, Type? type = null)
    {
        var seen = type is not null ? TypeName(type) : value is null ? "object" : TypeName(value.GetType());
        var handed = ValueHandover.Put(value);
        Run($"{seen} {name} = ({seen})global::Workbook.Notebooks.Engine.CSharp.ValueHandover.Take({handed});", 0, CancellationToken.None);
    }

    public void Dispose() => _loader.Dispose();

    private Script<object> Compile(StopChecks guarded, int firstLine, string? file, string? hint, CancellationToken cancellation)
    {
        var name = file ?? $"cell-{++_number}";
        var script = Make(guarded.Code, name);
        var errors = Errors(script, cancellation);
        if (_references.Missing(Unknown(errors), Unread(errors)) is { Count: > 0 } more)
        {
            var (former, options) = (errors, _options);
            _options = _options.AddReferences(more);
            script = Make(guarded.Code, name);
            errors = Errors(script, cancellation);
            if (errors.Count >= former.Count)
                _options = options; // they were no help, and cost memory
        }

        return errors.Count == 0
            ? script
            : throw new CompilationException([.. errors.Select(error => (file is null ? "" : CellFiles.Shown(file)) + Describe(error, guarded, firstLine)), .. hint is null ? [] : (string[])[hint]]);
    }

    private Script<object> Make(string code, string name)
    {
        var options = _options.WithFilePath(name).WithFileEncoding(System.Text.Encoding.UTF8);
        return _state is null ? CSharpScript.Create<object>(code, options, assemblyLoader: _loader) : _state.Script.ContinueWith<object>(code, options.WithImports()); // what the first cell imported holds for all
    }

    private static List<Diagnostic> Errors(Script script, CancellationToken cancellation) =>
        [.. script.Compile(cancellation).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];

    private static List<string> Unknown(List<Diagnostic> errors) =>
        [.. errors.Where(error => error.Id is "CS0103" or "CS0234" or "CS0246").Select(error => error.Location.SourceTree!.GetText().ToString(
            error.Location.SourceTree.GetRoot().FindNode(error.Location.SourceSpan).FirstAncestorOrSelf<UsingDirectiveSyntax>()?.Name?.Span ?? error.Location.SourceSpan))];

    /// <summary>Assemblies that the compiler would need to understand a name.</summary>
    private static List<string> Unread(List<Diagnostic> errors) =>
        [.. errors.Where(error => error.Id == "CS0012").Select(error => AssemblyName().Match(error.GetMessage(CultureInfo.InvariantCulture)).Value).Distinct()];

    [GeneratedRegex("(?<=assembly ')[^,']+")]
    private static partial Regex AssemblyName();

    private static bool EndsInValue(Script script)
    {
        var compilation = script.GetCompilation();
        var tree = compilation.SyntaxTrees.Single();
        return tree.GetRoot().ChildNodes().OfType<GlobalStatementSyntax>().LastOrDefault()?.Statement is ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last
            && tree.GetRoot().ChildNodes().Last() is GlobalStatementSyntax
            && compilation.GetSemanticModel(tree).GetTypeInfo(last.Expression).Type is { SpecialType: not SpecialType.System_Void };
    }

    private static string Describe(Diagnostic error, StopChecks guarded, int firstLine)
    {
        var text = error.Location.SourceTree!.GetText();
        var start = text.Lines.GetLinePosition(error.Location.SourceSpan.Start);
        var original = guarded.Original(error.Location.SourceSpan.Start) - guarded.Original(text.Lines[start.Line].Start);
        return $"({firstLine + start.Line + 1},{original + 1}): error {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}";
    }

    private static string TypeName(Type type) =>
        !type.IsVisible || type.Name.Contains('<') ? "dynamic"
        : type.IsArray ? $"{TypeName(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"global::{type.FullName![..type.FullName!.IndexOf('`')].Replace('+', '.')}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
        // One that a cell declared is known by its bare name.
        : type.FullName!.StartsWith("Submission#", StringComparison.Ordinal) ? type.FullName[(type.FullName.IndexOf('+') + 1)..].Replace('+', '.')
        : $"global::{type.FullName!.Replace('+', '.')}";
}
