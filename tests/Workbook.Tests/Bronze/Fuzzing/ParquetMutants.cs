using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Tests.Database;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>Parquet files by DuckDB, with columns of any type, and some by Parquet.Net.</summary>
internal sealed class ParquetMutants : IDisposable
{
    private const int Tables = 12;

    private static readonly string[] Expressions =
    [
        "n::VARCHAR", "n::DOUBLE + 0.5", "n::DOUBLE", "n::FLOAT", "n::DECIMAL(12,4)", "n::HUGEINT * 10000000000000", "TRY_CAST(n AS UTINYINT)", "TRY_CAST(n AS SMALLINT)", "id::UBIGINT", "id::DECIMAL(38,0)", "n % 2 = 0", "n::DECIMAL(9,3) / 8",
        "amount::DOUBLE", "amount::FLOAT", "amount::DECIMAL(12,4) + 0.0001", "amount::DECIMAL(18,2)", "amount::VARCHAR", "(amount * 1000)::BIGINT", "price::DOUBLE", "price::VARCHAR", "price::DECIMAL(38,20)", "price::DECIMAL(30,6) * 1000000", "ratio::DECIMAL(18,9)", "ratio::FLOAT", "ratio * 1e300", "ratio::VARCHAR",
        "'nan'::DOUBLE", "'-inf'::DOUBLE", "'inf'::FLOAT", "9007199254740993", "9007199254740993::DOUBLE", "1e19::DOUBLE", "9223372036854775807", "-9223372036854775808", "18446744073709551615::UBIGINT", "2147483648::DOUBLE", "0.1::DOUBLE", "0.1::FLOAT", "16777217::FLOAT", "1e-320::DOUBLE", "-0.0::DOUBLE",
        "ok::INTEGER", "ok::VARCHAR", "upper(ok::VARCHAR)", "day::TIMESTAMP", "day::TIMESTAMPTZ", "day::VARCHAR", "day + INTERVAL 1 MICROSECOND", "DATE '0001-01-01'", "DATE '9999-12-31'", "moment::TIMESTAMP", "moment::TIMESTAMP::TIMESTAMP_MS", "moment::TIMESTAMP::DATE", "moment::TIMESTAMP::VARCHAR", "strftime(moment::TIMESTAMP, '%Y-%m-%dT%H:%M:%SZ')",
        "TIMESTAMPTZ '0001-01-01 00:00:00+00'", "TIMESTAMPTZ '9999-12-31 23:59:59.999999+00'", "epoch_us(moment)", "TIME '12:34:56.789'", "encode(name)", "{'a': n}", "[n, n]", "[n, NULL]", "MAP {name: n}", "CASE WHEN id % 2 = 0 THEN {'a': n, 'b': name} END", "CASE WHEN id % 2 = 0 THEN [id] END", "uuid()", "NULL::INTEGER", "NULL::VARCHAR",
        "''", "' '", "name || chr(0)", "kind", "note", "repeat('x', 41)", "repeat('🎈', 40)", "'NA'", "'-'", "'2024-01-05T06:07:08+02:00'", "'2024-02-30'", "'1e3'", "'007'", "code || 'x'", "ratio > 0",
    ];

    private readonly DuckDBConnection _connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
    private readonly TempFolder _folder = new();
    private readonly List<IReadOnlyList<object?[]>> _rows = [];
    private readonly List<byte[]> _others = [];
    private readonly IReadOnlyList<Column> _columns;

    public ParquetMutants(SourceContract contract, int seed)
    {
        _columns = contract.Columns;
        for (var table = 0; table < Tables; table++)
        {
            var random = new Random((seed * 31) + table);
            var rows = Enumerable.Range(1, random.Next(5, 60)).Select(id => FuzzContract.GoodRow(random, id)).ToList();
            _rows.Add(rows);
            _connection.Execute($"CREATE TABLE base{table} AS {Select(_columns, rows)}");
            _others.Add(OtherWriter.Write(_columns, rows).GetAwaiter().GetResult());
        }
    }

    /// <summary>Rows as a SELECT with the contract's types.</summary>
    public static string Select(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows) => $"""
        SELECT {string.Join(", ", columns.Select(column => $"CAST({Sql.Identifier(column.Name)} AS {column.Type.SqlName}) AS {Sql.Identifier(column.Name)}"))}
        FROM (VALUES {string.Join(", ", rows.Select(row => $"({string.Join(", ", row.Select((value, index) => OddValues.Plain(columns[index].Type, value) is { } text ? Sql.Literal(text) : "NULL::VARCHAR"))})"))}) v({string.Join(", ", columns.Select(column => Sql.Identifier(column.Name)))})
        """;

    public Mutant Make(int number, Random random)
    {
        var table = random.Next(Tables);
        var mutations = new List<string>();
        var isUntouched = random.Next(20) == 0;
        byte[] bytes;
        if (random.Next(5) == 0)
        {
            mutations.Add("parquet of another writer");
            bytes = _others[table];
        }
        else
        {
            bytes = Write(table, random, isUntouched ? 0 : random.Next(0, 4), mutations);
        }

        if (!isUntouched && (mutations.Count == 0 || random.Next(3) == 0))
            bytes = ByteDamage.Apply(bytes, random, _others[(table + 1) % Tables], mutations);
        return Mutant.Of(number, bytes, isUntouched ? [] : mutations, _rows[table]);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _folder.Dispose();
    }

    /// <summary>A copy of the table with some columns changed, as a file.</summary>
    public byte[] Write(int table, Random random, int changes, List<string> mutations)
    {
        var columns = _columns.Select(column => (Name: Sql.Identifier(column.Name), Value: Sql.Identifier(column.Name))).ToList();
        for (; changes > 0; changes--)
        {
            var (place, kind) = (random.Next(columns.Count), random.Next(14));
            var expression = Expressions[random.Next(Expressions.Length)];
            mutations.Add($"parquet {kind} column {place} {expression}");
            switch (kind)
            {
                case 0: columns.Reverse(); break;
                case 1 when random.Next(3) == 0: columns.RemoveAt(place); break;
                case 2: columns.Add(random.Next(3) > 0 ? ("later", "n") : ("unknown", "n")); break;
                case 3 when random.Next(3) == 0: columns[place] = ("\"renamed\"", columns[place].Value); break;
                case 4 or 5: columns[place] = (columns[place].Name, $"CASE WHEN id % 3 = 0 THEN {expression} END"); break;
                case 6 or 7: columns[place] = (columns[place].Name, $"list_extract([{string.Join(", ", Enumerable.Range(0, 6).Select(_ => Sql.Literal(OddValues.Text(random, _columns[Math.Min(place, _columns.Count - 1)].Type.Kind).Replace("\0", "", StringComparison.Ordinal))))}], 1 + id % 6)"); break;
                default: columns[place] = (columns[place].Name, expression); break;
            }
        }

        if (columns.DistinctBy(column => column.Name).Count() < columns.Count)
            columns = [.. columns.DistinctBy(column => column.Name)];
        var file = _folder.File("one.parquet");
        var codec = new[] { "uncompressed", "uncompressed", "snappy", "zstd", "gzip", "lz4_raw" }[random.Next(6)];
        // The other reader knows few of the second version's encodings.
        var version = random.Next(12) > 0 ? "V1" : "V2";
        try
        {
            Copy(columns.Select(column => $"{column.Value} AS {column.Name}"));
        }
        catch (DuckDBException)
        {
            mutations.Add("that some row has no value for, so not done");
            Copy(["*"]);
        }

        return File.ReadAllBytes(file);

        void Copy(IEnumerable<string> select) => _connection.Execute(
            $"COPY (SELECT {string.Join(", ", select)} FROM base{table}) TO {Sql.Literal(file)} (FORMAT parquet, COMPRESSION {codec}, PARQUET_VERSION {version})");
    }
}
