using System.Text.Json;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Tests.Delta;

/// <summary>Logs as others write them, by hand.</summary>
public sealed class ProtocolTests : IDisposable
{
    private readonly TestTable _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Timestamps_without_zone_are_read_as_such()
    {
        Write("SELECT TIMESTAMP '2020-01-01 12:00:00' AS t", "timestamp_ntz", """{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["timestampNtz"],"writerFeatures":["timestampNtz"]}""");
        var table = DeltaTable.Open(_test.Folder);
        Assert.Equal(["""{"t":"2020-01-01 12:00:00"}"""], _test.Rows(table.Snapshot()));
        Assert.Equal("TIMESTAMP", _test.Connection.Query($"DESCRIBE SELECT * FROM {table.Snapshot().ScanSql()}", row => row.GetString(1)).Single());
        Assert.Equal("timestampNtz", Assert.Throws<DeltaUnsupportedFeatureException>(() => table.Delete(_test.Connection, "true")).Feature);
    }

    [Theory]
    [InlineData("v2Checkpoint")]
    [InlineData("typeWidening")]
    [InlineData("variantType")]
    public void A_reader_feature_we_do_not_claim_is_refused_by_its_name(string feature)
    {
        Write("SELECT 1 AS t", "integer", $$"""{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["{{feature}}"],"writerFeatures":["{{feature}}"]}""");
        Assert.Equal(feature, Assert.Throws<DeltaUnsupportedFeatureException>(() => DeltaTable.Open(_test.Folder)).Feature);
    }

    [Fact]
    public void A_reader_version_for_column_mapping_is_read_while_no_column_is_mapped()
    {
        Write("SELECT 1 AS t", "integer", """{"minReaderVersion":2,"minWriterVersion":5}""");
        var table = DeltaTable.Open(_test.Folder);
        Assert.Equal(["""{"t":1}"""], _test.Rows(table.Snapshot()));
        var fault = Assert.Throws<DeltaUnsupportedFeatureException>(() => table.Append(_test.Connection, "SELECT 2 AS t"));
        Assert.Contains("checkConstraints, changeDataFeed, generatedColumns, columnMapping", fault.Message);
    }

    [Fact]
    public void A_data_file_may_be_anywhere_on_this_machine_but_not_in_another_store()
    {
        var elsewhere = Path.Combine(_test.Folder, "..", "else where.parquet");
        Write("SELECT 1 AS t", "integer", """{"minReaderVersion":1,"minWriterVersion":2}""", elsewhere, new Uri(Path.GetFullPath(elsewhere)).AbsoluteUri);
        Assert.Equal(["""{"t":1}"""], _test.Rows(DeltaTable.Open(_test.Folder).Snapshot()));
        File.WriteAllText(_test.LogFile(1), """{"add":{"path":"s3://bucket/x.parquet","partitionValues":{},"size":1,"modificationTime":1,"dataChange":true}}""");
        Assert.Contains("s3://bucket/x.parquet", Assert.Throws<DeltaUnsupportedFeatureException>(() => DeltaTable.Open(_test.Folder).Snapshot().ScanSql()).Message);
    }

    [Fact]
    public void Actions_and_members_that_nobody_knows_are_skipped()
    {
        Write("SELECT 1 AS t", "integer", """{"minReaderVersion":1,"minWriterVersion":2}""");
        File.WriteAllText(_test.LogFile(1), """
            {"cdc":{"path":"_change_data/x","partitionValues":{},"size":1,"dataChange":false}}

            {"future":{"x":[1]}}
            """);
        Assert.Equal(1, DeltaTable.Open(_test.Folder).Snapshot().Version);
    }

    private void Write(string query, string type, string protocol, string? file = null, string path = "x.parquet")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_test.LogFile(0))!);
        file ??= Path.Combine(_test.Folder, path);
        _test.Connection.Execute($"COPY ({query}) TO {Sql.Literal(file)} (FORMAT parquet)");
        var schema = JsonSerializer.Serialize(new DeltaSchema([new("t", new DeltaType.Primitive(type))]).ToJson());
        File.WriteAllText(_test.LogFile(0), $$$"""
            {"protocol":{{{protocol}}} }
            {"metaData":{"id":"m","format":{"provider":"parquet","options":{}},"schemaString":{{{schema}}},"partitionColumns":[],"configuration":{} } }
            {"add":{"path":"{{{path}}}","partitionValues":{},"size":{{{new FileInfo(file).Length}}},"modificationTime":1,"dataChange":true,"stats":"{\"numRecords\":1}"}}
            """);
    }
}
