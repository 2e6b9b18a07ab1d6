using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Architecture;

/// <summary>What one file of <c>lib</c> names of another. Paths are relative to <c>lib</c>, with <c>/</c>.</summary>
/// <param name="Name">Of the type or member.</param>
internal sealed record Dependency(string From, int Line, string To, string Name)
{
    public override string ToString() => $"{From}:{Line} names {Name} of {To}";
}

/// <summary>The C# of <c>lib</c>, as the compiler understands it: a name in a comment or in a string is none.</summary>
internal sealed class SourceCode
{
    private static readonly Lazy<SourceCode> Loaded = new(() => new SourceCode());

    private readonly Dictionary<string, CSharpCompilation> _compilations = [];

    private SourceCode()
    {
        Lib = Path.Combine(Root(), "lib");
        Projects = [.. Directory.EnumerateFiles(Lib, "*.csproj", SearchOption.AllDirectories).Select(Project.Read).OrderBy(project => project.Name, StringComparer.Ordinal)];
        Dependencies = [.. Projects.AsParallel().SelectMany(project => DependenciesOf(Compilation(project)))];
    }

    public static SourceCode Instance => Loaded.Value;

    public string Lib { get; }

    public IReadOnlyList<Project> Projects { get; }

    /// <summary>Between files, each pair and name once.</summary>
    public IReadOnlyList<Dependency> Dependencies { get; }

    public CSharpCompilation Compilation(Project project)
    {
        lock (_compilations)
        {
            if (_compilations.TryGetValue(project.Name, out var known))
                return known;
            var trees = Sources(project).AsParallel().Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(documentationMode: DocumentationMode.Diagnose), path: file)).ToList();
            trees.Add(CSharpSyntaxTree.ParseText(string.Concat(project.Usings.Select(name => $"global using {name};")) + string.Concat(project.Friends.Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]"))));
            var references = AllReferences(project).Select(name => (MetadataReference)Compilation(Projects.Single(other => other.Name == name)).ToMetadataReference());
            var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true);
            return _compilations[project.Name] = CSharpCompilation.Create(project.Name, trees, [.. Packages.Value, .. references], options);
        }
    }

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Packages = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => !Path.GetFileName(file).StartsWith("Workbook", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file))]);

    private HashSet<string> AllReferences(Project project)
    {
        var all = new HashSet<string>();
        void Add(Project from)
        {
            foreach (var name in from.References.Where(all.Add))
                Add(Projects.Single(other => other.Name == name));
        }

        Add(project);
        return all;
    }

    private static IEnumerable<string> Sources(Project project) =>
        Directory.EnumerateFiles(project.Folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetRelativePath(project.Folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal);

    private IEnumerable<Dependency> DependenciesOf(CSharpCompilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0))
        {
            var model = compilation.GetSemanticModel(tree);
            var from = Relative(tree.FilePath);
            var seen = new HashSet<(string, string)>();
            foreach (var node in tree.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax))
            {
                var info = model.GetSymbolInfo(node);
                if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not { } symbol || TypeOf(symbol) is not { } type)
                    continue;
                var files = type.DeclaringSyntaxReferences.Select(part => Relative(part.SyntaxTree.FilePath)).ToList();
                if (files.Count == 0 || files.Contains(from))
                    continue;
                foreach (var file in files.Where(file => seen.Add((file, symbol.Name))))
                    yield return new Dependency(from, node.GetLocation().GetLineSpan().StartLinePosition.Line + 1, file, symbol is INamedTypeSymbol ? type.Name : $"{type.Name}.{symbol.Name}");
            }
        }
    }

    /// <summary>Null for what no type of ours declares: a namespace, a local, a type parameter.</summary>
    private static INamedTypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.OriginalDefinition,
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol => null,
        _ => symbol.ContainingType?.OriginalDefinition,
    };

    private string Relative(string file) => Path.GetRelativePath(Lib, file).Replace('\\', '/');

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}

/// <summary>A project of <c>lib</c>, as its file says.</summary>
/// <param name="Friends">That it shows its internal types to.</param>
internal sealed record Project(string Name, string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Friends, IReadOnlyList<string> Usings)
{
    private static readonly string[] Implicit =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks", "static System.FormattableString"];

    public static Project Read(string file)
    {
        var items = XDocument.Load(file).Descendants().ToList();
        IEnumerable<string> Included(string item) => items.Where(element => element.Name.LocalName == item).Select(element => element.Attribute("Include")!.Value);
        return new Project(
            Path.GetFileNameWithoutExtension(file),
            Path.GetDirectoryName(file)!,
            [.. Included("ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
            [.. Included("InternalsVisibleTo")],
            [.. Implicit, .. Included("Using")]);
    }
}
