using System.Diagnostics;
using DuckDB.NET.Data;
using SecondProcess;
using Workbook.Database;

namespace Workbook.Tests.Database;

public sealed class WorkbookDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string DatabaseFile => _folder.File("it's a; lake.duckdb");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_databases_in_memory_know_nothing_of_each_other()
    {
        using var one = WorkbookDatabase.Open();
        using var two = WorkbookDatabase.Open();
        one.Execute("CREATE TABLE t (a INTEGER)");
        two.Execute("CREATE TABLE t (a INTEGER)");
    }

    [Fact]
    public void A_file_keeps_its_tables()
    {
        using (var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = DatabaseFile }))
            connection.Execute("CREATE TABLE t AS SELECT 42 AS a");

        using var again = WorkbookDatabase.Open(new DatabaseOptions { Path = DatabaseFile, ReadOnly = true });
        Assert.Equal(42, again.Scalar<int>("SELECT a FROM t"));
        Assert.Throws<DuckDBException>(() => again.Execute("DROP TABLE t"));
    }

    [Fact]
    public void Time_is_utc_and_settings_arrive()
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions
        {
            Threads = 1, MemoryLimit = "512MiB", TempDirectory = _folder.Path, PreserveInsertionOrder = false,
        });

        Assert.Equal("UTC", connection.Scalar<string>("SELECT current_setting('TimeZone')"));
        Assert.Equal(1, connection.Scalar<int>("SELECT current_setting('threads')"));
        Assert.Equal("512.0 MiB", connection.Scalar<string>("SELECT current_setting('memory_limit')"));
        Assert.Equal(_folder.Path, connection.Scalar<string>("SELECT current_setting('temp_directory')"));
        Assert.False(connection.Scalar<bool>("SELECT current_setting('preserve_insertion_order')"));
    }

    [Fact]
    public void A_setting_that_DuckDB_refuses_is_named()
    {
        var fault = Assert.Throws<WorkbookException>(() => WorkbookDatabase.Open(new DatabaseOptions { MemoryLimit = "much" }));
        Assert.Contains("memory_limit = 'much'", fault.Message);
    }

    [Fact]
    public void A_file_that_another_process_has_open_names_that_process()
    {
        using var other = OtherProcess.Hold(DatabaseFile);
        try
        {
            var fault = Assert.Throws<DatabaseLockedException>(() => WorkbookDatabase.Open(new DatabaseOptions { Path = DatabaseFile }));

            Assert.Equal(DatabaseFile, fault.Path);
            Assert.Equal(other.Id, fault.HolderProcessId);
            Assert.Contains($"(PID {other.Id}) has it open. Close it there", fault.Message);
        }
        finally
        {
            other.Kill();
            other.WaitForExit();
        }
    }

    [Fact]
    public void A_file_that_is_no_database_says_so_and_what_to_do()
    {
        File.WriteAllText(DatabaseFile, "id,name\n1,Ada\n");
        var fault = Assert.Throws<WorkbookException>(() => WorkbookDatabase.Open(new DatabaseOptions { Path = DatabaseFile }));
        Assert.Contains($"'{DatabaseFile}': the file exists but isn't a DuckDB database", fault.Message);
    }

    [Fact]
    public void A_missing_file_or_folder_says_so_and_what_to_do()
    {
        var file = Assert.Throws<WorkbookException>(() => WorkbookDatabase.Open(new DatabaseOptions { Path = DatabaseFile, ReadOnly = true }));
        var parent = Assert.Throws<WorkbookException>(() => WorkbookDatabase.Open(new DatabaseOptions { Path = _folder.File("no/x.duckdb") }));
        var itself = Assert.Throws<WorkbookException>(() => WorkbookDatabase.Open(new DatabaseOptions { Path = _folder.Path }));
        var memory = Assert.Throws<WorkbookException>(() => WorkbookDatabase.Open(new DatabaseOptions { ReadOnly = true }));

        Assert.Contains("there is no such file", file.Message);
        Assert.Contains($"the folder '{_folder.File("no")}' doesn't exist", parent.Message);
        Assert.Contains("it is a folder", itself.Message);
        Assert.Contains("Give a Path", memory.Message);
    }

    [Fact]
    public void Read_only_means_it_even_while_this_process_writes_the_same_file()
    {
        using var writer = WorkbookDatabase.Open(new DatabaseOptions { Path = DatabaseFile });
        var fault = Assert.Throws<WorkbookException>(() => WorkbookDatabase.Open(new DatabaseOptions { Path = DatabaseFile, ReadOnly = true }));
        Assert.Contains("open in this process already, for writing", fault.Message);
    }

    [Theory]
    [InlineData("SELECT * FROM read_csv('{0}')")]
    [InlineData("SELECT * FROM '{0}'")]
    [InlineData("SELECT content FROM read_text('{0}')")]
    [InlineData("SELECT * FROM glob('{0}')")]
    [InlineData("COPY (SELECT 1) TO '{0}.out'")]
    [InlineData("ATTACH '{0}.duckdb'")]
    [InlineData("LOAD '{0}.duckdb_extension'")]
    [InlineData("EXPORT DATABASE '{0}.export'")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET lock_configuration = false")]
    [InlineData("RESET lock_configuration")]
    [InlineData("SET allowed_directories = ['/']")]
    [InlineData("SET TimeZone = 'Europe/Prague'")]
    [InlineData("PRAGMA enable_external_access = true")]
    [InlineData("SET temp_directory = '{0}'")]
    public void Without_external_access_sql_reaches_no_file_and_cannot_switch_it_back_on(string sql)
    {
        var secret = _folder.File("secret.csv");
        File.WriteAllText(secret, "a\n1\n");
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Path = DatabaseFile, ExternalAccess = false });

        var fault = Assert.Throws<DuckDBException>(() => connection.Execute(sql.Replace("{0}", secret)));

        Assert.Matches("Permission Error|has been locked|disabled through configuration", fault.Message);
        connection.Execute("CREATE TABLE own AS SELECT 1 AS a");
    }

    [Fact]
    public void Allowed_directories_stay_readable_and_their_neighbours_do_not()
    {
        Directory.CreateDirectory(_folder.File("lake"));
        File.WriteAllText(_folder.File("lake/a.csv"), "a\n7\n");
        Directory.CreateDirectory(_folder.File("lake2"));
        File.WriteAllText(_folder.File("lake2/a.csv"), "a\n8\n");
        using var connection = WorkbookDatabase.Open(
            new DatabaseOptions { ExternalAccess = false, AllowedDirectories = [_folder.File("lake")] });

        Assert.Equal(7, connection.Scalar<int>($"SELECT a FROM read_csv({Sql.Literal(_folder.File("lake/a.csv"))})"));
        foreach (var outside in new[] { "lake2/a.csv", "lake/../lake2/a.csv", "lake/../../../etc/hostname" })
            Assert.Throws<DuckDBException>(() => connection.Execute($"FROM read_text({Sql.Literal(_folder.Path + "/" + outside)})"));
    }

    [Fact]
    public void A_second_connection_to_a_locked_database_works_and_is_locked_too()
    {
        var options = new DatabaseOptions { Path = DatabaseFile, ExternalAccess = false };
        using var first = WorkbookDatabase.Open(options);
        using var second = WorkbookDatabase.Open(options);

        Assert.Equal("UTC", second.Scalar<string>("SELECT current_setting('TimeZone')"));
        Assert.Throws<DuckDBException>(() => second.Execute("SET enable_external_access = true"));
        var fault = Assert.Throws<WorkbookException>(() => WorkbookDatabase.Open(options with { ExternalAccess = true }));
        Assert.Contains("without external access", fault.Message);
    }

    [Fact]
    public void What_does_not_fit_into_memory_spills_and_leaves_nothing_behind_even_without_external_access()
    {
        var options = new DatabaseOptions
        {
            Path = DatabaseFile, MemoryLimit = "80MB", Threads = 1, TempDirectory = _folder.File("spill"), ExternalAccess = false,
        };
        using (var connection = WorkbookDatabase.Open(options))
        {
            connection.Execute("CREATE TEMP TABLE sorted AS SELECT sha256(range::VARCHAR) AS h FROM range(2000000) ORDER BY h");
            Assert.True(connection.Scalar<long>("SELECT sum(size) FROM duckdb_temporary_files()") > 0);
            using var second = WorkbookDatabase.Open(options);
        }

        Assert.False(Directory.Exists(_folder.File("spill")) && Directory.EnumerateFiles(_folder.File("spill")).Any());
    }
}
