using System.Text.RegularExpressions;
using Workbook.Database;

namespace Workbook.Cli.Tests;

public sealed class DeltaCommandTests : IDisposable
{
    private readonly TestLake _lake = TestLake.WithOrders();

    private string Table => _lake.Table("orders");

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void History_lists_commits_newest_first()
    {
        var output = Cli.Run("delta", "history", Table).Succeeded().Out;
        Assert.Matches(@"\| Version \| Committed \(UTC\) +\| Operation +\| Parameters +\| Metrics +\|\n", output);
        Assert.Matches(@"\| +1 \| \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \| WRITE .*numOutputRows=2.*\n\| +0 \|", output);
        Assert.DoesNotMatch(@"\| +0 \| ", Cli.Run("delta", "history", Table, "--limit", "1").Out);
    }

    [Fact]
    public void Read_travels_in_time()
    {
        DeletePens();
        Assert.Equal("id,item,price\r\n1,book,12.50\r\n", Cli.Run("delta", "read", Table, "--format", "csv").Succeeded().Out);
        Assert.Contains("2 rows", Cli.Run("delta", "read", Table, "--version", "1").Succeeded().Out);
        Assert.Contains("1 row\n", Cli.Run("delta", "read", Table, "--timestamp", "2999-01-01").Succeeded().Out);
    }

    [Fact]
    public void Diff_shows_what_came_and_went()
    {
        DeletePens();
        Assert.Equal(
            "_commit_version,_change_type,id,item,price\r\n1,insert,1,book,12.50\r\n1,insert,2,pen,\r\n2,delete,2,pen,\r\n",
            Cli.Run("delta", "diff", Table, "--from", "0", "--keys", "id", "--format", "csv").Succeeded().Out);
        Assert.Contains("| 2 | delete ", Regex.Replace(Cli.Run("delta", "diff", Table, "--from", "1").Succeeded().Out, " +", " "));
        Assert.Equal("[]\n", Cli.Run("delta", "diff", Table, "--from", "0", "--to", "0", "--format", "json").Succeeded().Out);
    }

    [Fact]
    public void Optimize_packs_files_and_says_how_many()
    {
        Append();
        Assert.Equal("Version 3: 2 files of 0.0 MB became 1 of 0.0 MB.\n", Cli.Run("delta", "optimize", Table).Succeeded().Out);
        Assert.Equal("Nothing to do: no partition of version 3 has two files below 128 MB that fit together.\n", Cli.Run("delta", "optimize", Table).Succeeded().Out);
    }

    [Fact]
    public void Vacuum_is_tried_dry_and_asks_for_force_below_a_week()
    {
        Append();
        Cli.Run("delta", "optimize", Table).Succeeded();
        Assert.Equal("0 files deleted.\n", Cli.Run("delta", "vacuum", Table).Succeeded().Out);

        var refused = Cli.Run("delta", "vacuum", Table, "--retention-hours", "0");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("expected a retention of at least 7 days", refused.Error);

        string[] forced = ["delta", "vacuum", Table, "--retention-hours", "0", "--force"];
        var dry = Cli.Run([.. forced, "--dry-run"]).Succeeded().Out;
        Assert.EndsWith(".parquet\n2 files would be deleted; nothing was (--dry-run).\n", dry);
        Assert.EndsWith("2 files deleted.\n", Cli.Run(forced).Succeeded().Out);
    }

    [Fact]
    public void Restore_brings_an_older_version_back()
    {
        DeletePens();
        Assert.StartsWith("Version 3 has the rows of version 1: 1 files came back, 1 went.", Cli.Run("delta", "restore", Table, "--version", "1").Succeeded().Out);
        Assert.Contains("2 rows", Cli.Run("delta", "read", Table).Succeeded().Out);
        Assert.Equal("Nothing to do: version 3 has the rows of version 1 already.\n", Cli.Run("delta", "restore", Table, "--version", "1").Succeeded().Out);
    }

    [Fact]
    public void A_folder_that_is_no_table_is_named()
    {
        var result = Cli.Run("delta", "history", _lake.Folder);
        Assert.Equal(1, result.Exit);
        Assert.Contains(_lake.Folder, result.Error);
    }

    private void DeletePens()
    {
        using var connection = WorkbookDatabase.Open();
        Delta.DeltaTable.Open(Table).Delete(connection, "item = 'pen'");
    }

    private void Append()
    {
        using var connection = WorkbookDatabase.Open();
        Delta.DeltaTable.Open(Table).Append(connection, "SELECT 3 AS id, 'ink' AS item, 1.00::DECIMAL(9,2) AS price");
    }
}
