using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Operations.TimeTravel;

namespace Workbook.Operations.Tests.TimeTravel;

public sealed class TimeTravelTests : IDisposable
{
    private readonly SmallLake _lake = SmallLake.Copy();
    private readonly DuckDBConnection _connection = WorkbookDatabase.Open();

    [Fact]
    public void Accidental_delete_is_undone_in_one_call_with_the_rows_counted()
    {
        var table = DeltaTable.Open(_lake.Folder.BronzeTable("orders_header"));
        var rows = _connection.Scalar<long>($"SELECT count(*) FROM {table.Snapshot().ScanSql()} WHERE order_dt = DATE '2024-01-05'");
        var deleted = table.Delete(_connection, "order_dt = DATE '2024-01-05'");

        var undone = UndoneCommit.Undo(_connection, table);

        Assert.Equal((deleted.Version, "DELETE", rows, 0L, 0L), (undone.Version, undone.Operation, undone.RowsRemoved, undone.RowsAdded, undone.Difference));
        Assert.True(rows > 0);
        Assert.Equal((deleted.Version - 1, deleted.Version + 1), (undone.RestoredTo, undone.NewVersion));
        Assert.Equal("RESTORE", table.History(1)[0].Operation);
    }

    [Fact]
    public void Nothing_lies_before_the_first_version_and_vacuumed_files_are_missed_by_name()
    {
        var table = DeltaTable.Open(_lake.Folder.BronzeTable("orders_header"));
        Assert.Contains("there is none before it", Assert.Throws<WorkbookException>(() => UndoneCommit.Undo(_connection, table, 0)).Message);
        table.Delete(_connection, "order_dt = DATE '2024-01-05'");
        table.Vacuum(TimeSpan.Zero, force: true);
        Assert.Contains("is gone, vacuumed perhaps", Assert.Throws<WorkbookException>(() => UndoneCommit.Undo(_connection, table)).Message);
    }

    [Theory]
    [InlineData(SchemaMode.Evolve, true, false, "")]
    [InlineData(SchemaMode.Freeze, false, false, "has return_reason_code VARCHAR, which the table doesn't have, and its schema is frozen")]
    [InlineData(SchemaMode.Discard, false, true, "")]
    public void New_column_of_returns_meets_each_policy(SchemaMode mode, bool isTaken, bool isIgnored, string refusal)
    {
        var returns = DeltaTable.Open(Path.Combine(_lake.Raw, "returns"));

        var trial = SchemaTrial.Run(_connection, returns, ["return_id"], mode, _lake.Beside($"trial_{mode}"));

        Assert.Equal(isTaken, trial.Columns.Contains("return_reason_code"));
        Assert.Equal(isIgnored, trial.Ignored.Contains("return_reason_code"));
        Assert.Equal(isTaken, trial.RowsWithValue > 0);
        Assert.Contains(refusal, trial.Refusal ?? "");
        Assert.True(trial.Rows > 0);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _lake.Dispose();
    }
}
