using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

internal static class ContractCheck
{
    private static readonly string[] Kinds = ["not_null", "primary_key", "unique", "check", "foreign_key", "custom"];

    /// <returns>The types of the contract's columns, as DuckDB spells them.</returns>
    internal static IReadOnlyList<string> Require(DuckDBConnection connection, Relation target, ModelContract contract, RelationColumns found)
    {
        var types = Resolve(connection, target, contract);
        var mismatches = new List<ContractMismatch>();
        foreach (var (column, type) in contract.Columns.Zip(types))
        {
            var actual = found.Find(column.Name)?.Type;
            if (actual is null)
                mismatches.Add(new(column.Name, ContractFault.Missing, type, null));
            else if (actual != type)
                mismatches.Add(new(column.Name, ContractFault.WrongType, type, actual));
        }

        var promised = contract.Columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        mismatches.AddRange(found.All
            .Where(column => !promised.Contains(column.Name))
            .Select(column => new ContractMismatch(column.Name, ContractFault.Unexpected, null, column.Type)));
        return mismatches.Count == 0 ? types : throw new ContractException(target, mismatches);
    }

    internal static IReadOnlyList<ContractConstraint> Constraints(Relation target, ModelContract contract)
    {
        IReadOnlyList<ContractConstraint> all =
            [.. contract.Constraints ?? [], .. contract.Columns.SelectMany(column => column.Constraints ?? [])];
        return all.FirstOrDefault(constraint => !Kinds.Contains(constraint.Type)) is { } unknown
            ? throw new WorkbookException($"{target.Path}: there is no constraint type '{unknown.Type}'. Use one of {string.Join(", ", Kinds)}.")
            : [.. all.Where(constraint => constraint.Type is not ("foreign_key" or "custom"))];
    }

    /// <summary>What stands between the parentheses of CREATE TABLE.</summary>
    internal static string Definition(Relation target, ModelContract contract, IReadOnlyList<string> types) => string.Join(",\n",
        contract.Columns.Zip(types, (column, type) =>
            $"{Sql.Identifier(column.Name)} {type}{string.Concat((column.Constraints ?? []).Select(constraint => Clause(target, constraint, "")))}")
        .Concat((contract.Constraints ?? []).Select(constraint => Clause(target, constraint, ColumnList(constraint))))
        .Where(part => part.Length > 0));

    private static string Clause(Relation target, ContractConstraint constraint, string columns) => constraint.Type switch
    {
        "not_null" when columns.Length == 0 => " NOT NULL",
        "not_null" => "CHECK (" + string.Join(" AND ", constraint.Columns!.Select(column => $"{Sql.Identifier(column)} IS NOT NULL")) + ")",
        "primary_key" => $" PRIMARY KEY{columns}",
        "unique" => $" UNIQUE{columns}",
        "check" => constraint.Expression is { } condition
            ? $" CHECK ({condition})"
            : throw new WorkbookException($"{target.Path}: a constraint of type check has no expression. Give it one, such as amount >= 0."),
        _ => "",
    };

    private static string ColumnList(ContractConstraint constraint) =>
        constraint.Columns is { Count: > 0 } columns ? $" ({string.Join(", ", columns.Select(Sql.Identifier))})" : "";

    private static List<string> Resolve(DuckDBConnection connection, Relation target, ModelContract contract)
    {
        if (contract.Columns.FirstOrDefault(column => string.IsNullOrWhiteSpace(column.DataType)) is { } untyped)
            throw new WorkbookException($"{target.Path}: the contract is enforced, but column '{untyped.Name}' has no data_type. Give every column one.");
        try
        {
            var casts = contract.Columns.Select(column => $"CAST(NULL AS {column.DataType}) AS {Sql.Identifier(column.Name)}");
            return connection.Query($"DESCRIBE SELECT {string.Join(", ", casts)}", row => row.GetString(1));
        }
        catch (DuckDBException fault)
        {
            throw new WorkbookException($"{target.Path}: the contract has a data_type that DuckDB doesn't know: {fault.Message}", fault);
        }
    }
}
