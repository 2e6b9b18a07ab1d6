using Workbook.Database;

namespace Workbook.Tests.Database;

/// <summary>What DuckDB makes of a path, with the real engine and files of such names.</summary>
public sealed class LakePathTests : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Beside each name lies a file that it would mean as a pattern. Windows can't name <c>*</c> and <c>?</c>.</summary>
    public static TheoryData<string, string> Names
    {
        get
        {
            var names = new TheoryData<string, string> { { "b[1]", "b1" }, { "it's", "its" }, { "ö 日本", "o" }, { "[!a]", "b" }, { "a]b", "ab" } };
            if (!OperatingSystem.IsWindows())
            {
                names.Add("b*", "bb");
                names.Add("b?", "bb");
                names.Add("[*]'?[[]", "*'a[");
            }
            return names;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_name_means_itself_wherever_a_file_is_read_or_written(string name, string pattern)
    {
        var (own, other) = (Directory.CreateDirectory(_folder.File(name)).FullName, Directory.CreateDirectory(_folder.File(pattern)).FullName);
        using var connection = WorkbookDatabase.Open();
        foreach (var (folder, value) in new[] { (own, 1), (other, 2) })
            foreach (var format in new[] { "parquet", "csv", "json" })
                connection.Execute($"COPY (SELECT {value} AS v) TO {LakePath.Target(Path.Combine(folder, $"{name}.{format}"))} (FORMAT {format})");

        foreach (var format in new[] { "parquet", "csv", "json" })
        {
            var file = Path.Combine(own, $"{name}.{format}");
            Assert.Equal([1L], connection.Query($"SELECT v::BIGINT FROM read_{format}({LakePath.File(file)})", row => row.GetInt64(0)));
            Assert.Equal([1L], connection.Query($"SELECT v::BIGINT FROM read_{format}({LakePath.Files([file])})", row => row.GetInt64(0)));
            Assert.Equal([1L], connection.Query($"SELECT v::BIGINT FROM read_{format}({LakePath.Below(own, $"*.{format}")})", row => row.GetInt64(0)));
            Assert.Equal([file], connection.Query($"FROM glob({LakePath.File(file)})", row => row.GetString(0)));
        }

        Assert.Equal(1, connection.Scalar<long>($"SELECT num_rows FROM parquet_file_metadata({LakePath.File(Path.Combine(own, name + ".parquet"))})"));
        connection.Execute($"ATTACH {LakePath.Target(Path.Combine(own, "it.duckdb"))} AS it");
        Assert.True(File.Exists(Path.Combine(own, "it.duckdb")));
    }

    [Theory, MemberData(nameof(Names))]
    public void Partitions_below_it_are_found_and_those_of_others_are_not(string name, string pattern)
    {
        using var connection = WorkbookDatabase.Open();
        foreach (var (folder, value) in new[] { (name, 1), (pattern, 2) })
            connection.Execute($"COPY (SELECT {value} AS v, DATE '2024-02-29' AS day) TO {LakePath.Target(Path.Combine(Directory.CreateDirectory(_folder.File(folder)).FullName, "t"))} (FORMAT parquet, PARTITION_BY (day))");

        var rows = connection.Query($"SELECT v::BIGINT, day FROM read_parquet({LakePath.Below(_folder.File(name))}, hive_partitioning = true)", row => (row.GetInt64(0), row.Get<DateOnly>(1)));
        Assert.Equal([(1L, new DateOnly(2024, 2, 29))], rows);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_folder_that_SQL_may_read_is_read_by_pattern_too_and_no_other_is(string name, string pattern)
    {
        using (var writer = WorkbookDatabase.Open())
            foreach (var folder in new[] { name, pattern })
                writer.Execute($"COPY (SELECT 1 AS v) TO {LakePath.Target(Path.Combine(Directory.CreateDirectory(_folder.File(folder)).FullName, "v.parquet"))}");

        using var connection = WorkbookDatabase.Open(new DatabaseOptions { ExternalAccess = false, AllowedDirectories = [_folder.File(name)] });
        Assert.Equal(1, connection.Scalar<long>($"SELECT count(*) FROM read_parquet({LakePath.Below(_folder.File(name), "*.parquet")})"));
        Assert.Contains("disabled", Assert.ThrowsAny<Exception>(() => connection.Scalar<long>($"SELECT count(*) FROM read_parquet({LakePath.Below(_folder.File(pattern), "*.parquet")})")).Message);
    }

    [Fact]
    public void What_spills_lies_where_nobody_else_reads_and_under_a_name_of_its_own()
    {
        using var connection = WorkbookDatabase.Open();
        using var other = WorkbookDatabase.Open();
        var folder = connection.Scalar<string>("SELECT current_setting('temp_directory')");
        Assert.NotEqual(folder, other.Scalar<string>("SELECT current_setting('temp_directory')"));
        Assert.True(Directory.Exists(Path.GetDirectoryName(folder)));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(folder)!));
    }

    public void Dispose() => _folder.Dispose();
}
