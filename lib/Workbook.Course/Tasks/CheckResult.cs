namespace Workbook.Course.Tasks;

/// <summary>What a check says of a task.</summary>
public enum CheckStatus
{
    /// <summary>What it looks for isn't there yet, or could not be looked at; no attempt is counted.</summary>
    NotAttempted,

    /// <summary>It is there, and something is off.</summary>
    Incorrect,

    /// <summary>Solved.</summary>
    Correct,
}

/// <param name="Message">What is missing, what is off (never what is right), or what was achieved.</param>
public sealed record CheckResult(CheckStatus Status, string Message)
{
    /// <param name="message">What is missing, and where to make it.</param>
    public static CheckResult NotAttempted(string message) => new(CheckStatus.NotAttempted, message);

    /// <param name="message">What is off, never what is right.</param>
    public static CheckResult Incorrect(string message) => new(CheckStatus.Incorrect, message);

    /// <param name="message">What was achieved.</param>
    public static CheckResult Correct(string message) => new(CheckStatus.Correct, message);
}

/// <summary>One thing to find out or to build, with a check that looks at the result alone.</summary>
/// <param name="Id">Exercise and task, <c>bronze.idempotent</c>; the exercise is what stands before the point.</param>
/// <param name="Hints">From a nudge to nearly the answer: three.</param>
/// <param name="Solution">Code of the reference solution, shown after an attempt.</param>
/// <param name="Language"><c>csharp</c> or <c>sql</c>: the solution's.</param>
public sealed record LearningTask(
    string Id, string Title, IReadOnlyList<string> Hints, string Language, string Solution, Func<CheckContext, CheckResult> Check)
{
    /// <summary><c>bronze</c> of <c>bronze.idempotent</c>.</summary>
    public string Exercise => Id[..Id.IndexOf('.')];
}
