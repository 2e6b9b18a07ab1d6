using Workbook.Bronze.Scanning;
using Workbook.Contracts;

namespace Workbook.Bronze.Inference;

/// <summary>CSV and Excel: reads a file as ingestion will, and looks at every field.</summary>
internal static unsafe class TextProfiler
{
    /// <exception cref="WorkbookException">The file can't be read as what it seems to be.</exception>
    public static void Read(string path, SourceFormat format, char separator, SourceProfile profile, CancellationToken cancel)
    {
        // A contract without columns that takes note of none: the header says which there are.
        var any = new SourceContract(profile.Name, format) { Description = "", Path = "", Key = [], Rows = 0, Columns = [], UnknownColumns = SchemaMode.Discard, Separator = separator };
        using var reader = RecordReader.For(any);
        using var batch = new RecordBatch();
        try
        {
            reader.Open(new ScanFile(path, Path.GetFileName(path)), batch);
            var names = CsvHeader.Names(reader.Header!, format == SourceFormat.Csv ? separator : ',');
            RequireNames(names, path);
            var columns = names.Select(profile.Column).ToList();
            if (profile.Files > 0)
                profile.Pairs.GiveUp();
            profile.Files++;
            profile.Has(names);
            while (reader.Read(batch))
            {
                cancel.ThrowIfCancellationRequested();
                Add(batch, columns, profile);
            }
        }
        catch (RefusedFileException refused)
        {
            throw new WorkbookException($"{path} {refused.Message}");
        }
    }

    private static void Add(RecordBatch batch, List<ColumnProfile> columns, SourceProfile profile)
    {
        for (var field = 0; field < columns.Count; field++)
        {
            var column = columns[field];
            var cells = batch.Fields + (field * RecordBatch.Capacity);
            for (var row = 0; row < batch.Count; row++)
            {
                if (batch.Faults[row] == 0 && cells[row].Length >= 0)
                    column.Add(batch.At(cells[row]), cells[row].Length);
            }
        }

        var broken = batch.HasFaults ? batch.Count - batch.Faults.AsSpan(0, batch.Count).Count((ushort)0) : 0;
        profile.Rows += batch.Count - broken;
        profile.Broken += broken;
        profile.Pairs.Add(batch, columns);
    }

    /// <summary>A first line of numbers and days is a row: taken for names it would be lost.</summary>
    private static void RequireNames(List<string> names, string path)
    {
        var values = names.Where(name => name.Length > 0 && IsValue(name)).ToList();
        if (values.Count > 0 && values.Count * 2 >= names.Count)
            throw new WorkbookException($"{path} seems to have no header: its first line has the values {string.Join(", ", values.Take(5))}. Put a line with the columns' names before it.");
    }

    private static bool IsValue(string name)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(name + "        ");
        var length = System.Text.Encoding.UTF8.GetByteCount(name);
        // A year may well be a column's name.
        fixed (byte* text = bytes)
            return default(TimestampParser).TryParse(text, length, out _) || (default(DoubleParser).TryParse(text, length, out var number) && !(length == 4 && number is > 1800 and < 2200));
    }
}
