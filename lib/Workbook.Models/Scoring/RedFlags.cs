using DuckDB.NET.Data;
using Workbook.Models.Compilation;
using Workbook.Models.Project;

namespace Workbook.Models.Scoring;

/// <summary>What costs more than it should: found in the project's code and in what was built.</summary>
internal static class RedFlags
{
    public const string LargerThanInput = "larger_than_input";
    public const string SelectStar = "select_star";
    public const string ViewChain = "view_chain";

    private const int DeepestChain = 4;

    // An unknown row, and the like, is no fan-out.
    private const double Slack = 1.1;
    private const int SlackRows = 100;

    private static readonly string[] RowMakers = ["generate_series", "range(", "unnest", "unpivot", "cross join"];

    public static IReadOnlyList<RedFlag> Find(ModelProject project, BuiltRows built, ModelCompiler compiler, DuckDBConnection connection) =>
    [
        .. project.Nodes.Values.Where(node => node.Type is ResourceType.Model && node.Package == project.Root.Name).OrderBy(node => node.UniqueId, StringComparer.Ordinal)
            .SelectMany(model => OfModel(project, model, built, compiler, connection).Where(flag => !NamingRules.Ignored(model.Config.Meta).Contains(flag.Rule))),
    ];

    private static IEnumerable<RedFlag> OfModel(ModelProject project, SqlNode model, BuiltRows built, ModelCompiler compiler, DuckDBConnection connection)
    {
        if (ChainOf(project, model) is var depth and > DeepestChain)
            yield return new RedFlag(ViewChain, model.Name, $"is the last of {depth} views, each on the one before");
        // A contract says the columns, whatever the star stands for.
        if (Layers.Of(model) == Layer.Gold && !model.Config.ContractEnforced && OpenStar.IsIn(connection, Sql(compiler, model)))
            yield return new RedFlag(SelectStar, model.Name, "selects * from what may gain columns");
        if (built.Of(model) is { } rows && !MakesRows(model) && built.Read(project, model) is > 0 and var read && rows > read * Slack + SlackRows)
            yield return new RedFlag(LargerThanInput, model.Name, Invariant($"has {rows:N0} rows made of {read:N0}"));
    }

    /// <summary>How many views are worked out, one in the other, when it is read.</summary>
    private static int ChainOf(ModelProject project, SqlNode model) => model.Config.Materialized is not ("view" or "ephemeral") ? 0
        : 1 + project.Graph.Parents(model.UniqueId).Select(parent => project.Nodes.GetValueOrDefault(parent)).Where(parent => parent?.Type == ResourceType.Model)
            .Select(parent => ChainOf(project, parent!)).DefaultIfEmpty(0).Max();

    private static bool MakesRows(SqlNode model) =>
        RowMakers.Any(word => model.RawCode.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string? Sql(ModelCompiler compiler, SqlNode model)
    {
        try
        {
            return compiler.Compile(model).Sql;
        }
        catch (Exception fault) when (fault is WorkbookException or DuckDBException)
        {
            // Not for the score to complain of: it can't be built either.
            return null;
        }
    }
}
