using DuckDB.NET.Data;
using Workbook.Acme;
using Workbook.Course.Tasks;
using Workbook.Course.Worlds;
using Workbook.Database;
using Workbook.Lake;
using Workbook.Models.Running;
using Workbook.Query;

namespace Workbook.Course.Walkthroughs;

/// <summary>
/// Acme's project at another stage, built beside the reader's copy out of the same world: what checks compare with, and
/// what a prevention test is tried on. Built at the first question and kept as long as the process.
/// </summary>
internal static class AcmeReference
{
    private const string TestName = "assert_of_the_reader";

    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string Lake, string Stage, AcmeOptions World), AcmeProject> Built = [];

    /// <summary>The reader's copy.</summary>
    /// <exception cref="WorkbookException">No cell has opened one.</exception>
    public static AcmeProject Opened(CheckContext context) =>
        context.Workspace.Acme ?? throw new WorkbookException("Acme's project isn't open. Run the notebook's first code cells.");

    public static double Number(CheckContext context, string stage, string sql)
    {
        using var connection = Connect(Project(context, stage));
        return connection.Scalar<double>($"SELECT CAST(({sql}) AS DOUBLE)");
    }

    public static SqlRows Query(CheckContext context, string stage, string sql)
    {
        using var connection = Connect(Project(context, stage));
        return SqlRows.Read(connection, sql);
    }

    /// <summary>A singular test, with <c>ref()</c>, that must fail at one stage and pass at a later one.</summary>
    public static CheckResult Prevents(CheckContext context, string variable, string broken, string repaired, string achieved) => context.Value<string>(variable, sql =>
    {
        if (string.IsNullOrWhiteSpace(sql))
            return CheckResult.NotAttempted($"'{variable}' is empty. Write a query that returns the rows that are wrong.");
        var before = Try(Project(context, broken), sql);
        if (before.Status == NodeStatus.Error)
            return CheckResult.Incorrect($"It can't run on the project as it was: {Short(before.Message)}");
        var after = Try(Project(context, repaired), sql);
        return (before.Status, after.Status) switch
        {
            (NodeStatus.Pass, _) => CheckResult.Incorrect("It passes on the project as it was: it would not have caught the fault."),
            (_, NodeStatus.Error) => CheckResult.Incorrect($"It can't run on the repaired project: {Short(after.Message)}"),
            (_, NodeStatus.Fail) => CheckResult.Incorrect($"It fails on the repaired project, too, with {Rows(after)}: a false alarm is switched off within a week."),
            _ => CheckResult.Correct($"{achieved} It finds {Rows(before)} before, and none after the repair."),
        };
    });

    private static string Rows(NodeResult test) => test.Failures == 1 ? "1 row" : Invariant($"{test.Failures:N0} rows");

    private static NodeResult Try(AcmeProject project, string sql)
    {
        lock (Gate)
        {
            var file = $"tests/{TestName}.sql";
            project.Write(file, sql);
            try
            {
                return ModelRunner.Run(project.Models, new ModelRunOptions { Command = "test", Select = [TestName] }).Results.Single();
            }
            catch (WorkbookException fault)
            {
                throw new WorkbookException($"Your test can't be read: {fault.Message}", fault);
            }
            finally
            {
                File.Delete(Path.Combine(project.Folder, file));
            }
        }
    }

    private static AcmeProject Project(CheckContext context, string stage)
    {
        var opened = Opened(context);
        lock (Gate)
        {
            var key = (opened.Lake.Path, stage, opened.Options);
            if (Built.TryGetValue(key, out var known) && File.Exists(known.Lake.Warehouse))
                return known;
            var lake = new LakeFolder(Path.Combine(opened.Lake.Path, "_reference", stage));
            var project = AcmeProject.Open(context.Workspace.Root, stage, lake, opened.Options.Today, opened.Options.Seed, opened.Options.Scale);
            project.Build();
            return Built[key] = project;
        }
    }

    private static DuckDBConnection Connect(AcmeProject project) =>
        WorkbookDatabase.Open(new DatabaseOptions { Path = project.Lake.Warehouse, ReadOnly = true });

    private static string Short(string message) => message.Split("\n\nLINE ")[0].Split('\n')[0];
}
