using System.Text.Json;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta.Data;

namespace Workbook.Delta.Operations;

/// <summary>
/// Merge in three set-based steps: a plan that says for every row of interest which clause applies, the touched files
/// written anew by that plan, and the source rows without a partner.
/// </summary>
internal sealed class MergeRows : IDisposable
{
    // Clauses are numbered through all three kinds; 0 is a match to which no clause applies.
    private const string SourceRow = "__delta_source_row";

    private readonly DuckDBConnection _connection;
    private readonly DeltaSnapshot _snapshot;
    private readonly DeltaMerge _merge;
    private readonly DeltaSchema _schema;
    private readonly List<MergeClause> _clauses;
    private readonly string _sourceTable, _planTable;
    private readonly HashSet<string> _sourceColumns;

    private MergeRows(DuckDBConnection connection, DeltaSnapshot snapshot, DeltaMerge merge, Guid id)
    {
        _connection = connection;
        _snapshot = snapshot;
        _merge = merge;
        _clauses = [.. merge.Matched, .. merge.NotMatchedBySource, .. merge.NotMatched];
        (_sourceTable, _planTable) = ($"__delta_source_{id:N}", $"__delta_plan_{id:N}");

        var columns = QueryRows.Describe(connection, merge.SourceSql);
        _sourceColumns = columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var takesAll = _clauses.Any(clause => clause is { Action: not MergeAction.Delete, Values: null });
        _schema = takesAll ? QueryRows.Evolve(snapshot.TablePath, snapshot.Schema, columns, merge.MergeSchema) : snapshot.Schema;
        var select = columns.Select(column => $"{QueryRows.Declare(Sql.Identifier(column.Name), column.SqlType, column.Name)} AS {Sql.Identifier(column.Name)}");
        connection.Execute($"CREATE TEMP TABLE {_sourceTable} AS SELECT {string.Join(", ", select)}, row_number() OVER () AS {SourceRow} FROM ({QueryRows.Trim(merge.SourceSql)})");
    }

    public static DeltaWrite Run(DeltaTable table, DuckDBConnection connection, DeltaMerge merge)
    {
        var transaction = table.StartTransaction();
        var snapshot = transaction.Snapshot;
        if (WriteCommit.IsDone(snapshot, merge.Transaction)) return DeltaWrite.Nothing(snapshot);
        using var run = new MergeRows(connection, snapshot, merge, table.Options.NewId());
        return run.Run(transaction, table.Options);
    }

    public void Dispose() => _connection.Execute($"DROP TABLE IF EXISTS {_sourceTable}; DROP TABLE IF EXISTS {_planTable}");

    private DeltaWrite Run(DeltaTransaction transaction, DeltaOptions options)
    {
        PlanTarget();
        CheckUnique();
        var plan = _connection.Query($"SELECT file, count(*) FILTER (clause > 0) FROM {_planTable} GROUP BY file ORDER BY file",
            row => (File: _snapshot.Files[row.GetInt32(0)], Actions: row.GetInt64(1))).ToList();
        var touched = plan.Where(file => file.Actions > 0).Select(file => file.File).ToList();

        WriteCommit.StageSchema(transaction, _schema);
        if (_merge.Transaction is { } mark) transaction.SetTransaction(mark.AppId, mark.Version);
        foreach (var file in touched) transaction.Remove(file);
        transaction.Reads(ReadScope.Matching(plan.Select(file => file.File), WouldMatter));

        var files = DataFileWriter.Write(_connection, _snapshot.TablePath, _schema, _snapshot.PartitionColumns, $"({Rewritten(touched)} UNION ALL {Inserted()})", options);
        transaction.Add(files);
        if (transaction.IsEmpty) return DeltaWrite.Nothing(_snapshot);
        return WriteCommit.Run(transaction, files, "MERGE", Parameters(), Metrics(touched, files));
    }

    private void PlanTarget()
    {
        var target = $"{Scan.Relation(_snapshot, _snapshot.Files, withOrigin: true)} AS target";
        _connection.Execute($"""
            CREATE TEMP TABLE {_planTable} AS
            SELECT target.{Scan.FileColumn} AS file, target.{Scan.RowColumn} AS row, source.{SourceRow} AS source_row, {Choose(_merge.Matched)} AS clause
            FROM {target} JOIN {_sourceTable} AS source ON ({_merge.On})
            """);
        if (_merge.NotMatchedBySource.Count == 0) return;
        _connection.Execute($"""
            INSERT INTO {_planTable}
            SELECT * FROM (
                SELECT target.{Scan.FileColumn} AS file, target.{Scan.RowColumn} AS row, NULL, {Choose(_merge.NotMatchedBySource)} AS clause
                FROM {target} ANTI JOIN {_planTable} AS plan ON plan.file = target.{Scan.FileColumn} AND plan.row = target.{Scan.RowColumn})
            WHERE clause > 0
            """);
    }

    private void CheckUnique()
    {
        if (_merge.Matched.Count == 0) return;
        var twice = _connection.Scalar<long>($"SELECT count(*) FROM (SELECT 1 FROM {_planTable} WHERE source_row IS NOT NULL GROUP BY file, row HAVING count(*) > 1)");
        if (twice > 0)
            throw new WorkbookException(
                $"Merge into Delta table '{_snapshot.TablePath}' expected at most one source row for each target row but {twice} target rows match several "
                + $"on ({_merge.On}). Deduplicate the source or match on more columns; nothing was written.");
    }

    /// <summary>The touched files' rows after the plan; rows without an entry are copied.</summary>
    private string Rewritten(List<AddFile> touched)
    {
        var from = $"{Scan.Relation(_snapshot, touched, _schema, withOrigin: true)} AS target "
            + $"LEFT JOIN (SELECT file AS __delta_f, row AS __delta_r, source_row AS __delta_s, clause AS __delta_clause FROM {_planTable} WHERE clause > 0) AS __delta_plan "
            + $"ON __delta_f = target.{Scan.FileColumn} AND __delta_r = target.{Scan.RowColumn} LEFT JOIN {_sourceTable} AS source ON source.{SourceRow} = __delta_s";
        var updates = _clauses.Where(clause => clause.Action == MergeAction.Update).ToList();
        var values = updates.ToDictionary(clause => clause, clause => Values(clause, from));
        var columns = _schema.Fields.Select(field =>
        {
            var cases = updates.Where(clause => values[clause].ContainsKey(field.Name)).Select(clause => $"WHEN {Number(clause)} THEN {values[clause][field.Name]}").ToList();
            var unchanged = $"target.{Sql.Identifier(field.Name)}";
            return $"{(cases.Count == 0 ? unchanged : $"CASE __delta_clause {string.Join(' ', cases)} ELSE {unchanged} END")} AS {Sql.Identifier(field.Name)}";
        });
        var deletes = _clauses.Where(clause => clause.Action == MergeAction.Delete).Select(Number).Append(-1);
        return $"SELECT {string.Join(", ", columns)} FROM {from} WHERE coalesce(__delta_clause, 0) NOT IN ({string.Join(", ", deletes)})";
    }

    /// <summary>Source rows without a target row, under the first insert clause that takes them.</summary>
    private string Inserted()
    {
        var values = _merge.NotMatched.ToDictionary(clause => clause, clause => Values(clause, $"{_sourceTable} AS source"));
        var columns = _schema.Fields.Select(field =>
        {
            var cases = _merge.NotMatched.Where(clause => values[clause].ContainsKey(field.Name)).Select(clause => $"WHEN {Number(clause)} THEN {values[clause][field.Name]}").ToList();
            return $"CAST({(cases.Count == 0 ? "NULL" : $"CASE __delta_clause {string.Join(' ', cases)} END")} AS {field.Type.Sql}) AS {Sql.Identifier(field.Name)}";
        });
        return $"SELECT {string.Join(", ", columns)} FROM {Unmatched()} WHERE __delta_clause > 0";
    }

    private string Unmatched() =>
        $"(SELECT *, {Choose(_merge.NotMatched)} AS __delta_clause FROM {_sourceTable} AS source WHERE source.{SourceRow} NOT IN (SELECT source_row FROM {_planTable} WHERE source_row IS NOT NULL)) AS source";

    /// <summary>A clause's expression for each column that it sets.</summary>
    private Dictionary<string, string> Values(MergeClause clause, string from)
    {
        var set = clause.Values ?? _schema.Fields.Where(field => _sourceColumns.Contains(field.Name))
            .ToDictionary(field => field.Name, field => $"source.{Sql.Identifier(field.Name)}");
        var values = set.Select(entry => (Field: _schema.Find(entry.Key) ?? _snapshot.Column(entry.Key), entry.Value)).ToList();
        var casts = QueryRows.Assign(_connection, from, values);
        return values.Select((value, index) => (value.Field.Name, casts[index])).ToDictionary(entry => entry.Name, entry => entry.Item2, StringComparer.Ordinal);
    }

    private string Choose(IReadOnlyList<MergeClause> among) => among.Count == 0 ? "0"
        : $"CASE {string.Join(' ', among.Select(clause => $"WHEN ({clause.Condition ?? "true"}) THEN {Number(clause)}"))} ELSE 0 END";

    private int Number(MergeClause clause) => _clauses.FindIndex(other => ReferenceEquals(other, clause)) + 1;

    /// <summary>Whether rows that another writer added would have changed the plan.</summary>
    private bool WouldMatter(IReadOnlyList<AddFile> added) => _merge.NotMatchedBySource.Count > 0
        || _connection.Scalar<long>($"SELECT count(*) FROM {Scan.Relation(_snapshot, added)} AS target JOIN {_sourceTable} AS source ON ({_merge.On})") > 0;

    private Dictionary<string, string?> Parameters()
    {
        string Describe(IEnumerable<MergeClause> some) => JsonSerializer.Serialize(some.Select(clause => new Dictionary<string, string?>
        {
            ["actionType"] = clause.Action.ToString().ToLowerInvariant(),
            ["predicate"] = clause.Condition,
        }));
        return WriteCommit.Parameters(
            ("predicate", WriteCommit.Json([_merge.On])),
            ("matchedPredicates", Describe(_merge.Matched)),
            ("notMatchedPredicates", Describe(_merge.NotMatched)),
            ("notMatchedBySourcePredicates", Describe(_merge.NotMatchedBySource)));
    }

    private Dictionary<string, long> Metrics(List<AddFile> touched, IReadOnlyList<AddFile> files)
    {
        long Planned(MergeAction action)
        {
            var numbers = _clauses.Where(clause => clause.Action == action).Select(Number).Append(-1);
            return _connection.Scalar<long>($"SELECT count(*) FROM {_planTable} WHERE clause IN ({string.Join(", ", numbers)})");
        }
        var (updated, deleted) = (Planned(MergeAction.Update), Planned(MergeAction.Delete));
        var inserted = _connection.Scalar<long>($"SELECT count(*) FROM {Unmatched()} WHERE __delta_clause > 0");
        var output = files.Sum(file => file.RecordCount ?? 0);
        return new()
        {
            ["numSourceRows"] = _connection.Scalar<long>($"SELECT count(*) FROM {_sourceTable}"),
            ["numTargetRowsInserted"] = inserted,
            ["numTargetRowsUpdated"] = updated,
            ["numTargetRowsDeleted"] = deleted,
            ["numTargetRowsCopied"] = output - inserted - updated,
            ["numTargetFilesAdded"] = files.Count,
            ["numTargetFilesRemoved"] = touched.Count,
            ["numOutputRows"] = output,
        };
    }
}
