using System.Collections.Immutable;
using System.Reflection;
using DuckDB.NET.Data;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

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
internal sealed class ScriptEngine : IDisposable
{
    /// <summary>Of all cells.</summary>
    public static readonly string[] Imports =
    [
        "System", "System.IO", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks", "System.Linq",
        "Workbook", "Workbook.Acme", "Workbook.Bronze", "Workbook.Charts", "Workbook.Contracts", "Workbook.Contracts.Retail", "Workbook.Dashboards", "Workbook.Database", "Workbook.Dedup", "Workbook.Dedup.Model", "Workbook.Delta", "Workbook.Generation",
        "Workbook.Lake", "Workbook.Models", "Workbook.Models.Lineage", "Workbook.Models.Project", "Workbook.Models.Running", "Workbook.Models.Snapshots.Kinds", "Workbook.Notebooks", "Workbook.Operations", "Workbook.Operations.Alerts", "Workbook.Operations.Backfill", "Workbook.Operations.Drills", "Workbook.Operations.Increments", "Workbook.Operations.Monitoring", "Workbook.Operations.Storage", "Workbook.Operations.TimeTravel", "Workbook.Pipelines", "Workbook.PowerBi", "Workbook.Query", "Workbook.Reconciliation", "Workbook.Notebooks.CellFunctions",
    ];

    private readonly InteractiveAssemblyLoader _loader = new();
    private readonly ScriptReferences _references = new();
    private ScriptOptions _options;
    private readonly List<string> _cells = [];
    private ScriptState? _state;
    private int _number;

    public ScriptEngine()
    {
        // Implementation assemblies that this process has loaded already: a second copy would have types of its own.
        Assembly[] own = [typeof(WorkbookException).Assembly, typeof(Models.Running.ModelRunner).Assembly, typeof(Acme.AcmeProject).Assembly, typeof(Dashboards.Dashboard).Assembly, typeof(Operations.Severity).Assembly, typeof(PowerBi.PowerBiProject).Assembly, typeof(ScriptEngine).Assembly, typeof(DuckDBConnection).Assembly, typeof(DuckDB.NET.Native.NativeMethods).Assembly];
        foreach (var assembly in own)
            _loader.RegisterDependency(assembly);
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

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview, kind: SourceCodeKind.Script);

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

    public void AddReference(string path) => _options = _options.AddReferences(MetadataReference.CreateFromFile(path));

    /// <summary>Compiles and runs; what was declared before a fault stays declared.</summary>
    /// <param name="firstLine">Of the code within its cell, from 0.</param>
    /// <exception cref="CompilationException"/>
    public ScriptValue Run(string code, int firstLine, CancellationToken cancellation)
    {
        var guarded = StopChecks.In(code, ParseOptions);
        var script = Compile(guarded, firstLine, cancellation);
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

    /// <summary>A variable that the following cells see under its own type.</summary>
    public void Declare(string name, object? value)
    {
        var type = value is null ? "object" : TypeName(value.GetType());
        var handed = ValueHandover.Put(value);
        Run($"{type} {name} = ({type})global::Workbook.Notebooks.Engine.CSharp.ValueHandover.Take({handed});", 0, CancellationToken.None);
    }

    public void Dispose() => _loader.Dispose();

    private Script<object> Compile(StopChecks guarded, int firstLine, CancellationToken cancellation)
    {
        var script = Make(guarded.Code, $"cell-{++_number}");
        var errors = Errors(script, cancellation);
        if (Unknown(errors) is { Count: > 0 } names && _references.Missing(names) is { Count: > 0 } more)
        {
            var (former, options) = (errors, _options);
            _options = _options.AddReferences(more);
            script = Make(guarded.Code, $"cell-{_number}");
            errors = Errors(script, cancellation);
            if (errors.Count >= former.Count)
                _options = options; // they were no help, and cost memory
        }

        return errors.Count == 0 ? script : throw new CompilationException([.. errors.Select(error => Describe(error, guarded, firstLine))]);
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
        return $"({firstLine + start.Line + 1},{original + 1}): error {error.Id}: {error.GetMessage()}";
    }

    private static string TypeName(Type type) =>
        !type.IsVisible || type.Name.Contains('<') ? "dynamic"
        : type.IsArray ? $"{TypeName(type.GetElementType()!)}[]"
        : type.IsGenericType ? $"global::{type.FullName![..type.FullName!.IndexOf('`')].Replace('+', '.')}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>"
        : $"global::{type.FullName!.Replace('+', '.')}";
}
