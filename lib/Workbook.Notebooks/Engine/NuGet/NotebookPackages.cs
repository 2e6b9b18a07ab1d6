using System.Reflection;
using Workbook.Notebooks.Engine.CSharp;

namespace Workbook.Notebooks.Engine.NuGet;

/// <summary>What a cell's <c>#r "nuget:…"</c> lines have brought.</summary>
/// <param name="Assemblies">For the cells to refer to.</param>
/// <param name="Notes">For the reader: which versions were taken, and what stayed as it was.</param>
internal sealed record AddedPackages(IReadOnlyList<Assembly> Assemblies, IReadOnlyList<string> Notes);

/// <summary>
/// The packages of a notebook, one version of each. What a later cell adds goes together with what is loaded: where it asks
/// for another version, the loaded one stays, and the reader is told.
/// </summary>
internal sealed class NotebookPackages
{
    private readonly PackageContext _context = new();
    private readonly Dictionary<string, RestoredPackage> _loaded = new(StringComparer.OrdinalIgnoreCase);

    public bool Has(string id) => _loaded.ContainsKey(id);

    /// <summary>An assembly that a package's own refer to; null for none of theirs.</summary>
    public Assembly? Find(string assembly) => _context.PathOf(assembly) is { } path ? _context.LoadFromAssemblyPath(path) : null;

    /// <exception cref="WorkbookException">A package can't be had, or is loaded in a version that the cell doesn't want. Nothing was added then.</exception>
    public AddedPackages Add(IReadOnlyList<PackageRequest> requests, IReadOnlyList<string> sources, string folder, CancellationToken cancellation)
    {
        var (wanted, assemblies, notes) = (new List<PackageRequest>(), new List<Assembly>(), new List<string>());
        foreach (var request in requests.DistinctBy(request => (request.Id.ToLowerInvariant(), request.Version)))
        {
            if (wanted.Find(other => IsSame(other.Id, request.Id)) is { } twice)
                throw new WorkbookException($"The cell asks for {request.Id} {request.Version} and for {twice.Id} {twice.Version}. A notebook has one version of each package: keep one of the lines.");
            if (!HostPackages.Replaced.Contains(request.Id, StringComparer.OrdinalIgnoreCase) && !IsHosts(request, assemblies, notes) && !IsLoaded(request, notes))
                wanted.Add(request);
        }

        if (wanted.Count == 0)
            return new AddedPackages(assemblies, notes);
        var packages = Restore(wanted, sources, folder, cancellation);
        foreach (var package in packages)
            foreach (var framework in package.Frameworks)
                _context.AddFramework(framework, $"{package.Id} {package.Version}");
        var stays = false;
        notes.AddRange(wanted.Select(request => packages.First(package => IsSame(package.Id, request.Id))).Select(package => $"{package.Id} {package.Version}"));
        foreach (var package in packages.Where(package => !_loaded.ContainsKey(package.Id)))
        {
            foreach (var other in Unmet(package, packages).Where(other => _loaded.ContainsKey(other.Id)))
            {
                stays = true;
                notes.Add($"{other.Id} {other.Version} stays, though {package.Id} {package.Version} asks for {Range(package, other)}.");
            }

            var (loaded, older) = _context.Add(package);
            assemblies.AddRange(loaded);
            notes.AddRange(older.Select(own => $"{own.Name} {own.Version} is the kernel's own and stays, though the package {package.Id} {package.Version} has a newer one."));
        }

        foreach (var package in packages)
            _loaded.TryAdd(package.Id, package);
        if (stays)
            notes.Add("A notebook has one version of each package. If something fails, restart the kernel and ask for all of them in one cell.");
        return new AddedPackages(assemblies, notes);
    }

    /// <summary>A version is the least that would do: one that another package of the same cell can't use gives way to a newer one.</summary>
    private IReadOnlyList<RestoredPackage> Restore(List<PackageRequest> wanted, IReadOnlyList<string> sources, string folder, CancellationToken cancellation)
    {
        while (true)
        {
            var packages = new PackageRestore([.. _loaded.Values.Select(package => new PackageRequest(package.Id, package.Version)), .. wanted], sources, folder).Run(cancellation);
            var raised = packages.SelectMany(package => Unmet(package, packages).Select(other => (Other: other, Range: PackageRange.Parse(Range(package, other)))))
                .Where(unmet => unmet.Range.IsAbove(unmet.Other.Version) && !unmet.Range.IsBelow(unmet.Range.Minimum!))
                .Select(unmet => (At: wanted.FindIndex(request => IsSame(request.Id, unmet.Other.Id)), Least: unmet.Range.Minimum!))
                .FirstOrDefault(unmet => unmet.At >= 0 && PackageRange.Parse(wanted[unmet.At].Version).Allows(unmet.Least) && wanted[unmet.At].Version != unmet.Least, (At: -1, Least: ""));
            if (raised.At < 0)
                return packages;
            wanted[raised.At] = wanted[raised.At] with { Version = raised.Least };
        }
    }

    private static IEnumerable<RestoredPackage> Unmet(RestoredPackage package, IReadOnlyList<RestoredPackage> all) =>
        all.Where(other => package.Dependencies.ContainsKey(other.Id) && !PackageRange.Parse(Range(package, other)).Allows(other.Version));

    private static string Range(RestoredPackage package, RestoredPackage other) => package.Dependencies[other.Id];

    private static bool IsHosts(PackageRequest request, List<Assembly> assemblies, List<string> notes)
    {
        if (HostPackages.Find(request.Id) is not { } own)
            return false;
        if (!PackageRange.Parse(request.Version).Allows(own.Version))
            notes.Add($"{own.Id} {own.Version} is the kernel's own and stays, though the cell asks for {request.Version}: a process has one version of it.");
        assemblies.AddRange(own.Assemblies.Where(name => ScriptReferences.PathOf(name) is not null).Select(name => Assembly.Load(new AssemblyName(name))));
        return true;
    }

    private bool IsLoaded(PackageRequest request, List<string> notes)
    {
        if (!_loaded.TryGetValue(request.Id, out var package))
            return false;
        var range = PackageRange.Parse(request.Version);
        if (!range.Allows(package.Version))
            throw new WorkbookException($"{package.Id} {package.Version} is loaded and stays; the cell asks for {request.Version}. A notebook has one version of each package: restart the kernel and ask for {request.Version} in the first cell that names it or needs it.");
        if (range.Minimum is { } least && PackageVersion.Compare(least, package.Version) < 0)
            notes.Add($"{package.Id} {package.Version} is loaded and stays; the cell asks for {request.Version} or newer.");
        return true;
    }

    private static bool IsSame(string id, string other) => id.Equals(other, StringComparison.OrdinalIgnoreCase);
}
