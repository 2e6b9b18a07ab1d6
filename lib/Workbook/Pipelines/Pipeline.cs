using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Lake;

namespace Workbook.Pipelines;

/// <summary>
/// Loading as a declaration: the tables to load, and the state of each kept between runs. Every resource is one commit to
/// its Delta table. The cursor is read off the table itself, so that it can't part from the rows; <c>pipeline_runs</c> in
/// the warehouse is the history. For deliveries of files under a contract, with rejects and a manifest, see
/// <see cref="Bronze.BronzeIngestion"/>.
/// </summary>
public sealed record Pipeline(string Name, IReadOnlyList<Resource> Resources)
{
    /// <summary>How long to wait for another run on the same lake.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Stamps the history and the Delta commits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Loads every resource in order. A fault leaves those before it loaded; running again goes on from there.</summary>
    /// <param name="connection">Runs the resources' queries.</param>
    /// <exception cref="WorkbookException">A declaration is wrong, a delivery doesn't fit its table, or another run has the lake.</exception>
    public IReadOnlyList<LoadedResource> Run(DuckDBConnection connection, string lake, CancellationToken cancel = default)
    {
        var faults = Resources.SelectMany(Faults)
            .Concat(Resources.GroupBy(resource => resource.Name).Where(group => group.Count() > 1).Select(group => $"'{group.Key}' is declared {group.Count()} times; give each resource a name of its own"))
            .ToList();
        if (faults.Count > 0)
            throw new WorkbookException($"Pipeline '{Name}' is not well declared: {string.Join("; ", faults)}.");

        var folder = new LakeFolder(lake);
        using var writer = RunLock.Take(folder, LockWait, progress: null, cancel);
        var loaded = new List<LoadedResource>();
        foreach (var resource in Resources)
        {
            cancel.ThrowIfCancellationRequested();
            var started = Time.GetUtcNow().UtcDateTime;
            var result = ResourceLoad.Run(connection, folder, resource, Time);
            Record(folder, result, started);
            loaded.Add(result);
        }

        return loaded;
    }

    private static IEnumerable<string> Faults(Resource resource)
    {
        if (resource.Name.Length == 0 || resource.Name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter != '_'))
            yield return $"'{resource.Name}' is no table name: use letters, digits and underscores";
        if (resource.Disposition == Contracts.WriteDisposition.Merge && resource.PrimaryKey.Count == 0)
            yield return $"'{resource.Name}' merges without a primary key; name its columns";
        if (resource.Disposition == Contracts.WriteDisposition.Replace && resource.Cursor is not null)
            yield return $"'{resource.Name}' replaces its table, so that a cursor would lose the rows before it; drop the cursor";
        if (resource.Lookback is not null && (resource.Cursor is null || resource.Disposition != Contracts.WriteDisposition.Merge))
            yield return $"'{resource.Name}' has a lookback, which needs a cursor and the disposition merge";
    }

    private void Record(LakeFolder lake, LoadedResource loaded, DateTime started)
    {
        using var warehouse = WorkbookDatabase.Open(new DatabaseOptions { Path = lake.Warehouse });
        warehouse.Execute("""
            CREATE TABLE IF NOT EXISTS pipeline_runs (
                pipeline VARCHAR NOT NULL,
                resource VARCHAR NOT NULL,
                started_at TIMESTAMP NOT NULL,
                seconds DOUBLE NOT NULL,
                row_count BIGINT NOT NULL,
                delta_version BIGINT NOT NULL,
                cursor_from VARCHAR,
                cursor_to VARCHAR
            )
            """);
        warehouse.Execute("INSERT INTO pipeline_runs VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            Name, loaded.Resource, started, (Time.GetUtcNow().UtcDateTime - started).TotalSeconds, loaded.Rows, loaded.Version, loaded.CursorFrom, loaded.CursorTo);
    }
}
