using System.Text;
using Workbook.Bronze.Scanning;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Retail;
using Workbook.Retail.Generation;
using Workbook.Tests.Database;

namespace Workbook.Tests.Bronze.Scanning;

/// <summary>The generator's files against DuckDB's own readers, and against damage.</summary>
public sealed class OracleTests(OracleTests.RawFolder raw) : IClassFixture<OracleTests.RawFolder>
{
    public sealed class RawFolder : IDisposable
    {
        private static readonly string[] Tables =
            ["customers", "products", "stores", "suppliers", "orders_header", "orders_lines", "events", "sensors", "exchange_rates"];

        private readonly TempFolder _folder = new();

        public RawFolder() => DataGenerator.Generate(new GenerationOptions { Output = _folder.Path, Scale = 0.003, Tables = Tables, Threads = 2 });

        internal IReadOnlyList<ScanFile> FilesOf(SourceContract source) =>
        [
            .. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
                .Select(path => new ScanFile(path, Path.GetRelativePath(_folder.Path, path).Replace('\\', '/')))
                .Where(file => file.RelativePath.Split('/', '.')[0] == source.Name)
                .OrderBy(file => file.RelativePath, StringComparer.Ordinal),
        ];

        public void Dispose() => _folder.Dispose();
    }

    public static TheoryData<string> Texts => ["customers", "products", "stores", "suppliers", "orders_header", "orders_lines", "sensors", "events"];

    [Theory, MemberData(nameof(Texts))]
    public void Values_are_those_of_the_engines_own_reader(string name)
    {
        var source = RetailSources.Named(name);
        var files = raw.FilesOf(source);
        using var connection = WorkbookDatabase.Open();
        using var scan = new TextScan(connection, source, files);
        scan.Run(sql => connection.Execute($"CREATE TABLE ours AS {sql}"));
        Assert.All(scan.Files, file => Assert.Null(file.Refusal));
        Assert.Equal(scan.Files.Sum(file => file.RowsRead), connection.Scalar<long>("SELECT count(*) FROM ours") + scan.Rejects.Count);

        // Texts first, so that the engine's opinion on a bad value is a NULL and not a fault of the whole file.
        var list = string.Join(", ", files.Select(file => Sql.Literal(file.FullPath)));
        var columns = source.Columns.Where(column => column.Name != source.CatchAll).ToList();
        var names = string.Join(", ", columns.Select(column => Sql.Identifier(column.Name)));
        var typed = string.Join(", ", columns.Select(column => $"TRY_CAST({Sql.Identifier(column.Name)} AS {column.Type.SqlName}) AS {Sql.Identifier(column.Name)}"));
        var texts = source.Format == SourceFormat.Csv
            ? $"read_csv([{list}], header = true, all_varchar = true, hive_partitioning = false)"
            : $"read_json([{list}], format = 'newline_delimited', ignore_errors = true, columns = {{{string.Join(", ", columns.Select(column => $"{column.Name}: 'VARCHAR'"))}}}, hive_partitioning = false)";
        connection.Execute($"CREATE TABLE theirs AS SELECT {typed} FROM {texts}");
        if (source.Format == SourceFormat.JsonLines)
            // Here a payload stays as it was written; the engine's reader spells its numbers anew.
            connection.Execute("UPDATE ours SET payload = json(payload)");
        Assert.NotEqual(0, connection.Scalar<int>("SELECT count(*) FROM ours"));
        Assert.Equal(0, connection.Scalar<int>($"SELECT count(*) FROM (SELECT {names} FROM ours EXCEPT ALL SELECT {names} FROM theirs)"));

        // What is theirs alone was rejected here, and each reject is a row that was planted bad.
        var rejected = scan.Rejects.Count(reject => reject.Reason != "not_json");
        Assert.Equal(rejected, connection.Scalar<int>($"SELECT count(*) FROM (SELECT {names} FROM theirs WHERE {Sql.Identifier(columns[^1].Name)} IS NOT NULL OR {Sql.Identifier(columns[0].Name)} IS NOT NULL EXCEPT ALL SELECT {names} FROM ours)"));
        Assert.Subset(source.Anomalies.Select(anomaly => anomaly.DetectedBy ?? "").ToHashSet(), scan.Rejects.Select(reject => $"{reject.Column}.{reject.Reason}").ToHashSet());
    }

    [Theory]
    [InlineData("customers", "\",\n\r\0\xFF{}:\\;-.0a ")]
    [InlineData("sensors", "\",\n\r\0\xFF{}:\\;-.0a ")]
    [InlineData("events", "\",\n\r\0\xFF{}[]:\\u-.0ntf ")]
    public void No_damage_makes_it_crash_or_lose_a_row(string name, string damage)
    {
        var source = RetailSources.Named(name);
        var original = raw.FilesOf(source)[0];
        var bytes = File.ReadAllBytes(original.FullPath)[..20_000];
        var poison = Encoding.Latin1.GetBytes(damage);
        using var folder = new TempFolder();
        using var connection = WorkbookDatabase.Open();
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var damaged = bytes.ToArray();
            var header = source.Format == SourceFormat.Csv ? Array.IndexOf(bytes, (byte)'\n') + 1 : 0;
            for (var hits = random.Next(1, 400); hits > 0; hits--)
                damaged[random.Next(seed % 10 == 0 ? 0 : header, damaged.Length)] = poison[random.Next(poison.Length)];
            var path = folder.File($"{seed}");
            File.WriteAllBytes(path, damaged);
            var scan = ScanResult.Of(connection, source, [new ScanFile(path, original.RelativePath)]);

            // Every physical line that isn't empty is in some record: the records' bytes and the line ends make up the file.
            if (scan.File.Refusal is not null)
                continue;
            var kept = scan.Rows.Select(row => long.Parse(row[^3])).Concat(scan.Rejects.Select(reject => reject.Line)).ToList();
            Assert.Equal(kept.Count, kept.Distinct().Count());
            foreach (var reject in scan.Rejects)
                Assert.True(damaged.AsSpan().IndexOf(reject.Raw) >= 0);
        }
    }

    [Fact]
    public void Damage_to_one_record_leaves_the_others_as_they_were()
    {
        var original = raw.FilesOf(Signals.Sensors)[0];
        var lines = File.ReadAllLines(original.FullPath);
        using var folder = new TempFolder();
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var damaged = lines.ToArray();
            var hit = random.Next(1, damaged.Length);
            // A quote at the start of a field is the worst that can happen to CSV.
            damaged[hit] = $"\"{damaged[hit]}";
            File.WriteAllLines(folder.File("a"), damaged);
            var scan = ScanResult.Of(Signals.Sensors, new ScanFile(folder.File("a"), original.RelativePath));
            Assert.Equal(lines.Length - 1, scan.File.RowsRead);
            Assert.Contains(scan.Rejects, reject => reject.Line == hit + 1 && reject.Column == "row");
        }
    }
}
