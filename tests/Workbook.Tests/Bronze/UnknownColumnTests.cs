using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Tests.Bronze.Scanning;
using Column = Workbook.Contracts.Column;

namespace Workbook.Tests.Bronze;

/// <summary>Rows with a value in a column that the contract doesn't know, where it has them discarded: rejected, in whichever format they come.</summary>
public sealed class UnknownColumnTests : IDisposable
{
    private const string Select = "SELECT * FROM (VALUES (1::BIGINT, 'new'), (2::BIGINT, NULL), (3::BIGINT, 'newer')) rows(id, colour)";

    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Theory]
    [InlineData(SourceFormat.Csv)]
    [InlineData(SourceFormat.JsonLines)]
    [InlineData(SourceFormat.Xlsx)]
    [InlineData(SourceFormat.Parquet)]
    [InlineData(SourceFormat.Delta)]
    public void Rows_with_a_value_are_rejected_and_come_in_once_the_contract_knows_the_column(SourceFormat format)
    {
        var source = new SourceContract("things", format)
        {
            Description = "Things.", Path = $"things.{format}", Rows = 0, Key = ["id"], Columns = [Column.Int64("id")], UnknownColumns = SchemaMode.DiscardRow,
        };
        Deliver(format, source.Path);
        var summary = _lake.Ingest(source).Sources[0];
        Assert.Equal((3, 1, 2), (summary.RowsRead, summary.RowsAccepted, summary.Rejected["row.unknown_column"]));
        Assert.Equal(["{'id': 2}"], _lake.Rows($"SELECT id FROM {_lake.Table("things").ScanSql()}"));

        var replayed = _lake.Replay(source with { LaterColumns = [Column.Text("colour")] });
        Assert.Equal(2, replayed[0].Accepted);
        Assert.Equal(["{'id': 1, 'colour': new}", "{'id': 2, 'colour': NULL}", "{'id': 3, 'colour': newer}"], _lake.Rows($"SELECT id, colour FROM {_lake.Table("things").ScanSql()}"));
    }

    private void Deliver(SourceFormat format, string path)
    {
        switch (format)
        {
            case SourceFormat.Csv:
                _lake.Put(path, "id,colour\n1,new\n2,\n3,newer\n");
                break;
            case SourceFormat.JsonLines:
                _lake.Put(path, "{\"id\":1,\"colour\":\"new\"}\n{\"id\":2,\"colour\":null}\n{\"id\":3,\"colour\":\"newer\"}\n");
                break;
            case SourceFormat.Xlsx:
                _lake.Put(path, Excel.Package([Excel.Text("id"), Excel.Text("colour")], [Excel.Number("1"), Excel.Text("new")], [Excel.Number("2"), Excel.Empty], [Excel.Number("3"), Excel.Text("newer")]));
                break;
            case SourceFormat.Parquet:
                _lake.Execute($"COPY ({Select}) TO '{_lake.PathOf(path)}' (FORMAT parquet)");
                break;
            default:
                using (var connection = WorkbookDatabase.Open())
                    DeltaTable.Create(_lake.PathOf(path), DeltaSchema.FromSql([("id", "BIGINT"), ("colour", "VARCHAR")])).Append(connection, Select);
                break;
        }
    }
}
