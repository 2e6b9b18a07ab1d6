using Workbook.Contracts;
using Workbook.Generation;

namespace Workbook.Retail.Generation;

/// <summary>What orders and visits need to know of a customer, as pure functions of the id.</summary>
internal sealed class CustomerBook(World world)
{
    private readonly FaultPlan _faults = FaultPlan.ByCount(MasterData.Customers, world.Customers, world.Customers);

    /// <summary>The fault planted in the customer's row; null for a sound one.</summary>
    public PlantedAnomaly? FaultOf(int customerId) => _faults.AtSlot(customerId - 1);

    /// <summary>
    /// Whom the account belongs to: itself, or, for a near-duplicate, someone registered before who is none; the next free
    /// customer where chance finds none.
    /// </summary>
    public int PersonOf(int customerId)
    {
        if (!IsVariant(customerId))
            return customerId;
        var draw = world.Draw(Series.Customer, -customerId);
        for (var attempt = 0; attempt < 64; attempt++)
        {
            var candidate = 1 + draw.Below(Math.Max(1, customerId - 1));
            if (candidate != customerId && !IsVariant(candidate))
                return candidate;
        }

        return customerId == 1 ? 2 : 1;
    }

    /// <summary>
    /// The person's, so that both accounts of one have the same. People are about forty when they register, give or take
    /// fourteen years, and of age: who would be younger is as much older.
    /// </summary>
    public DateOnly BirthDateOf(int customerId)
    {
        var person = PersonOf(customerId);
        var years = 40 + (14 * world.Draw(Series.Birth, person).Normal());
        var days = (int)(Math.Max(years, 36 - years) * 365.25);
        return DateOnly.FromDayNumber(JoinDayOf(person)).AddYears(-18).AddDays((18 * 365) - days);
    }

    public bool IsVip(int customerId) => world.Draw(Series.Vip, customerId).Chance(0.04);

    /// <summary>
    /// In the order of their ids, so that <see cref="World.CustomersJoinedBy"/> can tell who may buy: two days before that
    /// at the latest. The four years before the epoch brought more and more people.
    /// </summary>
    public int JoinDayOf(int customerId)
    {
        var share = (double)customerId / world.Customers;
        return share <= World.EarlyCustomers
            ? World.EpochDay - 2 - (int)(1_500 * (1 - Math.Sqrt(share / World.EarlyCustomers)))
            : world.Calendar.DayOfShare((share - World.EarlyCustomers) / (1 - World.EarlyCustomers)) - 2;
    }

    /// <summary>Where the customer lives; moving house is within it.</summary>
    public State HomeOf(int customerId) => Geography.StateOf(world, Series.Identity, -PersonOf(customerId));

    /// <summary>When people are on the web where the customer lives.</summary>
    public Instant JoinedAt(int customerId)
    {
        var draw = world.Draw(Series.Join, customerId);
        return Instant.At(JoinDayOf(customerId), OrderBook.LocalSecond(ref draw, isWeb: true) - (60L * HomeOf(customerId).UtcOffsetMinutes));
    }

    private bool IsVariant(int customerId) => FaultOf(customerId)?.Kind == "near_duplicate_person";
}
