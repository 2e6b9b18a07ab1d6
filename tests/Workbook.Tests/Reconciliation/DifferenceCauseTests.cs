using Workbook.Database;
using Workbook.Reconciliation;

namespace Workbook.Tests.Reconciliation;

public sealed class DifferenceCauseTests
{
    [Fact]
    public void Every_cause_has_a_code_and_words_for_readers_who_dont_know_it()
    {
        Assert.Equal(
        [
            "null_key: No key, so no counterpart",
            "refund: Refund on one side only, or netted there",
            "duplicate_left: Counted again in Orders",
            "duplicate_right: Counted again in Payments",
            "time_zone: Time zone mixed up",
            "late: On different sides of a cut-off",
            "missing_left: Missing in Orders",
            "missing_right: Missing in Payments",
            "rounding: Rounded differently",
            "currency: Currency mixed up",
            "amount: Another amount",
            "other_column: Another column differs",
        ], Enum.GetValues<DifferenceCause>().Select(cause => $"{cause.Code()}: {cause.Describe("Orders", "Payments")}"));
    }

    [Fact]
    public void The_bridge_has_the_words_with_the_names_of_the_sides()
    {
        using var sides = new TwoSides();
        sides.Table("lefts", "order_id, amount", "1, 10.00", "2, 20.00").Table("rights", "order_id, amount", "2, 20.00", "3, 33.50", "3, 33.50");
        sides.Run(TwoSides.Spec() with { Left = Side.Table("lefts") with { Name = "Orders" }, Right = Side.Table("rights") with { Name = "Payments" } });
        Assert.Equal(["Orders 30.00", "Counted again in Payments 33.50", "Missing in Orders 33.50", "Missing in Payments -10.00", "Payments 87.00"],
            sides.Connection.Query("SELECT label || ' ' || amount FROM reconciliation_bridge ORDER BY step", row => row.GetString(0)));
    }
}
