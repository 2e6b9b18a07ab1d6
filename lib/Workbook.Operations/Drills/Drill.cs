using Workbook.Operations.Checks;

namespace Workbook.Operations.Drills;

/// <param name="Text">What to do, and why.</param>
/// <param name="Command">The command that does it, from the project's folder, with the lake and the raw files where they are by default.</param>
public sealed record RecoveryStep(string Text, string Command)
{
    /// <summary>Does on the copy what the command does.</summary>
    public Action<DrillLake> Do { get; init; } = _ => { };
}

/// <summary>
/// An accident that is practised: how it shows, what to look at, how to recover. It is broken on a copy, found by its check,
/// recovered by its steps, and the copy must then equal a lake that was never disturbed.
/// </summary>
public abstract class Drill
{
    /// <summary>By which it is asked for: <c>accidental_delete</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The accident in a sentence, and its heading in the runbook.</summary>
    public abstract string Title { get; }

    /// <summary>Of the accident, were it a real one.</summary>
    public abstract Severity Severity { get; }

    /// <summary>What the drill does to the copy.</summary>
    public abstract string Accident { get; }

    /// <summary>What people notice, a sentence each.</summary>
    public abstract IReadOnlyList<string> Symptoms { get; }

    /// <summary>The check that finds it.</summary>
    public abstract LakeCheck Check { get; }

    /// <summary>What to look at before anything is mended, a sentence each, with its commands.</summary>
    public abstract IReadOnlyList<string> Triage { get; }

    /// <summary>Whom to tell, and what.</summary>
    public abstract string Communication { get; }

    /// <summary>Whether the accident happens while new days arrive; the undisturbed lake then has them, too.</summary>
    public virtual bool ReceivesNewDays => false;

    /// <summary>Does the accident to the copy. May remember what it broke, for <see cref="Recovery"/>.</summary>
    public abstract void Break(DrillLake lake);

    /// <summary>After <see cref="Break"/>: the commands name what was broken.</summary>
    public abstract IReadOnlyList<RecoveryStep> Recovery(DrillLake lake);
}
