using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <param name="Line">As bronze counts it: a physical line, a sheet's row, a Parquet file's row from 1.</param>
/// <param name="Values">By column of the contract; what is no value of its type is missing, and named in the faults.</param>
/// <param name="Faults">Codes that bronze may reject it for; empty where it must accept it.</param>
internal sealed record ReadRow(long Line, IReadOnlyDictionary<string, object?> Values, IReadOnlyList<string> Faults, IReadOnlyList<string> Flags)
{
    public static ReadRow Broken(long line, string fault) => new(line, new Dictionary<string, object?>(), [fault], []);

    /// <param name="mismatches">Columns whose value is none of their type.</param>
    public static ReadRow Of(SourceContract contract, long line, IReadOnlyDictionary<string, object?> values, IEnumerable<string> mismatches)
    {
        var (faults, flags) = FuzzContract.Judge(contract, values);
        return new ReadRow(line, values, [.. mismatches, .. faults], flags);
    }
}

/// <summary>What an independent reader makes of a file.</summary>
/// <param name="Refusal">Why the file as a whole is none of the contract's; null where it is.</param>
internal sealed record Reading(IReadOnlyList<ReadRow> Rows, string? Refusal = null)
{
    public static Reading Refused(string reason) => new([], reason);
}
