using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Lake;

/// <summary>A view for each table that lies in the lake as files.</summary>
internal static class LakeViews
{
    /// <param name="notes">Gains a sentence for each table that can't be read; the others are there all the same.</param>
    /// <returns>How many views there are.</returns>
    public static int Create(DuckDBConnection connection, LakeFolder lake, List<string> notes)
    {
        var views = Layer("bronze", lake.BronzeTables)
            .Concat(Layer("silver", lake.Silver))
            .Concat(Layer("gold", lake.Gold))
            .Concat(Layer("monitor", lake.Monitor))
            .Concat(Rejects(lake.Rejects));
        return views.Count(view => TryCreate(connection, view, notes));
    }

    /// <summary>Changes whenever a table comes, goes or gains a version; cheap enough to ask for before every query.</summary>
    public static string Stamp(LakeFolder lake)
    {
        var folders = new[] { lake.BronzeTables, lake.Silver, lake.Gold, lake.Monitor, lake.Rejects }.Where(Directory.Exists);
        return string.Join('\n', folders.Concat(folders.SelectMany(Directory.EnumerateDirectories)).Select(folder =>
        {
            var log = Path.Combine(folder, "_delta_log");
            return $"{folder} {Directory.GetLastWriteTimeUtc(Directory.Exists(log) ? log : folder).Ticks}";
        }));
    }

    private static bool TryCreate(DuckDBConnection connection, LakeView view, List<string> notes)
    {
        try
        {
            connection.Execute($"CREATE SCHEMA IF NOT EXISTS {Sql.Identifier(view.Schema)}");
            connection.Execute($"CREATE OR REPLACE VIEW {Sql.Identifier(view.Schema)}.{Sql.Identifier(view.Name)} AS SELECT * FROM {view.Relation()}");
            return true;
        }
        catch (Exception fault) when (fault is WorkbookException or DuckDBException or IOException or UnauthorizedAccessException)
        {
            notes.Add($"{view.Schema}.{view.Name} is left out: {fault.Message.Split("\n\nLINE ")[0]}");
            return false;
        }
    }

    /// <summary>Delta tables, folders of Parquet files, and single Parquet files where no folder has the name.</summary>
    private static IEnumerable<LakeView> Layer(string schema, string folder)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var path in Directory.EnumerateDirectories(folder).Where(IsTable).Order(StringComparer.Ordinal))
        {
            if (Directory.Exists(Path.Combine(path, "_delta_log")))
                yield return new LakeView(schema, Path.GetFileName(path), () => DeltaTable.Open(path).Snapshot().ScanSql());
            else if (HasParquet(path))
                yield return new LakeView(schema, Path.GetFileName(path), () => ParquetBelow(path));
        }
        foreach (var path in Directory.EnumerateFiles(folder, "*.parquet").Where(file => !IsFolderOfTable(Path.ChangeExtension(file, null))).Order(StringComparer.Ordinal))
            yield return new LakeView(schema, Path.GetFileNameWithoutExtension(path), () => $"read_parquet({LakePath.File(path)})");
    }

    /// <summary>A name that begins with a dot is that of files which are on their way to a table.</summary>
    private static bool IsTable(string folder) => !Path.GetFileName(folder).StartsWith('.');

    private static bool IsFolderOfTable(string folder) => IsTable(folder) && Directory.Exists(folder) && HasParquet(folder);

    private static IEnumerable<LakeView> Rejects(string folder)
    {
        if (!Directory.Exists(folder))
            yield break;
        var sources = Directory.EnumerateDirectories(folder).Where(HasParquet).Order(StringComparer.Ordinal).ToList();
        if (sources.Count > 0)
            yield return new LakeView("rejects", "all", () => ParquetBelow(folder));
        foreach (var source in sources)
            yield return new LakeView("rejects", Path.GetFileName(source), () => ParquetBelow(source));
    }

    private static bool HasParquet(string folder) =>
        Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any();

    // Files of several ages: a column that only the later ones have is NULL in the others.
    private static string ParquetBelow(string folder) =>
        $"read_parquet({LakePath.Below(folder)}, union_by_name = true)";

    private sealed record LakeView(string Schema, string Name, Func<string> Relation);
}
