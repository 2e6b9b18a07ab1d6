using Workbook.Bronze;
using Workbook.Lake;
using Workbook.Operations.Increments;
using Workbook.Retail;
using Workbook.Retail.Generation;

namespace Workbook.Operations.Tests.Increments;

public sealed class IncrementTests
{
    [Fact]
    public void Late_file_changes_its_own_day_alone_and_the_lake_ends_as_if_it_had_come_in_time()
    {
        using var inSteps = SmallLake.Copy();
        using var atOnce = SmallLake.Copy();
        foreach (var lake in (SmallLake[])[inSteps, atOnce])
            DataGenerator.Continue(lake.Raw, days: 2, late: true);

        var late = LateFiles.HoldBack(inSteps.Raw);
        var twoDays = Increment.Load(inSteps.Target);
        late.Arrive();
        var lateDay = Increment.Load(inSteps.Target);
        Increment.Load(atOnce.Target);

        Assert.Equal(["orders_header/order_dt=2024-02-29/part-late.csv", "orders_lines/order_dt=2024-02-29/part-late.csv"], lateDay.Files);
        Assert.DoesNotContain(twoDays.Files, file => file.Contains("order_dt=2024-02-29"));
        Assert.Contains("orders_lines/order_dt=2024-03-02/part-1.csv", twoDays.Files);
        var day = new DateOnly(2024, 2, 29);
        Assert.Equal([day.AddDays(1), day.AddDays(2)], twoDays.Diff.Days("bronze.orders"));
        Assert.Equal([day.AddDays(1), day.AddDays(2)], twoDays.Diff.Days("gold.fct_sales"));
        Assert.Equal([day], lateDay.Diff.Days());
        Assert.Equal(["bronze.orders_header", "bronze.orders_lines", "gold.dim_customer"], lateDay.Diff.Tables.Order().Take(3));
        Assert.All(lateDay.Diff.Changes.Where(change => change.Day is not null), change => Assert.True(change.RowsAfter > change.RowsBefore));
        Assert.Equal("no difference", LakeDiff.Between(atOnce.Digest(), inSteps.Digest()).ToString());

        var anew = inSteps.Target with { Lake = new LakeFolder(inSteps.Beside("anew")) };
        BronzeIngestion.Run(new IngestionOptions { Sources = RetailSources.All, Raw = anew.Raw, Lake = anew.Lake.Path });
        Assert.True(Increment.Build(anew, default).IsSuccess);
        // Only history differs: what prices and stores were before the new days, a lake that begins with them has never seen.
        Assert.All(LakeDiff.Between(LakeDigest.Of(anew.Lake, SmallLake.Project), inSteps.Digest()).Tables, table => Assert.StartsWith("warehouse.snapshots.", table));
    }

    [Fact]
    public void Copy_shares_data_files_and_nothing_that_is_written_into()
    {
        using var lake = SmallLake.Copy();
        var digest = lake.Digest();
        LakeCopy.Make(lake.Folder.Path, lake.Beside("copy"));
        var file = Directory.EnumerateFiles(Path.Combine(lake.Beside("copy"), "bronze", "delta", "orders_lines"), "*.parquet").First();

        LakeCopy.Replace(file, [1, 2, 3]);
        File.AppendAllText(Path.Combine(lake.Beside("copy"), "_dbt", "run_log.jsonl"), "x");

        Assert.True(LakeDiff.Between(digest, lake.Digest()).IsEmpty);
        Assert.Equal(["bronze.orders_lines"], LakeDiff.Between(digest, LakeDigest.Of(new LakeFolder(lake.Beside("copy")), SmallLake.Project)).Tables);
        Assert.Contains("would be mixed with the copy", Assert.Throws<WorkbookException>(() => LakeCopy.Make(lake.Folder.Path, lake.Beside("copy"))).Message);
    }

    [Fact]
    public void Only_a_generated_world_can_be_continued()
    {
        using var lake = SmallLake.Copy();
        File.Delete(Path.Combine(lake.Raw, "_generation.json"));
        Assert.Contains("holds no complete generated world to continue", Assert.Throws<WorkbookException>(() => DataGenerator.Continue(lake.Raw, 1)).Message);
    }
}
