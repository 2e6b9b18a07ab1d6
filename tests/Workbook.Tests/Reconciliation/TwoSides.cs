using System.Globalization;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

/// <summary>A database with tables to compare, and what a run said of them.</summary>
internal sealed class TwoSides : IDisposable
{
    public DuckDBConnection Connection { get; } = WorkbookDatabase.Open();

    public void Dispose() => Connection.Dispose();

    /// <param name="columns">As in a column list: "order_id, amount".</param>
    /// <param name="rows">Lists of SQL values; empty for none, which needs types in the columns: "order_id INT, amount DECIMAL(9,2)".</param>
    public TwoSides Table(string name, string columns, params string[] rows)
    {
        Connection.Execute(rows.Length == 0
            ? $"CREATE OR REPLACE TABLE {name} ({columns})"
            : $"CREATE OR REPLACE TABLE {name} AS SELECT * FROM (VALUES {string.Join(", ", rows.Select(row => $"({row})"))}) t({string.Join(", ", columns.Split(", ").Select(Sql.Identifier))})");
        return this;
    }

    public static ReconciliationSpec Spec(string key = "order_id", string? amount = "amount") => new()
    {
        Left = Side.Table("lefts"), Right = Side.Table("rights"),
        Keys = [.. key.Split(',').Select(name => new KeyColumn(name))], Amount = amount is null ? null : new AmountColumn(amount),
    };

    public ReconciliationReport Run(ReconciliationSpec? spec = null)
    {
        var report = Reconciler.Run(Connection, spec ?? Spec());
        Assert.Equal(report.Right.Total, report.Bridge.SkipLast(1).Sum(step => step.Amount));
        return report;
    }

    /// <summary>"1 amount 0.50", by key.</summary>
    public IEnumerable<string> Differences(ReconciliationSpec? spec = null)
    {
        var used = spec ?? Spec();
        var report = Run(used);
        return Connection.Query($"SELECT {string.Join(" || '/' || ", used.Keys.Select(key => $"coalesce({key.Left}::VARCHAR, 'NULL')"))} AS key, cause, effect FROM {report.DifferencesTable} ORDER BY key, cause, effect",
            row => string.Create(CultureInfo.InvariantCulture, $"{row.GetString(0)} {row.GetString(1)} {row.Get<decimal>(2):0.00}"));
    }
}
