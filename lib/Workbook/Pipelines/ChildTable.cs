using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Pipelines;

/// <summary>A list of each row as rows of a table of their own.</summary>
internal static class ChildTable
{
    private const string Position = "position";

    /// <param name="isKnown">Whether a delivery without the column has no lists, as JSON leaves out what no row has.</param>
    /// <returns>The column; null where the delivery lacks it.</returns>
    public static DeltaField? List(Resource resource, string column, IReadOnlyList<DeltaField> fields, bool isKnown)
    {
        if (fields.FirstOrDefault(field => string.Equals(field.Name, column, StringComparison.OrdinalIgnoreCase)) is not { } found)
            return isKnown ? null : throw resource.Fault($"'{column}' shall become a child table, and is none of its columns ({string.Join(", ", fields.Select(field => field.Name))}).{NearestName.Hint(column, fields.Select(field => field.Name))} Correct the child tables.");
        if (found.Type is not DeltaType.Array list)
            throw resource.Fault($"'{column}' shall become a child table and is {found.Type.Sql}; expected a list. Take it out of the child tables, or make a list of it in the query.");
        var own = resource.PrimaryKey.Select(key => KeyColumn(resource, key)).Append(Position).ToList();
        return list.Element is DeltaType.Struct row && row.Fields.FirstOrDefault(field => own.Contains(field.Name, StringComparer.OrdinalIgnoreCase)) is { } taken
            ? throw resource.Fault($"the structs of '{column}' have a member '{taken.Name}', which the child table has of its own. Rename it in the query.")
            : found;
    }

    public static string Rows(Resource resource, DeltaField list, string parents)
    {
        var key = string.Join(", ", resource.PrimaryKey.Select(column => $"{Sql.Identifier(column)} AS {Sql.Identifier(KeyColumn(resource, column))}"));
        var item = list.Type is DeltaType.Array { Element: DeltaType.Struct } ? "unnest(item)" : "item AS value";
        return $"SELECT * EXCLUDE (item), {item} FROM (SELECT {key}, CAST(generate_subscripts({Sql.Identifier(list.Name)}, 1) AS INTEGER) AS {Position}, unnest({Sql.Identifier(list.Name)}) AS item FROM {parents})";
    }

    /// <summary>True for the child rows of these parents, those also that their lists don't have any more.</summary>
    public static string OfParents(Resource resource, string parents) =>
        $"({string.Join(", ", resource.PrimaryKey.Select(column => Sql.Identifier(KeyColumn(resource, column))))}) IN (SELECT ({string.Join(", ", resource.PrimaryKey.Select(Sql.Identifier))}) FROM {parents})";

    private static string KeyColumn(Resource resource, string column) => $"{resource.Name}_{column}";
}
