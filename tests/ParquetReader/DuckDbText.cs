using Parquet.Schema;
using Workbook.Database;

namespace Workbook.ParquetReading;

/// <summary>A field in DuckDB's words: its type, and the expression that makes the same text of it as we make of Parquet.Net's values.</summary>
internal static class DuckDbText
{
    public static IEnumerable<Field> Children(Field field) => field switch
    {
        StructField structure => structure.Fields,
        ListField list => [list.Item],
        MapField map => [map.Key, map.Value],
        _ => [],
    };

    /// <summary>Without quotes around names.</summary>
    public static string TypeOf(Field field) => field switch
    {
        DataField leaf => LeafType.Of(leaf).Name,
        ListField list => TypeOf(list.Item) + "[]",
        MapField map => $"MAP({TypeOf(map.Key)}, {TypeOf(map.Value)})",
        StructField structure => $"STRUCT({string.Join(", ", structure.Fields.Select(member => $"{member.Name} {TypeOf(member)}"))})",
        _ => throw new NotSupportedException(field.ToString()),
    };

    public static string Of(Field field, string sql) => field is DataField ? Expression(field, sql, 0) : $"CAST(to_json({Expression(field, sql, 0)}) AS VARCHAR)";

    private static string Expression(Field field, string sql, int depth)
    {
        var each = $"each{depth}";
        return field switch
        {
            DataField leaf => LeafType.Of(leaf).Sql(sql),
            ListField list => $"list_transform({sql}, lambda {each}: {Expression(list.Item, each, depth + 1)})",
            MapField map => $"CASE WHEN {sql} IS NOT NULL THEN list_transform(map_entries({sql}), lambda {each}: "
                + $"{{'key': {Expression(map.Key, each + ".key", depth + 1)}, 'value': {Expression(map.Value, each + ".value", depth + 1)}}}) END",
            StructField structure => $"CASE WHEN {sql} IS NOT NULL THEN {{{string.Join(", ", structure.Fields.Select(member =>
                $"{Sql.Literal(member.Name)}: {Expression(member, $"{sql}.{Sql.Identifier(member.Name)}", depth + 1)}"))}}} END",
            _ => throw new NotSupportedException(field.ToString()),
        };
    }
}
