using System.Numerics;
using DuckDB.NET.Native;

namespace Workbook.Tests.Database.Provider;

public sealed class ValueTypeTests
{
    [Fact]
    public void Calendar_agrees_with_dotnet_on_every_day_that_both_have()
    {
        for (var date = DateOnly.MinValue; date < DateOnly.MaxValue; date = date.AddDays(1))
        {
            var split = new DuckDBDateOnly(date.Year, (byte)date.Month, (byte)date.Day);
            var days = split.ToDuckDBDate();
            Assert.Equal(date.DayNumber - 719_162, days.Days);
            Assert.Equal(split, DuckDBDateOnly.FromDuckDBDate(days));
        }
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-int.MaxValue)]
    [InlineData(int.MaxValue - 1)]
    [InlineData(int.MinValue)]
    [InlineData(-719_529)]
    public void Days_at_the_ends_of_the_calendar_round_trip(int days)
    {
        var date = new DuckDBDate { Days = days };
        Assert.Equal(date, DuckDBDateOnly.FromDuckDBDate(date).ToDuckDBDate());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(-long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(1_735_689_599_999_999)]
    public void Timestamps_round_trip_to_the_ends(long micros)
    {
        var timestamp = new DuckDBTimestampStruct { Micros = micros };
        Assert.Equal(timestamp, DuckDBTimestamp.FromDuckDBTimestampStruct(timestamp).ToDuckDBTimestampStruct());
    }

    [Fact]
    public void A_moment_before_1970_falls_on_the_day_before() => Assert.Equal(
        "1969-12-31 23:59:59.999999",
        DuckDBTimestamp.FromDuckDBTimestampStruct(new DuckDBTimestampStruct { Micros = -1 }).ToString());

    [Fact]
    public void A_date_beyond_the_range_is_refused()
    {
        Assert.Throws<OverflowException>(() => new DuckDBDateOnly(5_881_581, 1, 1).ToDuckDBDate());
        Assert.Throws<OverflowException>(() =>
            new DuckDBTimestamp(new DuckDBDateOnly(300_000, 1, 1), default).ToDuckDBTimestampStruct());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("18446744073709551616")]
    [InlineData("-18446744073709551617")]
    [InlineData("170141183460469231731687303715884105727")]
    [InlineData("-170141183460469231731687303715884105728")]
    public void Huge_integers_round_trip(string digits) =>
        Assert.Equal(digits, new DuckDBHugeInt(BigInteger.Parse(digits)).ToBigInteger().ToString());

    [Fact]
    public void Huge_integers_out_of_range_are_refused()
    {
        Assert.Throws<OverflowException>(() => new DuckDBHugeInt(DuckDBHugeInt.HugeIntMaxValue + 1));
        Assert.Throws<OverflowException>(() => new DuckDBUHugeInt(BigInteger.MinusOne));
        Assert.Equal(DuckDBUHugeInt.HugeIntMaxValue, new DuckDBUHugeInt(DuckDBUHugeInt.HugeIntMaxValue).ToBigInteger());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-15)]
    [InlineData(123_456_789_012_340)]
    [InlineData(-123_456_789_012_340)]
    public void Spans_of_whole_microseconds_round_trip(long ticks) =>
        Assert.Equal(ticks / 10 * 10, ((TimeSpan)(DuckDBInterval)new TimeSpan(ticks)).Ticks);

    [Fact]
    public void A_month_is_no_span_of_time()
    {
        var fault = Assert.Throws<InvalidCastException>(() => (TimeSpan)new DuckDBInterval(1, 0, 0));
        Assert.Contains("DuckDBInterval", fault.Message);
    }
}
