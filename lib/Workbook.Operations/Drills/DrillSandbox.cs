using Workbook.Models;
using Workbook.Operations.Checks;
using Workbook.Operations.Increments;

namespace Workbook.Operations.Drills;

/// <param name="Command">As the runbook has it, with what this drill broke.</param>
public sealed record StepReport(string Text, string Command, TimeSpan Elapsed);

/// <summary>How a drill went.</summary>
/// <param name="Findings">What the check said after the accident.</param>
/// <param name="Remaining">What it said after the recovery.</param>
/// <param name="Difference">From the lake that was never disturbed.</param>
/// <param name="Tables">That were compared.</param>
public sealed record DrillReport(
    Drill Drill, IReadOnlyList<string> Findings, TimeSpan Detection, IReadOnlyList<StepReport> Steps, IReadOnlyList<string> Remaining, LakeDiff Difference, int Tables, long Rows)
{
    /// <summary>Time that all steps took, without finding the fault: that is <see cref="Detection"/>.</summary>
    public TimeSpan Recovery => TimeSpan.FromTicks(Steps.Sum(step => step.Elapsed.Ticks));

    /// <summary>Whether the check found the accident, finds nothing after the recovery, and the lake equals the undisturbed one.</summary>
    public bool IsPassed => Findings.Count > 0 && Remaining.Count == 0 && Difference.IsEmpty;

    /// <summary>Why it is not passed, in sentences.</summary>
    public IReadOnlyList<string> Faults =>
    [
        .. Findings.Count == 0 ? [$"{Drill.Check.Name} found nothing after the accident"] : Array.Empty<string>(),
        .. Remaining.Select(finding => $"after the recovery {Drill.Check.Name} still finds: {finding}"),
        .. Difference.IsEmpty ? Array.Empty<string>() : [$"the recovered lake is not the undisturbed one: {Difference.ToString().ReplaceLineEndings("; ")}"],
    ];
}

/// <summary>
/// A place to break a lake in: a copy, settled in its own folder once and then broken by one drill after the other. The
/// original is only read.
/// </summary>
public sealed class DrillSandbox : IDisposable
{
    private readonly string _folder;
    private readonly LakehouseProject _project;
    private readonly bool _withTests;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;
    private readonly LakeDigest _undisturbed;
    private LakeDigest? _grown;

    private DrillSandbox(IncrementTarget origin, string folder, bool withTests, CancellationToken cancel)
    {
        (_folder, _project, _withTests, _time, _cancellation) = (folder, origin.Project, withTests, origin.Time, cancel);
        LakeCopy.Make(origin.Raw, Pristine("raw"));
        LakeCopy.Make(origin.Project.ModelsFolder, Pristine("dbt"));
        LakeCopy.Make(origin.Lake.Path, Pristine("lake"));
        // The models' SQL names the lake's folder, so all are built once where the drills will be.
        var lake = Fresh();
        var built = lake.Build();
        if (built.Results.FirstOrDefault(result => result.IsFailure) is { } failed)
            throw new WorkbookException($"A lake that is broken already can't be drilled on: {failed.Node.Name}: {failed.Message} Mend it first: 'workbook dbt build' says how far it is.");
        Directory.Delete(Pristine("lake"), recursive: true);
        Directory.Move(lake.Lake.Path, Pristine("lake"));
        _undisturbed = LakeDigest.Of(Fresh().Lake, _project);
    }

    /// <param name="folder">Not there yet; on the lake's own disk, data files take no room of their own. Deleted at the end.</param>
    /// <param name="withTests">False builds the models without their tests: several times faster, and the seconds are not those of the commands.</param>
    /// <exception cref="WorkbookException">The lake can't be copied, or isn't in order.</exception>
    public static DrillSandbox Prepare(IncrementTarget origin, string folder, bool withTests = true, CancellationToken cancel = default)
    {
        if (Path.Exists(folder))
            throw new WorkbookException($"{Path.GetFullPath(folder)} is there already; drills delete their folder when they are done. Name one that isn't there.");
        try
        {
            return new DrillSandbox(origin, Path.GetFullPath(folder), withTests, cancel);
        }
        catch
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <exception cref="WorkbookException">The check finds something before anything is broken, or a step can't be done.</exception>
    public DrillReport Perform(Drill drill)
    {
        var undisturbed = drill.ReceivesNewDays ? _grown ??= Grow() : _undisturbed;
        var lake = Fresh();
        if (drill.Check.Find(lake.Target) is { Count: > 0 } already)
            throw new WorkbookException($"The drill {drill.Name} can't begin: {drill.Check.Name} finds something in the lake as it is: {already[0]}. Mend that first.");
        drill.Break(lake);
        var found = drill.Check.Ask(lake.Target);
        var steps = drill.Recovery(lake).Select(step => Do(step, lake)).ToList();
        var after = LakeDigest.Of(lake.Lake, _project);
        return new DrillReport(drill, [.. found.Findings.Select(Shown)], found.Elapsed, steps, [.. drill.Check.Find(lake.Target).Select(Shown)], LakeDiff.Between(undisturbed, after), after.Tables.Count, after.Rows);
    }

    private StepReport Do(RecoveryStep step, DrillLake lake)
    {
        _cancellation.ThrowIfCancellationRequested();
        var start = _time.GetTimestamp();
        step.Do(lake);
        return new StepReport(step.Text, step.Command, _time.GetElapsedTime(start));
    }

    /// <summary>The lake as it would be had the new days come without an accident.</summary>
    private LakeDigest Grow()
    {
        var lake = Fresh();
        lake.Deliver();
        lake.Load();
        return LakeDigest.Of(lake.Lake, _project);
    }

    private DrillLake Fresh()
    {
        foreach (var name in (string[])["raw", "lake", "dbt"])
        {
            if (Directory.Exists(Path.Combine(_folder, name)))
                Directory.Delete(Path.Combine(_folder, name), recursive: true);
            LakeCopy.Make(Pristine(name), Path.Combine(_folder, name));
        }

        var lake = new DrillLake(_folder, _project, _withTests, _time, _cancellation);
        File.Delete(lake.Backup);
        return lake;
    }

    /// <summary>A finding as it would read in the lake's own place.</summary>
    private string Shown(string finding) => finding
        .Replace(Path.GetRelativePath(Environment.CurrentDirectory, _folder).Replace('\\', '/') + '/', "", StringComparison.Ordinal)
        .Replace(_folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);

    private string Pristine(string name) => Path.Combine(_folder, "pristine", name);

    /// <summary>Deletes the folder, copies and all.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
