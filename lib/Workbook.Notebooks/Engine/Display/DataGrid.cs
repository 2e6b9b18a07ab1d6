using System.Data;
using System.Text;

namespace Workbook.Notebooks.Display;

/// <summary>Rows and columns of ADO.NET, of which the formatter shows the first rows: tables, views, data sets, lists of rows, readers.</summary>
/// <param name="Count">Of all rows; -1 where only reading on could tell.</param>
internal sealed record DataGrid(string Name, IReadOnlyList<(string Name, Type Type)> Columns, IReadOnlyList<object?[]> Rows, int Count, string? Note = null)
{
    /// <summary>A grid for each table; null for what has none.</summary>
    public static IReadOnlyList<DataGrid>? Of(object? value) => value switch
    {
        DataGrid grid => [grid],
        DataTable table => [Of(table)],
        DataView view => [Of(view.Table?.TableName ?? "", view.Table, view.Count, view.Cast<DataRowView>().Select(row => row.Row.ItemArray))],
        DataSet set => [.. set.Tables.Cast<DataTable>().Select(Of)],
        DataRow row => [Of("", row.Table, 1, [Values(row)])],
        DataRowView view => [Of("", view.Row.Table, 1, [Values(view.Row)])],
        DataRowCollection rows => Of(rows.Cast<DataRow>()),
        IEnumerable<DataRow> rows => Of(rows),
        IDataReader reader => [Of(reader)],
        _ => null,
    };

    public string Html(Func<object, string> show)
    {
        var html = new StringBuilder("<table class=\"wb-table\">");
        if (Name.Length > 0)
            html.Append("<caption>").Append(Formatter.Encode(Name)).Append("</caption>");
        html.Append("<thead><tr>").AppendJoin("", Columns.Select(column => $"<th{Class(column.Type)}>{Formatter.Encode(column.Name)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in Rows)
            html.Append("<tr>").AppendJoin("", row.Select((value, index) => $"<td{Class(Columns[index].Type)}>{(value is null ? "<span class=\"wb-note\">NULL</span>" : show(value))}</td>")).Append("</tr>");
        return html.Append("</tbody></table><div class=\"wb-note\">").Append(Formatter.Encode(Rest)).Append("</div>").ToString();
    }

    public string Text(Func<object, string> show)
    {
        var lines = Rows.Select(row => row.Select(value => value is null ? "NULL" : show(value).ReplaceLineEndings(" ")).ToArray()).Prepend([.. Columns.Select(column => column.Name)]).ToList();
        var widths = Columns.Select((_, index) => lines.Max(line => line[index].Length)).ToArray();
        var text = lines.Select(line => string.Join(" | ", line.Select((cell, index) => IsNumber(Columns[index].Type) ? cell.PadLeft(widths[index]) : cell.PadRight(widths[index]))).TrimEnd()).ToList();
        text.Insert(1, string.Join("-+-", widths.Select(width => new string('-', width))));
        return string.Join('\n', (Name.Length > 0 ? text.Prepend(Name) : text).Append(Rest));
    }

    private string Rest => string.Join(", ", new[] { Parts.Rest(Rows.Count, Count) ?? Invariant($"{Count:N0} {(Count == 1 ? "row" : "rows")}"), Note }.OfType<string>());

    private static DataGrid Of(DataTable table)
    {
        var rows = table.Rows.Cast<DataRow>().Where(row => row.RowState != DataRowState.Deleted).ToList();
        return Of(table.TableName, table, rows.Count, rows.Select(Values));
    }

    /// <summary>Null where the rows aren't of one table, or are none.</summary>
    private static IReadOnlyList<DataGrid>? Of(IEnumerable<DataRow> rows) =>
        rows.ToList() is [var first, ..] all && all.All(row => row.Table == first.Table) ? [Of("", first.Table, all.Count, all.Select(Values))] : null;

    private static DataGrid Of(string name, DataTable? table, int count, IEnumerable<object?[]> rows) => new(
        name, [.. (table?.Columns.Cast<DataColumn>() ?? []).Select(column => (column.ColumnName, column.DataType))], [.. rows.Take(Parts.MaxItems).Select(Nulls)], count);

    private static DataGrid Of(IDataReader reader)
    {
        if (reader.IsClosed)
            return new DataGrid("", [], [], 0, "the reader is closed");
        var columns = Enumerable.Range(0, reader.FieldCount).Select(index => (reader.GetName(index), reader.GetFieldType(index))).ToList();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            if (rows.Count == Parts.MaxItems)
                return new DataGrid("", columns, rows, -1, "the reader stands behind the row after these");
            var row = new object?[columns.Count];
            reader.GetValues(row!);
            rows.Add(Nulls(row));
        }

        return new DataGrid("", columns, rows, rows.Count, "the reader is at its end");
    }

    /// <summary>A deleted row has only what it was before.</summary>
    private static object?[] Values(DataRow row) => row.RowState != DataRowState.Deleted ? row.ItemArray
        : [.. row.Table.Columns.Cast<DataColumn>().Select(column => row[column, DataRowVersion.Original])];

    private static object?[] Nulls(object?[] row) => [.. row.Select(value => value is DBNull ? null : value)];

    private static string Class(Type type) => IsNumber(type) ? " class=\"n\"" : "";

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;
}
