using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

/// <summary>What an enforced contract promises: these columns, all of them and no other, with these types.</summary>
internal sealed record ModelContract(IReadOnlyList<ContractColumn> Columns, IReadOnlyList<ContractConstraint>? Constraints = null);

/// <param name="DataType">As written; DuckDB resolves it, so <c>int</c> and <c>integer</c> are one.</param>
internal sealed record ContractColumn(string Name, string DataType, IReadOnlyList<ContractConstraint>? Constraints = null);

/// <param name="Type">
/// not_null, primary_key, unique or check. foreign_key and custom are accepted and left out: DuckDB won't replace a table
/// that another one references, so that belongs in a relationships test.
/// </param>
/// <param name="Expression">The condition of a check.</param>
/// <param name="Columns">For a constraint of the whole model.</param>
internal sealed record ContractConstraint(string Type, string? Expression = null, IReadOnlyList<string>? Columns = null);

/// <summary>How a model's column differs from its contract.</summary>
public enum ContractFault
{
    /// <summary>Both have the column, with different types.</summary>
    WrongType,

    /// <summary>The contract alone has the column.</summary>
    Missing,

    /// <summary>The model alone has the column.</summary>
    Unexpected,
}

/// <param name="Expected">Null for a column that the contract doesn't have.</param>
/// <param name="Found">Null for a column that the model doesn't have.</param>
public sealed record ContractMismatch(string Column, ContractFault Fault, string? Expected, string? Found)
{
    /// <summary>One line, as the message lists it: <c>amount: expected DECIMAL(18,2), found DOUBLE</c>.</summary>
    public override string ToString() => Fault switch
    {
        ContractFault.WrongType => $"{Column}: expected {Expected}, found {Found}",
        ContractFault.Missing => $"{Column}: expected {Expected}, but the model has no such column",
        _ => $"{Column}: found {Found}, but the contract has no such column",
    };
}

/// <summary>A model whose columns aren't those of its contract. Nothing was built.</summary>
public sealed class ContractException : WorkbookException
{
    internal ContractException(Relation target, IReadOnlyList<ContractMismatch> mismatches)
        : base($"{target.Path} breaks its contract in {mismatches.Count} column{(mismatches.Count == 1 ? "" : "s")}:\n"
            + string.Concat(mismatches.Select(mismatch => $"  {mismatch}\n"))
            + "Correct the model's SELECT, with a CAST where only the type differs, or the data_type in its YAML.")
    {
        Mismatches = mismatches;
    }

    /// <summary>All of them, one at least: the contract's columns in their order, then those that only the model has.</summary>
    public IReadOnlyList<ContractMismatch> Mismatches { get; }
}
