using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Workbook.Notebooks.Engine.CSharp.Assistance;

namespace Workbook.Notebooks.Engine.CSharp;

/// <summary>
/// The assemblies that cells see. Few, since the compiler's memory grows with their number times the cells squared; what
/// the few refer to is resolved when it is needed, and what a cell misses is added to the following ones.
/// </summary>
internal sealed class ScriptReferences : MetadataReferenceResolver
{
    /// <summary>Namespace or assembly by which a missing name is looked for, once the few don't have it.</summary>
    private static readonly string[] Few =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Console", "System.Collections", "System.Collections.Concurrent", "System.Linq",
        "System.Linq.Expressions", "System.Text.Json", "System.Text.RegularExpressions", "System.Threading", "System.Threading.Thread",
        "System.Memory", "System.Net.Http", "System.Net.Primitives", "System.Private.Uri", "System.Data.Common", "System.ComponentModel.Primitives",
        "System.ComponentModel", "System.Diagnostics.Process", "System.Runtime.Numerics", "System.IO.FileSystem.Watcher", "Microsoft.CSharp",
    ];

    /// <summary>What our own assemblies use inside and show nowhere, and what is large: the compiler needn't read it. A cell that wants it names it.</summary>
    public static IReadOnlyList<string> Inside { get; } = ["Microsoft.CodeAnalysis", "DocumentFormat.OpenXml"];

    /// <summary>Metadata of platform assemblies, read once for all sessions; they don't change while the process runs.</summary>
    private static readonly ConcurrentDictionary<string, ModuleMetadata> Read = new();

    /// <summary>Of one session: the compiler keeps symbols with a reference, and those of two sessions side by side don't mix.</summary>
    private readonly ConcurrentDictionary<string, PortableExecutableReference> _cache = new();

    private static readonly Lazy<Dictionary<string, string>> Platform = new(() =>
        ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .GroupBy(Path.GetFileNameWithoutExtension, StringComparer.OrdinalIgnoreCase) // it names CoreLib twice
            .ToDictionary(group => group.Key!, group => group.First(), StringComparer.OrdinalIgnoreCase));

    /// <summary>The file of an assembly that this program or its framework has; null where they don't.</summary>
    public static string? PathOf(string assembly) => Platform.Value.GetValueOrDefault(assembly);

    public IReadOnlyList<MetadataReference> Initial(params IEnumerable<Assembly> own) =>
        [.. Few.Where(Platform.Value.ContainsKey).Select(name => Platform.Value[name]).Concat(own.Select(assembly => assembly.Location)).Distinct().Select(At)];

    /// <summary>Platform assemblies whose name begins like the missing one, such as System.Xml for <c>System.Xml.Linq</c>; the rest of System for a bare name.</summary>
    /// <param name="wanted">Namespaces and types.</param>
    /// <param name="unread">Assemblies that are wanted, too.</param>
    public IReadOnlyList<MetadataReference> Missing(IReadOnlyList<string> wanted, IReadOnlyList<string> unread)
    {
        var paths = Platform.Value.Where(pair => pair.Key.StartsWith("System.", StringComparison.Ordinal)
            && wanted.Any(name => !name.Contains('.') || name.StartsWith(pair.Key, StringComparison.Ordinal) || pair.Key.StartsWith(name, StringComparison.Ordinal)));
        return [.. paths.Select(pair => pair.Value).Concat(unread.Select(PathOf).OfType<string>()).Select(At)];
    }

    public override bool ResolveMissingAssemblies => true;

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        IsOurs(definition) && Inside.Any(name => referenceIdentity.Name.StartsWith(name, StringComparison.Ordinal)) ? null :
        (PathOf(referenceIdentity.Name) ?? OfPackages?.Invoke(referenceIdentity.Name)) is { } path ? At(path) : null;

    /// <summary>Where an assembly is that packages refer to.</summary>
    public Func<string, string?>? OfPackages { get; set; }

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (Platform.Value.TryGetValue(reference, out var platform))
            return [At(platform)];
        // In a file that a cell loads, paths begin beside it.
        var path = Path.GetFullPath(reference, Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : Environment.CurrentDirectory);
        return File.Exists(path) ? [At(path)] : [];
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);

    public PortableExecutableReference At(string path) => _cache.GetOrAdd(path, file =>
        PathOf(Path.GetFileNameWithoutExtension(file)) == file
            ? Shared(file).GetReference(new DocumentationFiles(file), filePath: file)
            : MetadataReference.CreateFromFile(file, documentation: new DocumentationFiles(file)));

    private static AssemblyMetadata Shared(string file) =>
        AssemblyMetadata.Create((ModuleMetadata)Read.GetOrAdd(file, path => ModuleMetadata.CreateFromStream(File.OpenRead(path), PEStreamOptions.PrefetchMetadata)).Copy());

    private static bool IsOurs(MetadataReference reference) => Path.GetFileName(reference.Display)?.StartsWith("Workbook", StringComparison.Ordinal) == true;
}
