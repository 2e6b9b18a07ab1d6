using System.Globalization;
using Workbook.Charts;
using Workbook.Dashboards;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Lake;
using Workbook.Operations.Lakehouse;
using Workbook.Operations.Orchestration;
using Workbook.Operations.Storage;
using Workbook.Reconciliation;

namespace TinyCompany;

/// <summary>
/// A program that calls the library has the culture of its user: a comma in numbers (de-DE), a point in times and another
/// minus (fi-FI), an i without a dot (tr-TR), other calendars and minus signs (fa-IR, ar-SA). What is written stays the same.
/// </summary>
public sealed class CultureTests(CultureTests.Invariant invariant) : IClassFixture<CultureTests.Invariant>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cultures-").FullName;

    /// <summary>What should come out, built once.</summary>
    public sealed class Invariant : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("workbook-cultures-").FullName;

        public Invariant() => Built = CultureTests.Built(_folder);

        public SortedDictionary<string, string> Built { get; }

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    public void A_company_is_built_alike(string culture)
    {
        var there = In(culture, () => Built(_folder));
        var here = invariant.Built;

        Assert.Equal(here.Keys, there.Keys);
        Assert.All(here, file => Assert.True(file.Value == there[file.Key], $"{file.Key} differs:\n{file.Value}\n{there[file.Key]}"));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    [InlineData("fa-IR")]
    [InlineData("ar-SA")]
    public void Delta_tables_charts_and_reports_are_written_alike(string culture)
    {
        var there = In(culture, () => Written(culture));
        Assert.Equal(Written("invariant"), there);
    }

    /// <summary>Bytes of silver and gold, rows of bronze and its rejects, and texts that people read.</summary>
    private static SortedDictionary<string, string> Built(string folder)
    {
        var (raw, lake) = (Path.Combine(folder, "raw"), new LakeFolder(Path.Combine(folder, "lake")));
        Bakery.Deliver(raw);
        var pipeline = Bakery.PipelineOf(raw, lake);
        var run = PipelineRunner.Run(pipeline.Graph, lake, new PipelineOptions { Watermark = pipeline.Watermark });

        var built = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["tasks"] = string.Join('\n', run.Tasks.Select(task => $"{task.Task} {task.Verdict}")),
            ["page"] = Dashboard.Build(Bakery.Dashboard, lake, time: new StoppedClock()).ToHtml(),
            ["monitors"] = string.Join('\n', pipeline.Measured!.Results.Select(result => string.Create(CultureInfo.InvariantCulture, $"{result.Monitor.Name} {result.Status} {(result.Monitor.Topic == "loaded" ? null : result.Value)} {result.Monitor.Threshold} {result.Monitor.Measure}")).Order(StringComparer.Ordinal)),
            ["storage"] = string.Join('\n', StorageReport.Measure(raw, lake, Bakery.Project.Sources).Findings.Select(finding => finding.Text)),
        };
        foreach (var file in new[] { lake.Silver, lake.Gold }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
            built[Path.GetRelativePath(lake.Path, file)] = Convert.ToHexString(File.ReadAllBytes(file));
        using var connection = LakeConnection.Open(lake.Path, new LakeConnectionOptions { Warehouse = false });
        foreach (var table in new[] { "bronze.bakes", "bronze.products", "rejects.\"all\"" })
            built[table] = string.Join('\n', connection.Connection.Query($"SELECT t::VARCHAR FROM (SELECT COLUMNS(c -> c NOT IN ('ingestion_ts', 'rejected_at')) FROM {table}) AS t ORDER BY ALL", row => row.GetString(0)));
        return built;
    }

    private string Written(string name)
    {
        using var connection = WorkbookDatabase.Open();
        connection.Execute("CREATE TABLE sale AS SELECT range AS id, DATE '2024-02-27' + range::INT AS day, -1.5::DOUBLE * range AS balance, CAST(range - 2 AS DECIMAL(9,2)) AS amount, TIMESTAMP '2024-02-28 13:45:06.789' + INTERVAL (range) HOUR AS moment FROM range(4)");
        var table = DeltaTable.Create(Path.Combine(_folder, name, "sales"), DeltaSchema.FromSql([("id", "BIGINT"), ("day", "DATE"), ("balance", "DOUBLE"), ("amount", "DECIMAL(9,2)"), ("moment", "TIMESTAMP")]), ["day"]);
        table.Append(connection, "SELECT id, day, balance, amount, moment FROM sale");
        table.Update(new Dictionary<string, string> { ["amount"] = "amount * -2.5" }, where: "day >= DATE '2024-02-29'");
        var files = table.Snapshot().Files.Select(file => $"{file.Path.Split('/')[0]} {file.Stats}").Order(StringComparer.Ordinal);

        connection.Execute("CREATE TABLE paid AS SELECT id, amount + CASE id WHEN 1 THEN 1234.56 ELSE 0 END AS amount FROM sale WHERE id < 3");
        var report = Reconciler.Run(connection, "sale", "paid", key: "id", amount: "amount");
        return string.Join('\n',
        [
            .. files,
            string.Join('\n', table.Read().Select(row => string.Join(' ', new[] { "id", "day", "balance", "amount", "moment" }.Select(column => Convert.ToString(row[column], CultureInfo.InvariantCulture)))).Order(StringComparer.Ordinal)),
            Chart.Line(connection, "SELECT moment AS x, balance AS y FROM sale ORDER BY moment", "x", "y").ToPlotlyJson(),
            report.ToChart().ToPlotlyJson(),
            report.ToHtml(connection),
        ]);
    }

    private static T In<T>(string culture, Func<T> work)
    {
        var former = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        }
        catch (CultureNotFoundException)
        {
            Assert.Skip($"This machine has no cultures (ICU): {culture} is unknown.");
        }

        try
        {
            return work();
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A page says when it was made, and two pages are made a moment apart.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2025, 3, 13, 6, 0, 0, TimeSpan.Zero);
    }
}
