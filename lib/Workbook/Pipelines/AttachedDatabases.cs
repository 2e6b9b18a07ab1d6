using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Pipelines;

/// <summary>A pipeline's databases, read-only, for as long as it runs.</summary>
internal sealed class AttachedDatabases : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly List<string> _names = [];

    public AttachedDatabases(DuckDBConnection connection, Pipeline pipeline)
    {
        _connection = connection;
        var secrets = new Secrets();
        try
        {
            foreach (var (name, target) in pipeline.Databases)
            {
                connection.Execute($"ATTACH {LakePath.Target(secrets.Expand(target, $"The database '{name}' of pipeline '{pipeline.Name}'"))} AS {Sql.Identifier(name)} (READ_ONLY)");
                _names.Add(name);
            }
        }
        catch (DuckDBException fault)
        {
            Dispose();
            // Not as its cause: what DuckDB says may hold a password.
            throw new WorkbookException($"Pipeline '{pipeline.Name}' can't open the database '{pipeline.Databases.Keys.ElementAt(_names.Count)}': {secrets.Redact(fault.Message)} Correct its path or connection under databases.");
        }
    }

    public void Dispose()
    {
        foreach (var name in _names)
            _connection.Execute($"DETACH {Sql.Identifier(name)}");
    }
}
