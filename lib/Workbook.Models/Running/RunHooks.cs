using Workbook.Database;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary><c>on-run-start</c> and <c>on-run-end</c>, in the order in which the project lists them.</summary>
internal static class RunHooks
{
    public static void Run(ModelProject project, Invocation invocation, RunDatabase database, string kind)
    {
        foreach (var hook in project.Nodes.Values.Where(node => node.Type == ResourceType.Operation && node.Tags.Contains(kind)).OrderBy(node => node.UniqueId, StringComparer.Ordinal))
        {
            var sql = new ModelCompiler(project, invocation, database.Main).Compile(hook).Sql;
            if (!string.IsNullOrWhiteSpace(sql))
                database.Main.Execute(sql);
        }
    }
}
