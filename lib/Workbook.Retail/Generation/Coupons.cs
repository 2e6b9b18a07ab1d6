using System.Text;

namespace Workbook.Retail.Generation;

/// <summary>What a customer may hand in with an order.</summary>
internal enum Coupon { None, Welcome10, Spring15, FreeShip, Vip20, Bday5 }

/// <summary>
/// Coupons do what they say: a number is the percentage that every line costs less, unless the line is reduced further
/// anyway; free shipping has no fee. They are used only by whom and when they are for.
/// </summary>
internal static class Coupons
{
    private const int DaysOfWelcome = 30;
    private static readonly byte[][] Codes = [[], .. new[] { "WELCOME10", "SPRING15", "FREESHIP", "VIP20", "BDAY5" }.Select(Encoding.UTF8.GetBytes)];
    private static readonly int[] Discounts = [0, 1_000, 1_500, 0, 2_000, 500];

    /// <summary>Nothing where there is none.</summary>
    public static ReadOnlySpan<byte> CodeOf(Coupon coupon) => Codes[(int)coupon];

    /// <summary>In ten-thousandths, off every line.</summary>
    public static int DiscountOf(Coupon coupon) => Discounts[(int)coupon];

    /// <summary>The coupon of an order, if its customer has one for the day and thinks of it: about one order in eight.</summary>
    /// <param name="unit">Drawn in [0, 1): who has a coupon uses it the more often, the more it is worth.</param>
    public static Coupon Used(World world, int customerId, int day, bool isWeb, State state, double unit) => unit switch
    {
        < 0.40 when day - world.CustomerBook.JoinDayOf(customerId) < DaysOfWelcome => Coupon.Welcome10,
        < 0.35 when world.CustomerBook.IsVip(customerId) => Coupon.Vip20,
        < 0.30 when IsBirthMonth(world, customerId, day) => Coupon.Bday5,
        < 0.15 when IsSpring(state, day) => Coupon.Spring15,
        >= 0.15 and < 0.27 when isWeb => Coupon.FreeShip,
        _ => Coupon.None,
    };

    private static bool IsBirthMonth(World world, int customerId, int day) =>
        world.CustomerBook.BirthDateOf(customerId).Month == DateOnly.FromDayNumber(day).Month;

    /// <summary>Three months, in the hemisphere of the store.</summary>
    private static bool IsSpring(State state, int day)
    {
        var month = DateOnly.FromDayNumber(day).Month;
        return state.IsSouthern ? month is >= 9 and <= 11 : month is >= 3 and <= 5;
    }
}
