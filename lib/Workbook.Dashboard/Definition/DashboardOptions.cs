namespace Workbook.Dashboards;

/// <summary>Whose dashboard it is.</summary>
public sealed record DashboardOptions
{
    /// <summary>All stores.</summary>
    public const string Company = "company";

    /// <summary>One store: rows of the others never come near the page.</summary>
    public const string StoreManager = "store-manager";

    /// <summary>The roles that there are.</summary>
    public static IReadOnlyList<string> Roles { get; } = [Company, StoreManager];

    /// <summary>One of <see cref="Roles"/>.</summary>
    public string Role { get; init; } = Company;

    /// <summary>The store's number; needed for a store manager, and for nobody else.</summary>
    public long? Store { get; init; }

    /// <exception cref="WorkbookException">Role and store don't fit; all faults at once.</exception>
    internal void Validate(bool hasStores)
    {
        var faults = new List<string>();
        if (!Roles.Contains(Role))
            faults.Add($"There is no role '{Role}'. The roles are {string.Join(" and ", Roles)}.");
        if (Role == StoreManager && !hasStores)
            faults.Add($"The role {StoreManager} needs stores, and this dashboard has none. Use the role {Company}.");
        else if (Role == StoreManager && Store is null)
            faults.Add($"The role {StoreManager} needs a store: give its number (--store 17).");
        if (Role == Company && Store is not null)
            faults.Add($"A store was given, {Store}, but the role {Role} isn't of one store. Use the role {StoreManager}, or leave the store out.");
        if (faults.Count > 0)
            throw new WorkbookException(string.Join(Environment.NewLine, faults));
    }
}
