using Workbook.Notebooks.Documents;

namespace Workbook.Notebooks.Runner;

/// <summary>What a run's paths stand for: each notebook once, and where its executed copy goes.</summary>
internal static class NotebookJobs
{
    /// <exception cref="WorkbookException">A path holds no notebook, or a parameter fits none; before anything runs.</exception>
    public static List<WorkerOptions> Of(NotebookRunOptions options)
    {
        var notebooks = Find(options);
        var declared = notebooks.ToDictionary(notebook => notebook.Path, notebook => DeclaredParameters.Declared(NotebookFile.Read(notebook.Path)));
        var all = declared.Values.SelectMany(parameters => parameters).DistinctBy(parameter => parameter.Key).ToDictionary();
        DeclaredParameters.Require(all, options.Parameters);
        if (notebooks.FirstOrDefault(notebook => IsSame(notebook.Path, Path.GetFullPath(Path.Combine(options.Output, notebook.Name)))) is { Path: { } own })
            throw new WorkbookException($"The executed copy of {own} would take its place. Sources stay as they are: name another folder (--out).");
        return [.. notebooks.Select(notebook => new WorkerOptions(
            notebook.Path, Path.GetFullPath(Path.Combine(options.Output, notebook.Name)),
            Path.GetFullPath(options.Workspace ?? NotebookWorkspace.FindRoot(Path.GetDirectoryName(notebook.Path)!)),
            options.Parameters.Where(parameter => declared[notebook.Path].ContainsKey(parameter.Key)).ToDictionary(), options.Timeout.TotalSeconds, options.OutputLimit))];
    }

    /// <summary>In the order of the paths, each folder's in the order of names.</summary>
    private static IReadOnlyList<(string Path, string Name)> Find(NotebookRunOptions options)
    {
        var found = new List<(string Path, string Name)>();
        foreach (var path in options.Paths.Select(Path.GetFullPath))
        {
            if (Directory.Exists(path))
                found.AddRange(NotebookFolder.Files(path, [".ipynb", ".dib"], folder => IsOfRun(folder, options.Output)).Select(file => (file, Path.GetRelativePath(path, file))));
            else if (File.Exists(path))
                found.Add((path, Path.GetFileName(path)));
            else
                throw new WorkbookException($"There is no notebook {path}.");
        }

        if (found.Count == 0)
            throw new WorkbookException($"There is no notebook in {string.Join(", ", options.Paths)}: expected .ipynb or .dib files, there or in the folders below.");
        return Distinct([.. found.DistinctBy(notebook => notebook.Path)]);
    }

    /// <summary>Executed copies are nobody's exercise: neither this run's nor, by their reports, those of earlier ones.</summary>
    private static bool IsOfRun(string folder, string output) =>
        folder == Path.TrimEndingDirectorySeparator(Path.GetFullPath(output))
        || (File.Exists(Path.Combine(folder, RunReports.JUnitName)) && File.Exists(Path.Combine(folder, RunReports.SummaryName)));

    /// <summary>Executed copies keep the folders below the one that was named; where two would then be one, those below the folder that holds all.</summary>
    private static IReadOnlyList<(string Path, string Name)> Distinct(IReadOnlyList<(string Path, string Name)> notebooks)
    {
        var named = AsNotebooks(notebooks);
        if (AreDistinct(named))
            return named;
        var common = Common([.. notebooks.Select(notebook => Path.GetDirectoryName(notebook.Path)!)]);
        named = AsNotebooks([.. notebooks.Select(notebook => (notebook.Path, Path.GetRelativePath(common, notebook.Path)))]);
        return AreDistinct(named) ? named : [.. named.Select((notebook, index) => (notebook.Path, Path.ChangeExtension(notebook.Name, $".{index + 1}.ipynb")))];
    }

    /// <summary>A .dib is executed as .ipynb; where both lie side by side its name says which it was.</summary>
    private static IReadOnlyList<(string Path, string Name)> AsNotebooks(IReadOnlyList<(string Path, string Name)> notebooks)
    {
        var names = notebooks.Select(notebook => notebook.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. notebooks.Select(notebook => (notebook.Path, !NotebookFile.IsDib(notebook.Name) ? notebook.Name
            : names.Contains(Path.ChangeExtension(notebook.Name, ".ipynb")) ? notebook.Name + ".ipynb" : Path.ChangeExtension(notebook.Name, ".ipynb")))];
    }

    private static bool IsSame(string path, string other) => path.Equals(other, OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    /// <summary>Also where upper and lower case are the same.</summary>
    private static bool AreDistinct(IReadOnlyList<(string Path, string Name)> notebooks) =>
        notebooks.DistinctBy(notebook => notebook.Name, StringComparer.OrdinalIgnoreCase).Count() == notebooks.Count;

    private static string Common(IReadOnlyList<string> folders)
    {
        var common = folders[0];
        while (folders.Any(folder => Path.GetRelativePath(common, folder).StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(Path.GetRelativePath(common, folder))))
        {
            if (Path.GetDirectoryName(common) is not { } parent)
                return common;
            common = parent;
        }

        return common;
    }
}
