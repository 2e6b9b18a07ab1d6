namespace Workbook.Course.Tasks;

public enum CheckStatus { NotAttempted, Incorrect, Correct }

/// <param name="Message">What is missing, what is off (never what is right), or what was achieved.</param>
public sealed record CheckResult(CheckStatus Status, string Message)
{
    public static CheckResult NotAttempted(string message) => new(CheckStatus.NotAttempted, message);

    public static CheckResult Incorrect(string message) => new(CheckStatus.Incorrect, message);

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
    public string Exercise => Id[..Id.IndexOf('.')];
}
