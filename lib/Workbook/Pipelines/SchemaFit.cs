using DuckDB.NET.Data;
using Workbook.Contracts;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Pipelines;

/// <summary>A delivery's columns brought to the table's, and the table's to them where it may evolve.</summary>
/// <param name="Schema">The table's, when the delivery is in.</param>
/// <param name="Columns">Columns of the delivery that are taken, as the table spells them.</param>
/// <param name="Known">Those of them that the table has already.</param>
/// <param name="Select">All of the table's columns as expressions over the delivery, in its types; NULL for those that the delivery lacks.</param>
internal sealed record SchemaFit(DeltaSchema Schema, IReadOnlyList<string> Columns, IReadOnlyList<string> Known, IReadOnlyList<string> Select, IReadOnlyList<string> Widened, IReadOnlyList<string> Ignored)
{
    /// <param name="snapshot">Null before the first load.</param>
    /// <exception cref="WorkbookException">A column is new or wider and must not be, or a type has nothing in common with the table's.</exception>
    public static SchemaFit Of(DuckDBConnection connection, Resource resource, DeltaSnapshot? snapshot, string delivery, IReadOnlyList<DeltaField> delivered)
    {
        if (snapshot?.Schema is not { } table)
            return new SchemaFit(new DeltaSchema(delivered), Names(delivered), [], [.. delivered.Select(field => Cast(field.Name, field))], [], []);

        var news = delivered.Where(field => table.Find(field.Name) is null).ToList();
        if (news.Count > 0 && resource.NewColumns == SchemaMode.Freeze)
            throw new WorkbookException($"Resource '{resource.Name}' has {string.Join(", ", news.Select(field => $"{field.Name} {field.Type.Sql}"))}, which the table doesn't have, and its schema is frozen. Take the columns out of the query, or let it evolve.");

        var (final, taken, faults) = (table.Fields.ToDictionary(field => field.Name), new List<(string Name, DeltaField Field)>(), new List<string>());
        var widened = new List<string>();
        foreach (var field in delivered.Except(news))
        {
            var former = table.Find(field.Name)!;
            if (Fitted(connection, snapshot, former, delivery, field) is { } type)
            {
                if (type.Sql != former.Type.Sql && resource.NewColumns != SchemaMode.Evolve)
                    faults.Add($"{former.Name} is {field.Type.Sql} now, expected {former.Type.Sql}, and the schema may not evolve");
                else if (type.Sql != former.Type.Sql)
                    widened.Add($"{former.Name}: {former.Type.Sql} → {type.Sql}");
                final[former.Name] = former with { Type = type };
                taken.Add((field.Name, final[former.Name]));
            }
            else if (connection.Scalar<long>($"SELECT count({Sql.Identifier(field.Name)}) FROM {delivery}") > 0) // without a value it is of any type
            {
                faults.Add($"{former.Name} is {field.Type.Sql} now, expected {former.Type.Sql}");
            }
        }

        if (faults.Count > 0)
            throw resource.Fault($"{string.Join("; ", faults)}. Cast it in the query, or load into a table of another name.");
        var added = resource.NewColumns == SchemaMode.Evolve ? news : [];
        var known = taken.Count;
        taken.AddRange(added.Select(field => (field.Name, field)));
        var columns = Names(taken.Select(column => column.Field));
        return new SchemaFit(new DeltaSchema([.. table.Fields.Select(field => final[field.Name]), .. added]), columns, [.. columns.Take(known)],
            [.. taken.Select(column => Cast(column.Name, column.Field)), .. table.Fields.Where(field => !columns.Contains(field.Name)).Select(field => $"CAST(NULL AS {final[field.Name].Type.Sql}) AS {Sql.Identifier(field.Name)}")],
            widened, resource.NewColumns == SchemaMode.Discard ? Names(news) : []);
    }

    /// <summary>The type that the column has then; null where there is none that keeps every value.</summary>
    private static DeltaType? Fitted(DuckDBConnection connection, DeltaSnapshot table, DeltaField known, string delivery, DeltaField field)
    {
        if (!Widening.IsByValue(known.Type, field.Type))
            return Widening.Of(known.Type, field.Type);
        var (column, rows) = known.Type == DeltaType.Long ? (known.Name, table.ScanSql()) : (field.Name, delivery);
        return connection.Scalar<long>($"SELECT count(*) FROM {rows} WHERE {Sql.Identifier(column)} NOT BETWEEN -9007199254740992 AND 9007199254740992") == 0 ? DeltaType.Double : null;
    }

    private static string Cast(string name, DeltaField field) => $"CAST({Sql.Identifier(name)} AS {field.Type.Sql}) AS {Sql.Identifier(field.Name)}";

    private static IReadOnlyList<string> Names(IEnumerable<DeltaField> fields) => [.. fields.Select(field => field.Name)];
}
