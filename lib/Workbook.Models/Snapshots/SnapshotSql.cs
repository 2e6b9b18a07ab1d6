using System.Text.RegularExpressions;
using Workbook.Database;
using Workbook.Models.Materializations;

namespace Workbook.Models.Snapshots;

/// <summary>
/// The statements of one snapshot run. All that is decided is decided in one join of the SELECT with the current versions,
/// kept as a small table of changes; the rest carries it out by row id.
/// </summary>
internal sealed partial class SnapshotSql
{
    internal const string Changes = "temp.main.__snapshot_changes";

    private static readonly string[] Strategies = ["timestamp", "check"];
    private static readonly string[] HardDeletes = ["ignore", "invalidate", "new_record"];

    private readonly SnapshotBuild _build;
    private readonly RelationColumns _source;
    private readonly string _scdId, _updatedAt, _validFrom, _validTo, _isDeleted;

    internal SnapshotSql(SnapshotBuild build, RelationColumns source)
    {
        _build = build;
        _source = source;
        Require();
        var columns = build.Columns;
        (_scdId, _updatedAt, _validFrom, _validTo, _isDeleted) = (Sql.Identifier(columns.ScdId), Sql.Identifier(columns.UpdatedAt),
            Sql.Identifier(columns.ValidFrom), Sql.Identifier(columns.ValidTo), Sql.Identifier(columns.IsDeleted));
        Keys = [.. build.UniqueKey.Select(key => Expression("unique_key", key))];
    }

    /// <summary>Over the columns of the SELECT, and of the snapshot too.</summary>
    internal IReadOnlyList<string> Keys { get; }

    internal bool KeepsDeletions => _build.HardDeletes == "new_record";

    /// <summary>Of all times in the snapshot: that of updated_at when the table was made.</summary>
    internal string TimeType { get; set; } = "TIMESTAMP";

    private string Select => CompiledSelect.Parenthesised(_build.Sql);

    private string Now => Time(Invariant($"TIMESTAMP '{_build.Now:yyyy-MM-dd HH:mm:ss.ffffff}'"));

    private string ValidToCurrent => Time($"({_build.ValidToCurrent ?? "NULL"})");

    private string IsCurrent => _build.ValidToCurrent is null ? $"{_validTo} IS NULL" : $"({_validTo} IS NULL OR {_validTo} = {ValidToCurrent})";

    /// <summary>The SELECT with its keys and its time; begun on the first line, so that DuckDB's line numbers stay those of the file.</summary>
    private string Source =>
        $"(SELECT *, true AS __here, {Time(UpdatedAt)} AS __updated, {string.Join(", ", Keys.Select((key, at) => $"{key} AS __key{at}"))} FROM {Select} AS source)";

    private string UpdatedAt => _build.UpdatedAt is { } column ? Expression("updated_at", column) : Now;

    /// <summary>One column, of the type that times in a new snapshot have.</summary>
    internal string Times() => $"(SELECT {UpdatedAt} AS updated_at FROM {Select} AS source)";

    /// <summary>The first run: every row is a current version.</summary>
    internal string Create() =>
        $"CREATE TABLE {_build.Target} AS WITH source AS (SELECT *, {Time(UpdatedAt)} AS __updated FROM {Select} AS source)," +
        $"""

        versions AS (SELECT *, coalesce(__updated, {Now}) AS __from FROM source)
        SELECT * EXCLUDE (__updated, __from),
               {Hash(Keys, "__from")} AS {_scdId},
               __updated AS {_updatedAt},
               __from AS {_validFrom},
               {ValidToCurrent} AS {_validTo}
               {(KeepsDeletions ? $", 'False' AS {_isDeleted}" : "")}
        FROM versions
        """;

    /// <summary>
    /// A row for each key that is new (__row is NULL), changed, or gone (__here is NULL). __since is when the current
    /// version began, __from when its successor does.
    /// </summary>
    /// <param name="before">The snapshot's columns before those of the SELECT were added.</param>
    internal string FindChanges(RelationColumns before) =>
        $"CREATE OR REPLACE TEMP TABLE __snapshot_changes AS WITH source AS {Source}," +
        $"""

        live AS (
            SELECT rowid AS __row, {_validFrom} AS __since, {(KeepsDeletions ? $"coalesce({_isDeleted} = 'True', false)" : "false")} AS __gone_already,
                   {string.Join(", ", Keys.Select((key, at) => $"{key} AS __live_key{at}"))}
                   {string.Concat(Compared(before).Select(column => $", {column.Quoted} AS {Before(column)}"))}
            FROM {_build.Target}
            WHERE {IsCurrent}
        )
        SELECT source.* EXCLUDE ({string.Join(", ", Keys.Select((_, at) => $"__key{at}"))}),
               __row, __since, __gone_already,
               CASE WHEN __here IS NULL THEN greatest({Now}, __since)
                    WHEN __row IS NULL THEN coalesce(__updated, {Now})
                    WHEN __updated > __since THEN __updated
                    ELSE greatest({Now}, __since) END AS __from
        FROM source
        FULL JOIN live ON {string.Join(" AND ", Keys.Select((_, at) => $"__key{at} IS NOT DISTINCT FROM __live_key{at}"))}
        WHERE __here IS NULL OR __row IS NULL OR __gone_already OR {Changed(before)}
        """;

    internal string CountSides() =>
        $"SELECT (SELECT count(*) FROM {Select} AS source)," +
        $"""

               (SELECT count(*) FROM {_build.Target} WHERE {IsCurrent}),
               count(*) FILTER (WHERE __row IS NULL),
               count(*) FILTER (WHERE __here IS NULL)
        FROM {Changes}
        """;

    internal string CurrentVersions() => $"(FROM {_build.Target} WHERE {IsCurrent})";

    internal const string NewRows = $"(FROM {Changes} WHERE __row IS NULL)";

    /// <summary>A key without a current version may have had one: it doesn't begin again before that ended.</summary>
    internal string MoveReturnedRows() =>
        $"""
        UPDATE {Changes} AS changes
        SET __from = greatest({Now}, ended.__ended)
        FROM (
            SELECT {string.Join(", ", Keys.Select((key, at) => $"{key} AS __key{at}"))}, max({_validTo}) AS __ended
            FROM {_build.Target}
            WHERE NOT {IsCurrent}
            GROUP BY ALL
        ) AS ended
        WHERE changes.__row IS NULL
          AND {string.Join(" AND ", Keys.Select((key, at) => $"{key} IS NOT DISTINCT FROM ended.__key{at}"))}
          AND (changes.__updated IS NULL OR changes.__updated <= ended.__ended)
        """;

    internal string CloseVersions() =>
        $"""
        UPDATE {_build.Target} AS versions
        SET {_validTo} = changes.__from
        FROM {Changes} AS changes
        WHERE versions.rowid = changes.__row
          AND (changes.__here {(_build.HardDeletes == "ignore" ? "" : "OR NOT changes.__gone_already")})
        """;

    internal string InsertVersions(RelationColumns source)
    {
        var list = source.QuotedList();
        return $"""
            INSERT INTO {_build.Target} ({list}, {MetaColumns})
            SELECT {list}, {Hash(Keys, "__from")}, __updated, __from, {ValidToCurrent}{(KeepsDeletions ? ", 'False'" : "")}
            FROM {Changes}
            WHERE __here
            """;
    }

    /// <summary>A deleted row's last values, as a version that says so.</summary>
    internal string InsertDeletions(RelationColumns before)
    {
        var meta = new[] { _build.Columns.ScdId, _build.Columns.UpdatedAt, _build.Columns.ValidFrom, _build.Columns.ValidTo, _build.Columns.IsDeleted };
        var values = before.All.Where(column => !meta.Contains(column.Name, StringComparer.OrdinalIgnoreCase)).Select(column => column.Quoted).ToList();
        return $"""
            INSERT INTO {_build.Target} ({string.Join(", ", values)}, {MetaColumns})
            SELECT {string.Join(", ", values.Select(name => $"versions.{name}"))},
                   md5(concat(versions.__key_text, '|', changes.__from)), changes.__from, changes.__from, {ValidToCurrent}, 'True'
            FROM {Changes} AS changes
            JOIN (
                SELECT *, rowid AS __row_id, {Text(Keys)} AS __key_text FROM {_build.Target}
            ) AS versions ON versions.__row_id = changes.__row
            WHERE changes.__here IS NULL AND NOT changes.__gone_already
            """;
    }

    private string MetaColumns => $"{_scdId}, {_updatedAt}, {_validFrom}, {_validTo}{(KeepsDeletions ? $", {_isDeleted}" : "")}";

    private string Time(string expression) => $"CAST({expression} AS {TimeType})";

    private static string Hash(IEnumerable<string> keys, string time) =>
        $"md5({Text(keys.Append(time))})";

    private static string Text(IEnumerable<string> parts) =>
        string.Join(" || '|' || ", parts.Select(part => $"coalesce(CAST({part} AS VARCHAR), '')"));

    private static string Before(RelationColumn column) => Sql.Identifier($"__before_{column.Name}");

    /// <summary>The columns to compare, as far as the snapshot has them.</summary>
    private List<RelationColumn> Compared(RelationColumns before) => [.. Checked().Where(column => before.Has(column.Name))];

    private IReadOnlyList<RelationColumn> Checked() =>
        _build.Strategy != "check" ? []
        : _build.CheckColumns is ["all"] ? _source.All
        : [.. _build.CheckColumns.Select(name => _source.Find(name)!)];

    private string Changed(RelationColumns before)
    {
        if (_build.Strategy == "timestamp")
            return "__since < __updated";
        // As in dbt: with a column more to check, no row is known to be as it was.
        var compared = Compared(before);
        return compared.Count < Checked().Count
            ? "true"
            : $"({string.Join(" OR ", compared.Select(column => $"source.{column.Quoted} IS DISTINCT FROM {Before(column)}"))})";
    }

    private string Expression(string setting, string text)
    {
        if (_source.Find(text) is { } column)
            return column.Quoted;
        return PlainName().IsMatch(text)
            ? throw new WorkbookException($"{_build.Target.Path}: {setting} names a column '{text}' that the SELECT doesn't have. It has {_source}.")
            : $"({text})";
    }

    private void Require()
    {
        var faults = new List<string>();
        if (!Strategies.Contains(_build.Strategy))
            faults.Add($"there is no strategy '{_build.Strategy}'; use one of {string.Join(", ", Strategies)}");
        if (!HardDeletes.Contains(_build.HardDeletes))
            faults.Add($"there is no hard_deletes '{_build.HardDeletes}'; use one of {string.Join(", ", HardDeletes)}");
        if (_build.UniqueKey.Count == 0)
            faults.Add("unique_key is missing");
        if (_build.Strategy == "timestamp" && _build.UpdatedAt is null)
            faults.Add("strategy timestamp needs updated_at");
        if (_build.Strategy == "check" && _build.CheckColumns.Count == 0)
            faults.Add("strategy check needs check_cols: a list of columns, or all");
        if (_build.CheckColumns is not ["all"])
            faults.AddRange(_build.CheckColumns.Where(name => !_source.Has(name)).Select(name => $"check_cols names a column '{name}' that the SELECT doesn't have; it has {_source}"));
        if (faults.Count > 0)
            throw new WorkbookException($"{_build.Target.Path}: {string.Join(". Also, ", faults)}.");
    }

    [GeneratedRegex(@"^\s*\w+\s*$")]
    private static partial Regex PlainName();
}
