using System.Collections;
using System.Dynamic;
using System.Text;
using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Notebooks.Display;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks;

/// <summary>
/// The rows of an SQL cell that was run with <c>--name</c>, for C#: <c>rows[0]["city"]</c>, <c>rows.Get&lt;long&gt;("n")</c>,
/// or with <c>dynamic</c> <c>row.city</c>.
/// </summary>
public sealed class SqlRows : IReadOnlyList<SqlRow>, IDisplayable
{
    private readonly IReadOnlyList<SqlRow> _rows;

    private SqlRows(IReadOnlyList<string> columns, IReadOnlyList<SqlRow> rows) => (Columns, _rows) = (columns, rows);

    public IReadOnlyList<string> Columns { get; }

    public int Count => _rows.Count;

    public SqlRow this[int index] => _rows[index];

    /// <summary>A column's values, converted without loss.</summary>
    public IReadOnlyList<T> Get<T>(string column) => [.. _rows.Select(row => row.Get<T>(column))];

    public IEnumerator<SqlRow> GetEnumerator() => _rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>A line for each of the first rows, columns side by side.</summary>
    public MimeBundle ToMimeBundle()
    {
        var shown = _rows.Take(Parts.MostItems).Select(row => Columns.Select(column => row[column]).ToArray()).ToList();
        var note = Parts.Rest(shown.Count, Count) ?? $"{Count:N0} {(Count == 1 ? "row" : "rows")}";
        var html = new StringBuilder(HtmlTable.Style).Append("<table class=\"wb-table\"><thead><tr>").AppendJoin("", Columns.Select(column => $"<th>{Formatter.Encode(column)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in shown)
            html.Append("<tr>").AppendJoin("", row.Select(value => value is null ? "<td><span class=\"wb-note\">NULL</span></td>"
                : $"<td{(value is IConvertible and not (string or bool or DateTime) ? " class=\"n\"" : "")}>{Formatter.Encode(value.ToDisplayString())}</td>")).Append("</tr>");
        html.Append("</tbody></table><div class=\"wb-note\">").Append(note).Append("</div>");
        var lines = shown.Select(row => string.Join(" | ", row.Select(value => value is null ? "NULL" : value.ToDisplayString())));
        return MimeBundle.Of((Formatter.Html, html.ToString()), (Formatter.Plain, string.Join('\n', [string.Join(" | ", Columns), .. lines, note])));
    }

    internal static SqlRows Read(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        string[] columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        var places = columns.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.OrdinalIgnoreCase);
        var rows = new List<SqlRow>();
        while (reader.Read())
            rows.Add(new SqlRow(places, [.. columns.Select((_, index) => reader.IsDBNull(index) ? null : reader.GetValue(index))]));
        return new SqlRows(columns, rows);
    }
}

/// <summary>One row; names are found without regard to case.</summary>
public sealed class SqlRow : DynamicObject, IEnumerable<KeyValuePair<string, object?>>
{
    private readonly IReadOnlyDictionary<string, int> _places;
    private readonly object?[] _values;

    internal SqlRow(IReadOnlyDictionary<string, int> places, object?[] values) => (_places, _values) = (places, values);

    /// <exception cref="WorkbookException">There is no such column.</exception>
    public object? this[string column] => _places.TryGetValue(column, out var place)
        ? _values[place]
        : throw new WorkbookException($"The rows have no column '{column}'; they have {string.Join(", ", _places.Keys)}.");

    public T Get<T>(string column) => ScalarValue.To<T>(this[column]);

    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        result = this[binder.Name];
        return true;
    }

    public override IEnumerable<string> GetDynamicMemberNames() => _places.Keys;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        _places.Select(place => KeyValuePair.Create(place.Key, _values[place.Value])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
