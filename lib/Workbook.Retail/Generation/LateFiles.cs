namespace Workbook.Retail.Generation;

/// <summary>The generator's late files, held back until they are let in: what a day's load looks like without them, and then with them.</summary>
public sealed class LateFiles
{
    private const string Holding = "_late";
    private const string Name = "part-late.csv";

    private readonly string _raw;

    private LateFiles(string raw, IReadOnlyList<string> files) => (_raw, Files) = (raw, files);

    /// <summary>Relative to the raw folder.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Moves them aside, within the raw folder, to where no source is looked for.</summary>
    /// <param name="unlessLoaded">Files that bronze has already stay.</param>
    public static LateFiles HoldBack(string raw, IReadOnlyCollection<string>? unlessLoaded = null)
    {
        var files = Directory.EnumerateFiles(raw, Name, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(raw, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith(Holding, StringComparison.Ordinal) && unlessLoaded?.Contains(file) != true).ToList();
        foreach (var file in files)
            Move(Path.Combine(raw, file), Path.Combine(raw, Holding, file));
        // What a run that was killed held back is late, too.
        var held = Directory.Exists(Path.Combine(raw, Holding)) ? Directory.EnumerateFiles(Path.Combine(raw, Holding), Name, SearchOption.AllDirectories) : [];
        return new LateFiles(raw, [.. held.Select(file => Path.GetRelativePath(Path.Combine(raw, Holding), file).Replace('\\', '/')).Order(StringComparer.Ordinal)]);
    }

    /// <summary>They lie where they belong from now on.</summary>
    public void Arrive()
    {
        foreach (var file in Files)
            Move(Path.Combine(_raw, Holding, file), Path.Combine(_raw, file));
        if (Directory.Exists(Path.Combine(_raw, Holding)))
            Directory.Delete(Path.Combine(_raw, Holding), recursive: true);
    }

    private static void Move(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Move(from, to);
    }
}
