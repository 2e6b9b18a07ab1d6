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

    /// <summary>The person's, so that both accounts of one have the same.</summary>
    public DateOnly BirthDateOf(int customerId) =>
        GenerationOptions.Epoch.AddDays(-world.Draw(Series.Birth, PersonOf(customerId)).Between(18 * 365, 85 * 365));

    public bool IsVip(int customerId) => world.Draw(Series.Vip, customerId).Chance(0.04);

    /// <summary>The day in UTC, in the order of their ids, so that <see cref="World.CustomersJoinedBy"/> can tell who may buy.</summary>
    public int JoinDayOf(int customerId)
    {
        var share = (double)customerId / world.Customers;
        return share <= 0.6
            ? World.EpochDay - 2 - (int)((0.6 - share) / 0.6 * 1_500)
            : World.EpochDay + (int)((share - 0.6) / 0.4 * world.BaseDays) - 2;
    }

    private bool IsVariant(int customerId) => FaultOf(customerId)?.Kind == "near_duplicate_person";
}
