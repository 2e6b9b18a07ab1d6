using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Project;

namespace Workbook.Models.Materializations;

/// <summary>
/// Turns a compiled SELECT into the relation that the model stands for. All of one model is one transaction, its record
/// included. Connections of one process may build different models of one database at the same time; two builds of the
/// same model at once are for the caller to avoid.
/// </summary>
internal static class ModelMaterialization
{
    private static readonly string[] Kinds = ["view", "table", "incremental", "external"];

    /// <exception cref="ContractException">The SELECT's columns aren't those of the contract.</exception>
    /// <exception cref="WorkbookException">A setting is unknown, the columns changed and may not, or new rows share a key.</exception>
    /// <exception cref="DuckDBException">DuckDB refuses the SQL. "LINE n" in its message is the line of <see cref="ModelBuild.Sql"/>.</exception>
    public static BuildOutcome Build(DuckDBConnection connection, ModelBuild build)
    {
        if (!Kinds.Contains(build.Materialized))
            throw new WorkbookException(
                $"{build.Target.Path}: there is no materialization '{build.Materialized}'. Use one of {string.Join(", ", Kinds)}, or ephemeral.");
        if (build.Materialized == "incremental")
            build.Incremental.Effective(build.Target);
        if (build.Materialized == "external")
            return ExternalBuild.Run(connection, build);

        var rows = ModelTransaction.Run(connection, build.PreHooks, build.PostHooks, build.Recorded, () =>
        {
            var existing = Existing(connection, build.Target);
            if (build.Materialized == "view")
                return ViewBuild(connection, build, existing);
            return IsIncremental(existing, build.Materialized, build.FullRefresh)
                ? IncrementalBuild.Run(connection, build)
                : TableBuild.Run(connection, build, existing);
        });
        return new BuildOutcome(build.Materialized == "view" ? null : rows ?? TableBuild.Count(connection, build.Target), "OK");
    }

    /// <summary>What is_incremental() says: whether rows are added to what is there, rather than built anew.</summary>
    /// <param name="existing">What the name stands for now; null for nothing.</param>
    /// <param name="external">For an external model, whose relation is a view over its files. A move of them that was cut short is finished first.</param>
    public static bool IsIncremental(RelationKind? existing, string materialized, bool fullRefresh, ExternalOptions? external = null) =>
        !fullRefresh && materialized switch
        {
            "incremental" => existing == RelationKind.Table,
            "external" => existing == RelationKind.View && external?.IncrementalMode is not null && ExternalBuild.HasFiles(external),
            _ => false,
        };

    /// <summary>Null where the name is free.</summary>
    public static RelationKind? Existing(DuckDBConnection connection, Relation relation)
    {
        var kinds = connection.Query(
            """
            SELECT table_type
            FROM information_schema.tables
            WHERE lower(table_catalog) = lower(?) AND lower(table_schema) = lower(?) AND lower(table_name) = lower(?)
            """,
            row => row.GetString(0) == "VIEW" ? RelationKind.View : RelationKind.Table,
            relation.Database, relation.Schema, relation.Name);
        return kinds.Count == 0 ? null : kinds[0];
    }

    /// <summary>CREATE OR REPLACE replaces like by like only.</summary>
    internal static void DropUnless(DuckDBConnection connection, Relation relation, RelationKind? existing, RelationKind wanted)
    {
        if (existing is { } other && other != wanted)
            connection.Execute($"DROP {(other == RelationKind.View ? "VIEW" : "TABLE")} {relation}");
    }

    private static long? ViewBuild(DuckDBConnection connection, ModelBuild build, RelationKind? existing)
    {
        var select = CompiledSelect.Parenthesised(build.Sql);
        if (build.Contract is { } contract)
            ContractCheck.Require(connection, build.Target, contract, RelationColumns.Of(connection, select));
        DropUnless(connection, build.Target, existing, RelationKind.View);
        connection.Execute($"CREATE OR REPLACE VIEW {build.Target} AS {select}");
        return null;
    }
}
