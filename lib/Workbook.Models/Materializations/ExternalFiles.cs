using System.Text.Json;

namespace Workbook.Models.Materializations;

/// <summary>
/// New files of an external model come to be beside it and then take the place of the old ones, all or none. What is to
/// move is written down first, so that a move that was cut short is finished by the next run; files that were never
/// finished are thrown away.
/// </summary>
internal sealed class ExternalFiles
{
    private readonly string _location;
    private readonly string _staging;

    internal ExternalFiles(string location)
    {
        _location = Path.TrimEndingDirectorySeparator(Path.GetFullPath(location));
        _staging = Path.Combine(Path.GetDirectoryName(_location) ?? _location, $".{Path.GetFileName(_location)}.staging");
    }

    internal string Location => _location;

    private string PlanFile => Path.Combine(_staging, "plan.json");

    /// <summary>Where new files go: a file or folder that takes the place of the one of the same relative path.</summary>
    internal string Staged(string relative = "") =>
        relative.Length == 0 ? Path.Combine(_staging, "new") : Path.Combine(_staging, "new", relative);

    /// <summary>After it the staging folder is there and empty, and the location is as some finished run left it.</summary>
    internal void Recover()
    {
        FinishMove();
        Clear();
        Directory.CreateDirectory(_staging);
        Directory.CreateDirectory(Path.GetDirectoryName(_location)!);
    }

    /// <summary>If one was cut short; until then the location may lack what it had and what it shall have.</summary>
    internal void FinishMove()
    {
        if (!File.Exists(PlanFile))
            return;
        Carry(JsonSerializer.Deserialize<Plan>(File.ReadAllText(PlanFile))!);
        Clear();
    }

    /// <param name="replaced">Staged paths within the location; "" is the location itself.</param>
    /// <param name="removed">Paths within the location that go without a successor.</param>
    internal void Publish(IReadOnlyList<string> replaced, IReadOnlyList<string> removed)
    {
        var (plan, draft) = (new Plan(replaced, removed), PlanFile + ".draft");
        File.WriteAllText(draft, JsonSerializer.Serialize(plan));
        File.Move(draft, PlanFile);
        Carry(plan);
        Clear();
    }

    /// <summary>After a failure; but a move that has begun is left for <see cref="Recover"/> to finish.</summary>
    internal void Discard()
    {
        if (!File.Exists(PlanFile))
            Clear();
    }

    private void Clear()
    {
        if (Directory.Exists(_staging))
            Directory.Delete(_staging, recursive: true);
    }

    /// <summary>Can be cut short anywhere and run again: what isn't staged any more has been moved.</summary>
    private void Carry(Plan plan)
    {
        foreach (var path in plan.Replaced)
        {
            var (from, to) = (Staged(path), At(path));
            if (!File.Exists(from) && !Directory.Exists(from))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (Directory.Exists(to) || Directory.Exists(from))
                PutAside(to);
            if (Directory.Exists(from))
                Directory.Move(from, to);
            else
                File.Move(from, to, overwrite: true);
        }
        foreach (var path in plan.Removed)
            PutAside(At(path));
    }

    /// <summary>By a rename, which is quick: what reads the folder misses it for as short as can be.</summary>
    private void PutAside(string path)
    {
        var aside = Path.Combine(_staging, $"old-{Guid.NewGuid():N}");
        if (Directory.Exists(path))
            Directory.Move(path, aside);
        else if (File.Exists(path))
            File.Move(path, aside);
    }

    private string At(string relative) => relative.Length == 0 ? _location : Path.Combine(_location, relative);

    private sealed record Plan(IReadOnlyList<string> Replaced, IReadOnlyList<string> Removed);
}
