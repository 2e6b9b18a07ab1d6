using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

public sealed class BusinessDayTests : IDisposable
{
    private readonly TwoSides _sides = new();

    public void Dispose() => _sides.Dispose();

    [Fact]
    public void Times_of_two_business_days_are_late_and_those_of_one_are_only_other_times()
    {
        _sides.Table("lefts", "order_id, amount, at", "1, 1.00, TIMESTAMP '2026-03-01 16:50:00'", "2, 1.00, TIMESTAMP '2026-03-01 23:50:00'", "3, 1.00, TIMESTAMP '2026-03-01 06:25:00'", "4, 1.00, TIMESTAMP '2026-03-01 17:10:00'", "5, 1.00, TIMESTAMP '2026-03-01 16:55:00'")
            .Table("rights", "order_id, amount, at", "1, 1.00, TIMESTAMP '2026-03-01 17:10:00'", "2, 1.00, TIMESTAMP '2026-03-02 00:10:00'", "3, 1.00, TIMESTAMP '2026-03-01 06:35:00'", "4, 1.00, TIMESTAMP '2026-03-02 16:55:00'", "5, 1.00, TIMESTAMP '2026-03-02 17:10:00'");
        Assert.Equal(["1 late 0.00", "2 other_column 0.00", "3 other_column 0.00", "4 other_column 0.00", "5 late 0.00"], Differences(new TimeOnly(17, 0)));
        Assert.Equal(["1 other_column 0.00", "2 other_column 0.00", "3 late 0.00", "4 late 0.00", "5 late 0.00"], Differences(new TimeOnly(6, 30)));
        Assert.Equal(["1 other_column 0.00", "2 late 0.00", "3 other_column 0.00", "4 late 0.00", "5 late 0.00"], Differences(TimeOnly.MinValue));

        IEnumerable<string> Differences(TimeOnly dayEnds) => _sides.Differences(TwoSides.Spec() with { Time = new TimeColumn("at") { DayEnds = dayEnds } });
    }

    [Fact]
    public void Against_dates_an_instant_is_its_business_day()
    {
        _sides.Table("lefts", "order_id, amount, at", "1, 1.00, DATE '2026-03-02'", "2, 1.00, DATE '2026-03-01'", "3, 1.00, DATE '2026-03-04'", "4, 1.00, DATE '2026-03-02'")
            .Table("rights", "order_id, amount, at", "1, 1.00, TIMESTAMP '2026-03-01 17:10:00'", "2, 1.00, TIMESTAMP '2026-03-01 16:50:00'", "3, 1.00, TIMESTAMP '2026-03-01 17:10:00'", "4, 1.00, TIMESTAMP '2026-03-01 16:50:00'");
        Assert.Equal(["3 late 0.00", "4 time_zone 0.00"], _sides.Differences(TwoSides.Spec() with { Time = new TimeColumn("at") { DayEnds = new TimeOnly(17, 0) } }));
    }

    [Fact]
    public void A_row_on_one_side_is_late_if_it_lies_within_the_window_before_the_cut_off()
    {
        _sides.Table("lefts", "order_id, amount, at", "1, 10.00, TIMESTAMP '2026-03-31 23:58:00'", "2, 20.00, TIMESTAMP '2026-03-31 23:57:59.999999'", "3, 30.00, TIMESTAMP '2026-04-01'")
            .Table("rights", "order_id, amount, at", "4, 40.00, TIMESTAMP '2026-03-31 23:59:59'", "5, 50.00, TIMESTAMP '2026-03-31 23:00:00'");
        Assert.Equal(["1 late -10.00", "2 missing_right -20.00", "4 late 40.00", "5 missing_left 50.00"],
            _sides.Differences(TwoSides.Spec() with { Time = new TimeColumn("at") { Window = TimeSpan.FromMinutes(2), CutOff = new DateTime(2026, 4, 1) } }));
    }

    [Fact]
    public void Among_dates_the_window_before_the_cut_off_is_one_of_days()
    {
        _sides.Table("lefts", "order_id, amount, at", "1, 10.00, DATE '2026-03-30'", "2, 20.00, DATE '2026-03-29'", "3, 30.00, DATE '2026-04-01'")
            .Table("rights", "order_id, amount, at", "4, 40.00, DATE '2026-03-31'", "5, 50.00, DATE '2026-03-10'");
        Assert.Equal(["1 late -10.00", "2 missing_right -20.00", "4 late 40.00", "5 missing_left 50.00"],
            _sides.Differences(TwoSides.Spec() with { Time = new TimeColumn("at") { Window = TimeSpan.FromDays(2), CutOff = new DateTime(2026, 4, 1) } }));
    }
}
