using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Models.Jinja;
using Workbook.Models.Project;

namespace Workbook.Models.Running;

/// <summary>The target's database, with a connection for each thread, set up as the profile says.</summary>
internal sealed class RunDatabase : IDisposable
{
    private readonly List<DuckDBConnection> _connections = [];

    private RunDatabase(ModelProject project, int threads)
    {
        try
        {
            // A database in memory belongs to its connection: one thread then does all.
            for (var number = 0; number <= (project.Profile.Path is null ? 0 : threads); number++)
                _connections.Add(Open(project, first: number == 0));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>For questions and whatever isn't a node's.</summary>
    public DuckDBConnection Main => _connections[0];

    public int Threads => Math.Max(1, _connections.Count - 1);

    /// <exception cref="DatabaseLockedException">Another process has the file open.</exception>
    public static RunDatabase Open(ModelProject project, int threads) => new(project, threads);

    public DuckDBConnection OfThread(int number) => _connections.Count == 1 ? Main : _connections[number + 1];

    private static DuckDBConnection Open(ModelProject project, bool first)
    {
        var profile = project.Profile;
        if (profile.Path is { } path)
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = profile.Path });
        // Relative paths in SQL are relative to the project.
        connection.Execute($"SET file_search_path = {Sql.Literal(project.Root.Folder)}");
        if (!first)
            return connection;
        foreach (var (name, value) in profile.Values["settings"] as JinjaDict ?? [])
            connection.Execute($"SET GLOBAL {Sql.Identifier(JinjaText.Str(name))} = {Sql.Literal(JinjaText.Str(value))}");
        foreach (var attachment in (profile.Values["attach"] as List<object?> ?? []).OfType<JinjaDict>())
            Attach(connection, attachment, project.Root.Folder);
        return connection;
    }

    private static void Attach(DuckDBConnection connection, JinjaDict attachment, string folder)
    {
        var path = Path.GetFullPath(JinjaText.Str(attachment["path"]), folder);
        var alias = attachment["alias"] as string ?? Path.GetFileNameWithoutExtension(path);
        connection.Execute($"ATTACH IF NOT EXISTS {LakePath.Target(path)} AS {Sql.Identifier(alias)}{(attachment["read_only"] is true ? " (READ_ONLY)" : "")}");
    }

    public void Dispose()
    {
        foreach (var connection in Enumerable.Reverse(_connections))
            connection.Dispose();
    }
}
