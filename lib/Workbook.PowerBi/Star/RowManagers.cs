using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Star;

/// <summary>Row-level security as the definition has it. Who isn't listed sees none; tables that hang on no member stay whole.</summary>
internal static class RowManagers
{
    private const string User = "User";

    /// <summary>Null where the star has no such dimension.</summary>
    public static ModelTable? Table(ManagedRows managed, IReadOnlyDictionary<string, ModelTable> catalogued)
    {
        if (catalogued.Values.FirstOrDefault(table => table.Relation == managed.Relation)?.Source(managed.Key) is not { } key)
            return null;
        var query = $$"""
            let
                // Fill in who manages which {{managed.Member}}, or read it from where your organisation keeps it.
                Listed = {
                    {"manager.one@example.com", 1},
                    {"manager.two@example.com", 2}
                }
            in
                #table(type table [user = text, {{managed.Key}} = Int64.Type], Listed)
            """;
        return new ModelTable(managed.Table, $"Who manages which {managed.Member}: what the role of {managed.Member} managers goes by. The two users are examples.", query, null)
        {
            IsHidden = true,
            Columns =
            [
                new ModelColumn(User, "user", ModelDataType.Text) { Description = "Sign-in name, as USERPRINCIPALNAME has it." },
                new ModelColumn(key.Name, managed.Key, ModelDataType.Integer) { Description = key.Description, Format = "0" },
            ],
        };
    }

    public static ModelRole Role(ManagedRows managed, IReadOnlyList<ModelTable> tables)
    {
        var key = tables.First(table => table.Relation == managed.Relation).Source(managed.Key)!.Name;
        var mine = $"CALCULATETABLE(VALUES({DaxText.Column(managed.Table, key)}), {DaxText.Column(managed.Table, User)} = USERPRINCIPALNAME())";
        var filters = tables.Where(table => table.Relation is { } relation && (relation == managed.Relation || managed.Others.Contains(relation)))
            .Select(table => (table.Name, $"{DaxText.Column(table.Name, table.Source(managed.Key)!.Name)} IN {mine}"));
        return new ModelRole(managed.Role, $"Sees the {managed.Member}s that the table of {managed.Member} managers gives to the signed-in user.",
            [.. filters, (managed.Table, $"{DaxText.Column(managed.Table, User)} = USERPRINCIPALNAME()")]);
    }
}
