using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Star;

/// <summary>
/// Row-level security for store managers: a table says who manages which store, and a member of the role sees the rows of
/// those stores. Who isn't listed sees none. Tables that hang on no store (customers, suppliers, loads) stay whole.
/// </summary>
internal static class StoreManagers
{
    public const string TableName = "Store managers";
    public const string RoleName = "Store manager";
    private const string StoreId = "store_id";
    private const string User = "User";

    /// <summary>Null where the star has no stores.</summary>
    public static ModelTable? Table(IReadOnlyDictionary<string, ModelTable> catalogued)
    {
        if (catalogued.Values.FirstOrDefault(IsStores)?.Source(StoreId) is not { } store)
            return null;
        const string Query = """
            let
                // Fill in who manages which store, or read it from where your organisation keeps it.
                Listed = {
                    {"manager.one@example.com", 1},
                    {"manager.two@example.com", 2}
                }
            in
                #table(type table [user = text, store_id = Int64.Type], Listed)
            """;
        return new ModelTable(TableName, "Who manages which store: what the role of store managers goes by. The two users are examples.", Query, null)
        {
            IsHidden = true,
            Columns =
            [
                new ModelColumn(User, "user", ColumnKind.Text) { Description = "Sign-in name, as USERPRINCIPALNAME has it." },
                new ModelColumn(store.Name, StoreId, ColumnKind.Integer) { Description = store.Description, Format = "0" },
            ],
        };
    }

    public static ModelRole Role(IReadOnlyList<ModelTable> tables)
    {
        var store = tables.First(IsStores).Source(StoreId)!.Name;
        var mine = $"CALCULATETABLE(VALUES({DaxText.Column(TableName, store)}), {DaxText.Column(TableName, User)} = USERPRINCIPALNAME())";
        var filters = tables.Where(table => IsStores(table) || table.Relation == "gold.vw_orders")
            .Select(table => (table.Name, $"{DaxText.Column(table.Name, table.Source(StoreId)!.Name)} IN {mine}"));
        return new ModelRole(RoleName, "Sees the stores that the table of store managers gives to the signed-in user.",
            [.. filters, (TableName, $"{DaxText.Column(TableName, User)} = USERPRINCIPALNAME()")]);
    }

    private static bool IsStores(ModelTable table) => table.Relation == "gold.dim_store";
}
