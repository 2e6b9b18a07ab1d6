using Workbook.Contracts;

namespace Workbook.Bronze.Inference;

/// <summary>A contract that was read off files, with what speaks for it.</summary>
/// <param name="Files">As they were named.</param>
/// <param name="Rows">Rows looked at: all that the files have.</param>
/// <param name="Broken">Rows that no contract takes, such as those with too few fields; ingestion will reject them.</param>
/// <param name="Notes">What was assumed, or left out, beside the columns' own; a sentence each.</param>
public sealed record InferredContract(
    SourceContract Contract, IReadOnlyList<string> Files, long Rows, long Broken, IReadOnlyList<InferredColumn> Columns, IReadOnlyList<string> Notes)
{
    /// <summary>As a YAML file of the Open Data Contract Standard.</summary>
    public string ToYaml() => ContractFile.ToYaml(Contract);
}

/// <param name="Values">Rows that have a value in it.</param>
/// <param name="Evidence">Why it is of that type and has those rules, for people.</param>
public sealed record InferredColumn(Column Column, long Values, string Evidence);
