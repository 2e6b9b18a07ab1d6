using Workbook.ParquetReading;

namespace Workbook.Cli.Tests;

/// <summary>Every Parquet file that the commands write is read by Parquet.Net as DuckDB reads it, and its statistics are true.</summary>
public sealed class ParquetFilesTests(TendedLake lake) : IClassFixture<TendedLake>
{
    [Fact]
    public async Task Raw_files_bronze_rejects_silver_gold_and_measures_are_read_alike()
    {
        Cli.Run("monitor", "--lake", lake.Lake);
        Cli.Run("replay", "--source", "sensors", "--without-rule", "temperature_c.out_of_range", "--lake", lake.Lake).Succeeded();

        await ParquetCheck.Verify(Path.Combine(lake.Folder, "raw"), lake.Lake);

        // Nothing of the lake was left out because it lies elsewhere by now.
        foreach (var part in (string[])["raw/shipments", "raw/returns", "lake/bronze/delta", "lake/bronze/parquet", "lake/_rejects", "lake/silver", "lake/gold", "lake/_monitor"])
            Assert.NotEmpty(Directory.GetFiles(Path.Combine(lake.Folder, part), "*.parquet", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Clusters_golden_records_and_their_lineage_are_read_alike()
    {
        var people = Path.Combine(lake.Folder, "people.csv");
        File.WriteAllLines(people, ["id,first_name,last_name,birth_date,email,city", .. Enumerable.Range(1, 200).Select(id =>
            $"{id},{(id % 2 == 0 ? "Róbert" : "Robert")},Allen{id / 2},1971-06-{1 + id / 2 % 28:D2},{(id % 5 == 0 ? "" : $"r.allen{id / 2}@smith.net")},London")]);
        Cli.Run("dedup", "--input", people, "--out", Path.Combine(lake.Folder, "matched")).Succeeded();
        await ParquetCheck.Verify(Path.Combine(lake.Folder, "matched"));
    }
}
