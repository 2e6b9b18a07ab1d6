using System.Collections;
using System.Dynamic;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using Workbook.Database;

namespace Workbook.Query;

/// <summary>
/// The rows of a query, in memory: <c>rows[0]["city"]</c>, <c>rows.Get&lt;long&gt;("n")</c>,
/// or with <c>dynamic</c> <c>row.city</c>.
/// </summary>
public sealed class SqlRows : IReadOnlyList<SqlRow>
{
    private readonly IReadOnlyList<SqlRow> _rows;

    private SqlRows(IReadOnlyList<string> columns, IReadOnlyList<SqlRow> rows) => (Columns, _rows) = (columns, rows);

    /// <summary>As the query names them, in its order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Of the rows.</summary>
    public int Count => _rows.Count;

    /// <summary>From 0, in the query's order.</summary>
    public SqlRow this[int index] => _rows[index];

    /// <summary>A column's values, converted without loss.</summary>
    public IReadOnlyList<T> Get<T>(string column) => [.. _rows.Select(row => row.Get<T>(column))];

    /// <inheritdoc/>
    public IEnumerator<SqlRow> GetEnumerator() => _rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The sum of a column's values; NULLs count as nothing, and a sum of nothing is 0.</summary>
    /// <param name="column">Of numbers. Whole numbers and decimals are added exactly; doubles are added as doubles.</param>
    /// <exception cref="WorkbookException">There is no such column, a value is no number, or the sum is beyond 28 digits.</exception>
    public decimal Sum(string column)
    {
        var values = _rows.Select(row => row[column]).Where(value => value is not null).ToList();
        if (values.FirstOrDefault(value => !IsNumber(value!)) is { } other)
            throw new WorkbookException(Invariant($"Column '{column}' can't be added up: expected numbers, found {other.GetType().Name} '{other}'. Cast it in the query."));
        try
        {
            return values.Exists(value => value is double or float)
                ? (decimal)values.Sum(value => Convert.ToDouble(value is BigInteger big ? (double)big : value, CultureInfo.InvariantCulture))
                : values.Sum(value => ScalarValue.To<decimal>(value));
        }
        catch (OverflowException fault)
        {
            throw new WorkbookException($"The sum of column '{column}' has more than the 28 digits of a decimal. Add it up in the query.", fault);
        }
    }

    private static bool IsNumber(object value) => value is sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal or BigInteger;

    /// <summary>Runs a query to its last row.</summary>
    /// <exception cref="DuckDBException">The query fails.</exception>
    public static SqlRows Read(DuckDBConnection connection, string sql)
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

    /// <summary>A value, converted without loss; NULL needs a type that has null.</summary>
    /// <exception cref="WorkbookException">There is no such column.</exception>
    /// <exception cref="InvalidCastException">It is NULL, or can't become a <typeparamref name="T"/> without loss.</exception>
    public T Get<T>(string column) => ScalarValue.To<T>(this[column]);

    /// <summary>Makes <c>row.city</c> a column's value, with <c>dynamic</c>.</summary>
    /// <exception cref="WorkbookException">There is no such column.</exception>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        result = this[binder.Name];
        return true;
    }

    /// <inheritdoc/>
    public override IEnumerable<string> GetDynamicMemberNames() => _places.Keys;

    /// <summary>Names and values; null for NULL.</summary>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        _places.Select(place => KeyValuePair.Create(place.Key, _values[place.Value])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
