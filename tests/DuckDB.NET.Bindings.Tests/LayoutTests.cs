using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace DuckDB.NET.Bindings.Tests;

/// <summary>The structs are as large as duckdb.h makes them, on every 64-bit platform.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Every_struct_has_the_size_that_the_header_gives_it() => Assert.Equal(
        [48, 24, 4, 8, 8, 8, 8, 12, 8, 16, 16, 16, 16, 24, 24, 16, 16],
        new[]
        {
            Unsafe.SizeOf<DuckDBResult>(), Unsafe.SizeOf<DuckDBQueryProgress>(), Unsafe.SizeOf<DuckDBDate>(),
            Unsafe.SizeOf<DuckDBDateOnly>(), Unsafe.SizeOf<DuckDBTime>(), Unsafe.SizeOf<DuckDBTimeOnly>(),
            Unsafe.SizeOf<DuckDBTimeTzStruct>(), Unsafe.SizeOf<DuckDBTimeTz>(), Unsafe.SizeOf<DuckDBTimestampStruct>(),
            Unsafe.SizeOf<DuckDBTimestamp>(), Unsafe.SizeOf<DuckDBInterval>(), Unsafe.SizeOf<DuckDBHugeInt>(),
            Unsafe.SizeOf<DuckDBUHugeInt>(), Unsafe.SizeOf<DuckDBDecimal>(), Unsafe.SizeOf<DuckDBBignum>(),
            Unsafe.SizeOf<DuckDBListEntry>(), Unsafe.SizeOf<DuckDBString>(),
        });

    [Fact]
    public void Fields_lie_where_the_header_puts_them()
    {
        Assert.Equal([1, 2, 3, 4], Bytes(new DuckDBTimeOnly(1, 2, 3, 4)).Where(b => b != 0));
        Assert.Equal(4, Bytes(new DuckDBTimeOnly(1, 2, 3, 4))[4]);
        Assert.Equal([7, 0, 0, 0, 8, 9], Bytes(new DuckDBDateOnly(7, 8, 9))[..6]);
        Assert.Equal(5, Bytes(new DuckDBTimeTz(default, 5))[8]);
        Assert.Equal((byte)6, Bytes(new DuckDBInterval(4, 5, 6))[8]);
        Assert.Equal((byte)3, Bytes(new DuckDBHugeInt(2, 3))[8]);
        Assert.Equal((byte)3, Bytes(new DuckDBDecimal(1, 2, new DuckDBHugeInt(3, 0)))[8]);
        Assert.Equal((byte)1, Bytes(new DuckDBBignum(0, 2, 1))[16]);
        Assert.Equal((byte)2, Bytes(new DuckDBListEntry(1, 2))[8]);
    }

    private static byte[] Bytes<T>(T value) where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref value)).ToArray();
}
