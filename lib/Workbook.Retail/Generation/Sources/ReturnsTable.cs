using System.Globalization;
using System.Buffers.Binary;
using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;
using Workbook.Generation;

namespace Workbook.Retail.Generation.Sources;

/// <summary>
/// returns: one order in ten sends something back. Another team keeps it as a Delta table, and it shows: version 1
/// brings most rows, version 2 adds return_reason_code, version 3 corrects some rows, version 4 deletes some. A later
/// window adds a version of its own.
/// </summary>
internal static class ReturnsTable
{
    private const int OrdersForOneReturn = 10;
    private const int MaxDays = 40;
    private static readonly PlantedAnomaly Upserted = Sales.Returns.Anomaly("upserted_return");
    private static readonly PlantedAnomaly Deleted = Sales.Returns.Anomaly("deleted_return");
    private static readonly string[] Reasons = ["damaged", "wrong_item", "not_as_described", "changed_mind", "late_delivery"];

    public static IEnumerable<GenerationUnit> Units(World world)
    {
        var rows = (world.Orders.FirstIdOn(world.EndDay) - world.Orders.FirstIdOn(world.FirstDay)) / OrdersForOneReturn;
        yield return new GenerationUnit(Sales.Returns, rows, (ledger, _) => Write(world, ledger));
    }

    private static UnitResult Write(World world, LedgerPage ledger)
    {
        using var connection = WorkbookDatabase.Open(new DatabaseOptions { Threads = 1 });
        var rows = Stage(world, connection, ledger);
        var folder = world.PathOf(Sales.Returns.Path);
        var options = Options(world);
        if (world.IsIncrement && DeltaTable.Exists(folder))
            AddWindow(DeltaTable.Open(folder, options), connection);
        else
            WriteHistory(DeltaTable.Create(folder, DeltaSchema.FromSql(Sales.Returns.Columns.Select(column => (column.Name, column.Type.SqlName))), options: options), connection);
        return new UnitResult(rows, new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length));
    }

    private static void WriteHistory(DeltaTable table, DuckDBConnection connection)
    {
        var original = string.Join(", ", Sales.Returns.Columns.Select(column => Sql.Identifier(column.Name)));
        table.Append(connection, $"SELECT {original} FROM returned WHERE part < 70 ORDER BY return_id");
        table.Append(connection, $"SELECT {original}, return_reason_code FROM returned WHERE part >= 70 ORDER BY return_id",
            new DeltaWriteOptions { MergeSchema = true });
        table.Merge(connection, new DeltaMerge(
                $"SELECT {original}, return_reason_code FROM returned WHERE change = 'upsert' ORDER BY return_id",
                "target.return_id = source.return_id")
            .WhenMatchedUpdate(new Dictionary<string, string>
            {
                ["reason"] = "source.reason",
                ["return_reason_code"] = "source.return_reason_code",
            })
            .WhenNotMatchedInsert());
        var deleted = connection.Query("SELECT return_id FROM returned WHERE change = 'delete' ORDER BY 1", row => row.GetInt64(0));
        table.Delete(connection, $"return_id IN ({string.Join(", ", deleted.DefaultIfEmpty(-1).Select(id => id.ToString(CultureInfo.InvariantCulture)))})");
    }

    private static void AddWindow(DeltaTable table, DuckDBConnection connection) =>
        table.Merge(connection, new DeltaMerge(
                $"SELECT * EXCLUDE (part, change) FROM returned WHERE change IS DISTINCT FROM 'delete' ORDER BY return_id",
                "target.return_id = source.return_id")
            .WhenMatchedUpdate()
            .WhenNotMatchedInsert());

    /// <summary>The window's returns, with the version that each belongs to and what happens to it later.</summary>
    private static long Stage(World world, DuckDBConnection connection, LedgerPage ledger)
    {
        connection.Execute("""
            CREATE TABLE staged (return_id BIGINT, order_id BIGINT, product_id BIGINT, seconds BIGINT, qty INTEGER, reason INTEGER, part INTEGER, change VARCHAR)
            """);
        var rows = 0L;
        using (var appender = new CheckedAppender(connection, "staged"))
        {
            for (var day = world.FirstDay; day < world.EndDay; day++)
            {
                var first = world.Orders.FirstIdOn(day);
                var offset = (OrdersForOneReturn - (first % OrdersForOneReturn)) % OrdersForOneReturn;
                for (var id = first + offset; id < first + world.Orders.CountOn(day); id += OrdersForOneReturn, rows++)
                    Append(world, world.Orders.At(id, day), appender, ledger);
            }

            appender.Complete();
        }

        connection.Execute($"""
            CREATE TABLE returned AS
            SELECT return_id, order_id, product_id, to_timestamp(seconds) AS return_ts, qty,
                   [{string.Join(", ", Reasons.Select(Sql.Literal))}][reason + 1] AS reason,
                   printf('R%02d', reason + 1) AS return_reason_code,
                   part, change
            FROM staged
            """);
        return rows;
    }

    private static void Append(World world, in Order order, CheckedAppender appender, LedgerPage ledger)
    {
        var draw = world.Draw(Series.Return, order.Id);
        var returnId = order.Id / OrdersForOneReturn;
        var line = world.Orders.Line(order, 1);
        // Never after the window: what will be sent back later isn't known yet.
        var latest = Math.Min(MaxDays * 86_400L, Instant.At(world.EndDay, 0).Seconds - order.Placed.Seconds);
        var at = order.Placed.Plus(Math.Max(3_600, (long)(latest * (0.1 + (0.85 * draw.Unit())))));
        var part = draw.Below(100);
        var change = draw.Unit();
        var fate = change < Upserted.Rate ? Upserted : change < Upserted.Rate + Deleted.Rate ? Deleted : null;
        if (fate is not null)
            ledger.Add(Sales.Returns, fate, Sales.Returns.Path, 0, ("return_id", returnId));
        appender.Add(returnId).Add(order.Id).Add((long)line.ProductId)
            .Add(at.Seconds - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerSecond))
            .Add(1 + draw.Below(line.Quantity)).Add(draw.Below(Reasons.Length)).Add(part)
            .Add(fate == Upserted ? "upsert" : fate == Deleted ? "delete" : null);
        appender.EndRow();
    }

    /// <summary>The log's clock and file names follow from the seed and the window, not from the moment.</summary>
    private static DeltaOptions Options(World world)
    {
        var ids = world.Draw(Series.Return, -world.EndDay);
        return new DeltaOptions
        {
            Time = new WindowClock(Instant.At(world.EndDay, 0)),
            EngineInfo = "Returns-Team/1.0",
            NewId = () =>
            {
                Span<byte> bytes = stackalloc byte[16];
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, ids.Next());
                BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], ids.Next());
                return new Guid(bytes);
            },
        };
    }

    /// <summary>Starts at the window's end and moves a minute each time it is read, so that versions have an order in time.</summary>
    private sealed class WindowClock(Instant start) : TimeProvider
    {
        private long _reads;

        public override DateTimeOffset GetUtcNow() => new(start.ToDateTime().AddMinutes(_reads++));
    }
}
