using Workbook.Models.Compilation;

namespace Workbook.Models.Context;

/// <summary>One call of a command, as templates see it.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="StartedAt">UTC; <c>run_started_at</c>, and the clock of snapshots.</param>
/// <param name="Command">build, run, test, …</param>
/// <param name="Log">Where <c>log(…, info=true)</c> and <c>print</c> go.</param>
internal sealed record Invocation(string Id, DateTime StartedAt, string Command, bool FullRefresh, Action<string> Log);
