using static System.FormattableString;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>What became of one format's files.</summary>
internal sealed class FuzzTally
{
    public int Files { get; set; }

    public int Loaded { get; set; }

    public int Refused { get; set; }

    /// <summary>Loaded, but the independent reader gives the file up: nothing to compare.</summary>
    public int Unread { get; set; }

    /// <summary>Why.</summary>
    public List<string> Unreadable { get; } = [];

    /// <summary>Files that came out otherwise than they would have without their mutations.</summary>
    public int Changed { get; set; }

    public long Rows { get; set; }

    public long Rejected { get; set; }

    public override string ToString() => Invariant($"{Files,6} files: {Loaded,6} loaded ({Unread} of them not compared), {Refused,5} refused, {Changed,6} came out changed; {Rows,8} rows, {Rejected,7} of them rejected")
        + string.Concat(Unreadable.CountBy(reason => reason.Length > 60 ? reason[..60] : reason).OrderByDescending(reason => reason.Value).Take(5).Select(reason => Invariant($"\n{reason.Value,14} not compared: {reason.Key}")));
}
