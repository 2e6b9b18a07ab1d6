using DuckDB.NET.Data;
using Workbook.Models.Compilation;
using Workbook.Models.Jinja;

namespace Workbook.Models.Context;

/// <summary>A query's result in a template: <c>rows</c>, <c>columns[0].values()</c>, rows by name or position.</summary>
internal sealed class QueryTable : IJinjaObject
{
    private readonly IReadOnlyList<string> _names;
    private readonly IReadOnlyList<QueryRow> _rows;

    private QueryTable(IReadOnlyList<string> names, IReadOnlyList<QueryRow> rows) => (_names, _rows) = (names, rows);

    public static QueryTable Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var rows = new List<QueryRow>();
        while (reader.Read())
            rows.Add(new QueryRow(names, [.. Enumerable.Range(0, names.Count).Select(index => reader.IsDBNull(index) ? null : JinjaValue.From(reader.GetValue(index)))]));
        return new QueryTable(names, rows);
    }

    public bool TryGetMember(string name, out object? value)
    {
        value = name switch
        {
            "rows" => _rows.Cast<object?>().ToList(),
            "columns" => new ColumnList([.. _names.Select((column, index) => new QueryColumn(column, [.. _rows.Select(row => row[index])]))]),
            "column_names" => _names.Cast<object?>().ToList(),
            "print_table" => new JinjaFunction(name, _ => ""),
            _ => null,
        };
        return value is not null;
    }

    private sealed class QueryRow(IReadOnlyList<string> names, object?[] values) : IJinjaObject, IReadOnlyList<object?>
    {
        public int Count => values.Length;

        public object? this[int index] => values[index];

        public bool TryGetMember(string name, out object? value)
        {
            value = null;
            if (name is "values")
                value = new JinjaFunction(name, _ => values.ToList());
            else if (name is "keys")
                value = new JinjaFunction(name, _ => names.Cast<object?>().ToList());
            else if (name is "dict")
                value = new JinjaFunction(name, _ => names.Zip(values).Aggregate(new JinjaDict(), (dict, pair) => { dict[pair.First] = pair.Second; return dict; }));
            if (value is not null)
                return true;
            for (var index = 0; index < names.Count; index++)
                if (string.Equals(names[index], name, StringComparison.OrdinalIgnoreCase))
                {
                    value = values[index];
                    return true;
                }
            return false;
        }

        public IEnumerator<object?> GetEnumerator() => values.AsEnumerable().GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class QueryColumn(string column, List<object?> values) : IJinjaObject
    {
        public string Name => column;

        public bool TryGetMember(string name, out object? value)
        {
            value = name switch { "name" => column, "values" => new JinjaFunction(name, _ => values), _ => null };
            return value is not null;
        }
    }

    private sealed class ColumnList(IReadOnlyList<QueryColumn> columns) : IJinjaObject, IReadOnlyList<object?>
    {
        public int Count => columns.Count;

        public object? this[int index] => columns[index];

        public bool TryGetMember(string name, out object? value) => (value = columns.FirstOrDefault(column => column.Name == name)) is not null;

        public IEnumerator<object?> GetEnumerator() => columns.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
