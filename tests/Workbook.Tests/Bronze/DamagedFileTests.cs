using System.Globalization;
using System.Text;
using Workbook.Bronze;
using Workbook.Contracts;
using Workbook.Retail;
using Workbook.Tests.Generation;

namespace Workbook.Tests.Bronze;

/// <summary>
/// Damaged deliveries, each with a seed of its own: whatever happens to the bytes, the books balance. One hundred, or five
/// hundred with <c>WORKBOOK_DAMAGED=5</c>.
/// </summary>
public sealed class DamagedFileTests(GeneratedWorld world) : IClassFixture<GeneratedWorld>
{
    private static readonly int Times = int.Parse(Environment.GetEnvironmentVariable("WORKBOOK_DAMAGED") ?? "1", CultureInfo.InvariantCulture);
    private static readonly byte[] Poison = Encoding.Latin1.GetBytes("\",\n\r\0\xFF{}[]:;\t-0 \xEF\xBB\xBF");

    [Theory]
    [InlineData("suppliers", 20)]
    [InlineData("orders_header", 20)]
    [InlineData("events", 20)]
    [InlineData("exchange_rates", 8)]
    [InlineData("shipments", 20)]
    [InlineData("returns", 12)]
    public void Every_row_that_could_be_read_is_accepted_or_rejected_and_nothing_else_happens(string name, int times)
    {
        var source = RetailSources.Named(name);
        for (var seed = 0; seed < times * Times; seed++)
        {
            using var lake = new TestLake();
            var files = Deliver(lake, source);
            var victim = files[seed % files.Count];
            var random = new Random(seed);
            var bytes = Damage(File.ReadAllBytes(victim), random);
            File.WriteAllBytes(victim, bytes);
            Check(lake, source, bytes, Path.GetRelativePath(lake.Raw, victim).Replace('\\', '/'));
        }
    }

    private static void Check(TestLake lake, SourceContract source, byte[] bytes, string victim)
    {
        var summary = lake.Ingest(source);
        var ingested = summary.Sources[0];
        Assert.Equal(ingested.RowsRead, ingested.RowsAccepted + ingested.RowsRejected);
        Assert.All(summary.Refused, refused => Assert.DoesNotContain("   at ", refused.Reason));
        Assert.Equal(ingested.RowsRejected, lake.Rejects(source.Name).Count);
        if (source.Format != SourceFormat.Delta)
            Assert.Equal(ingested.RowsAccepted, lake.Exists(source.Name) ? lake.Scalar<long>($"SELECT count(*) FROM {lake.Table(source.Name).ScanSql()}") : 0);

        // In JSON Lines each line that isn't empty is a record, whatever is in it.
        var file = lake.Manifest.Single(entry => entry.Path == victim || source.Format == SourceFormat.Delta && entry.Path.EndsWith("@v0", StringComparison.Ordinal));
        if (source.Format == SourceFormat.JsonLines && file.Status == ManifestEntry.Loaded)
            Assert.Equal(Lines(bytes), file.Rows + file.Rejects);

        // A second run changes nothing, whatever the first one made of it.
        Assert.Equal(0, lake.Ingest(source).Sources[0].RowsRead);
    }

    /// <summary>A few of the source's generated files, so that a bad one has neighbours.</summary>
    private List<string> Deliver(TestLake lake, SourceContract source)
    {
        foreach (var file in RawFiles.Find(world.Path, source).Take(3))
        {
            foreach (var path in Directory.Exists(file.FullPath) ? Directory.EnumerateFiles(file.FullPath, "*", SearchOption.AllDirectories) : [file.FullPath])
                lake.Put(Path.GetRelativePath(world.Path, path), File.ReadAllBytes(path));
        }

        return [.. Directory.EnumerateFiles(lake.Raw, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length);
        switch (random.Next(6))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + random.Next(1, 50))..]];
            case 2:
                return [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + random.Next(1, 200))], .. bytes[at..]];
            case 3:
                random.NextBytes(bytes.AsSpan(at, Math.Min(16, bytes.Length - at)));
                return bytes;
            default:
                for (var hits = random.Next(1, 20); hits > 0; hits--)
                    bytes[random.Next(bytes.Length)] = Poison[random.Next(Poison.Length)];
                return bytes;
        }
    }

    private static int Lines(byte[] bytes) => Encoding.Latin1.GetString(bytes).Split('\n').Count(line => line.TrimEnd('\r').Length > 0);
}
