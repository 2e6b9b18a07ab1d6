using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>The project's target folder: artifacts, compiled SQL, and what a run has come to so far.</summary>
internal sealed class RunFolder(string path)
{
    public string Path => path;

    public string Manifest => System.IO.Path.Combine(path, "manifest.json");

    public string RunResults => System.IO.Path.Combine(path, "run_results.json");

    public string Progress => System.IO.Path.Combine(path, "run_progress.jsonl");

    /// <summary>A file's path for people: as seen from the project if it lies in it, else from where the command was given.</summary>
    public static string Shown(ModelProject project, string file)
    {
        var below = System.IO.Path.GetRelativePath(project.Root.Folder, file);
        return (below.StartsWith("..", StringComparison.Ordinal) ? System.IO.Path.GetRelativePath(Environment.CurrentDirectory, file) : below).Replace('\\', '/');
    }

    /// <summary>The file with a node's compiled SQL.</summary>
    public string Compiled(SqlNode node)
    {
        var name = node.Test is null ? node.File : $"{node.File}/{node.Name}.sql";
        return System.IO.Path.Combine(path, "compiled", node.Package, name.Replace('/', System.IO.Path.DirectorySeparatorChar));
    }

    public void WriteCompiled(SqlNode node, string sql)
    {
        var file = Compiled(node);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, sql + "\n");
    }
}
