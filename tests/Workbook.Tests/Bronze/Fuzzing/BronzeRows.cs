using System.Globalization;
using System.Numerics;
using Workbook.Contracts;
using Workbook.Database;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>What bronze made of a source's files: the accepted rows and the rejects' codes, by file and line.</summary>
internal sealed record BronzeRows(ILookup<string, BronzeRow> Accepted, ILookup<string, (long Line, string Code)> Rejected)
{
    public static BronzeRows Of(TestLake lake, SourceContract source)
    {
        using var connection = WorkbookDatabase.Open();
        var columns = source.Columns.Concat(source.LaterColumns).ToList();
        var isDelta = source.Format == SourceFormat.Delta;
        var accepted = !lake.Exists(source.Name) ? [] : connection.Query(
            $"SELECT src_filename, src_line, dq_flags, {(isDelta ? "is_deleted" : "false")}, {string.Join(", ", columns.Select(Told))} FROM {lake.Table(source.Name).ScanSql()}",
            row => new BronzeRow(row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? "" : row.GetString(2), row.GetBoolean(3),
                columns.Select((column, index) => (column.Name, Value: row.IsDBNull(index + 4) ? null : Value(row, index + 4, column.Type))).Where(value => value.Value is not null).ToDictionary(value => value.Name, value => value.Value)));
        var rejected = Workbook.Bronze.RejectStore.Files(lake.Lake, source.Name).Count == 0 ? [] : connection.Query(
            $"SELECT src_filename, src_line, column_name || '.' || reason FROM {Workbook.Bronze.RejectStore.ScanSql(lake.Lake, source.Name)}", row => (File: row.GetString(0), Line: row.GetInt64(1), Code: row.GetString(2)));
        return new BronzeRows(accepted.ToLookup(row => row.File), rejected.ToLookup(row => row.File, row => (row.Line, row.Code)));
    }

    private static string Told(Column column) => column.Type.Kind switch
    {
        ColumnKind.Decimal => $"CAST({Sql.Identifier(column.Name)} AS VARCHAR)",
        ColumnKind.Date => $"{Sql.Identifier(column.Name)} - DATE '1970-01-01'",
        ColumnKind.Timestamp => $"epoch_us({Sql.Identifier(column.Name)})",
        _ => Sql.Identifier(column.Name),
    };

    private static object Value(System.Data.Common.DbDataReader row, int place, ColumnType type) => type.Kind switch
    {
        ColumnKind.Int32 => (BigInteger)row.GetInt32(place),
        ColumnKind.Int64 => (BigInteger)row.GetInt64(place),
        ColumnKind.Decimal => BigInteger.Parse(row.GetString(place).Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture),
        ColumnKind.Date => checked((int)row.GetInt64(place)),
        ColumnKind.Timestamp => row.GetInt64(place),
        ColumnKind.Double => row.GetDouble(place),
        ColumnKind.Boolean => row.GetBoolean(place),
        _ => row.GetString(place),
    };
}

internal sealed record BronzeRow(string File, long Line, string Flags, bool IsDeleted, IReadOnlyDictionary<string, object?> Values);
