using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Workbook.Notebooks.Engine.CSharp;

namespace Workbook.Notebooks.Engine.NuGet;

/// <summary>
/// The packages of one notebook, together: each assembly is loaded once, whoever refers to it and to whichever version of it.
/// What the kernel has itself stays the kernel's. Native libraries are found where their package has them.
/// </summary>
internal sealed class PackageContext() : AssemblyLoadContext("packages of a notebook")
{
    private readonly Dictionary<string, string> _assemblies = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _nativeLibraries = new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private readonly List<string> _frameworks = [];

    /// <summary>One that this context has: a package's, or of a framework that a package stands on.</summary>
    public string? PathOf(string assembly) => _assemblies.TryGetValue(assembly, out var path) ? path
        : _frameworks.Select(folder => Path.Combine(folder, assembly + ".dll")).FirstOrDefault(File.Exists);

    /// <summary>Beside this program's own framework, in the same version or the newest of the same .NET.</summary>
    /// <exception cref="WorkbookException">It isn't installed.</exception>
    public void AddFramework(string name, string package)
    {
        var own = Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory());
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(own))!, name);
        var versions = Directory.Exists(folder) ? Directory.GetDirectories(folder, $"{Environment.Version.Major}.*") : [];
        var found = versions.FirstOrDefault(version => Path.GetFileName(version) == Path.GetFileName(own)) ?? versions.OrderByDescending(Path.GetFileName, Comparer<string?>.Create((left, right) => PackageVersion.Compare(left!, right!))).FirstOrDefault()
            ?? throw new WorkbookException($"The package {package} stands on {name} {Environment.Version.Major}, which isn't installed here (looked in {folder}). Install it, or take a package that does without.");
        if (!_frameworks.Contains(found))
            _frameworks.Add(found);
    }

    /// <returns>The assemblies that are new, loaded; and those that the kernel has in an older version than the package.</returns>
    public (IReadOnlyList<Assembly> Loaded, IReadOnlyList<AssemblyName> Older) Add(RestoredPackage package)
    {
        foreach (var library in package.NativeLibraries)
            _nativeLibraries.TryAdd(Path.GetFileName(library), library);
        var (loaded, older) = (new List<Assembly>(), new List<AssemblyName>());
        foreach (var file in package.Assemblies.Where(IsManaged))
        {
            var name = AssemblyName.GetAssemblyName(file);
            if (ScriptReferences.PathOf(name.Name!) is { } own)
            {
                if (AssemblyName.GetAssemblyName(own) is { } ours && ours.Version < name.Version)
                    older.Add(ours);
            }
            else if (_assemblies.TryAdd(name.Name!, file))
            {
                loaded.Add(LoadFromAssemblyPath(file));
            }
        }

        return (loaded, older);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (!string.IsNullOrEmpty(assemblyName.CultureName) && assemblyName.CultureName != "neutral")
            return null;
        // Without the version: what is there is taken even if the package was built against a newer one.
        if (ScriptReferences.PathOf(assemblyName.Name!) is not null)
            return Default.LoadFromAssemblyName(new AssemblyName(assemblyName.Name!));
        return PathOf(assemblyName.Name!) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        var ending = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        foreach (var file in (string[])[unmanagedDllName, unmanagedDllName + ending, $"lib{unmanagedDllName}{ending}", $"lib{unmanagedDllName}"])
        {
            if (_nativeLibraries.TryGetValue(file, out var path))
                return NativeLibrary.Load(path);
        }

        return 0;
    }

    /// <summary>Old packages have native files among their assemblies.</summary>
    private static bool IsManaged(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new System.Reflection.PortableExecutable.PEReader(stream);
        return reader.HasMetadata;
    }
}
