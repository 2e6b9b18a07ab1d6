using Workbook.Contracts;
using Workbook.ParquetReading;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>A Parquet file as Parquet.Net reads it.</summary>
internal static class ParquetFileReading
{
    public static Reading Read(byte[] bytes, SourceContract contract)
    {
        IReadOnlyList<DeliveredColumn> columns;
        try
        {
            columns = DeliveredColumns.Read(new MemoryStream(bytes)).WaitAsync(TimeSpan.FromSeconds(20)).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Reading.Refused(fault.Message);
        }

        var count = columns.Count == 0 ? 0 : columns[0].Values.Count;
        return new Reading([.. Enumerable.Range(0, count).Select(row => Row(contract, row + 1, columns.ToDictionary(column => column.Name, column => column.Values[row])))]);
    }

    public static ReadRow Row(SourceContract contract, long line, IReadOnlyDictionary<string, object?> delivered)
    {
        var (values, faults) = (new Dictionary<string, object?>(), new List<string>());
        foreach (var column in contract.Columns.Concat(contract.LaterColumns))
        {
            if (delivered.GetValueOrDefault(column.Name) is not { } found || (found is string text && column.MissingValues.Contains(text)))
                continue;
            if (TypedValue.Value(column.Type, found) is { } value)
                values[column.Name] = value;
            else
                faults.Add(found is string && column.Type.Kind == ColumnKind.Text ? "row.nul_byte" : $"{column.Name}.{column.Type.MismatchReason}");
        }

        var row = ReadRow.Of(contract, line, values, faults);
        // What a number in a column of text looks like is a matter of its spelling; none is a kind.
        return row with
        {
            Faults = values.GetValueOrDefault("kind") is TypedValue.Spelling ? [.. row.Faults, "kind.not_allowed"] : row.Faults,
            Flags = values.GetValueOrDefault("code") is TypedValue.Spelling ? ["code.malformed"] : row.Flags,
        };
    }
}
