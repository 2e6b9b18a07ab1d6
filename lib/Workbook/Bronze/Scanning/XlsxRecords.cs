using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ExcelDataReader;
using Workbook.Contracts;

namespace Workbook.Bronze.Scanning;

/// <summary>
/// The first visible sheet of an Excel workbook, its first row the header; the others are named in the notes. A real date or number becomes the text that its column
/// expects; a text stays as it is, so that a date typed as text passes only if it is an ISO date. A record's raw text is
/// its row as CSV, and its line the row's number.
/// </summary>
/// <remarks>
/// The sheet is read twice: a damaged one is refused before any of its rows is handed on. A cell with an error of Excel's
/// is its text, <c>#N/A</c>: no number and no date, so that the row is a reject unless the column is of text; the notes count them.
/// </remarks>
internal sealed class XlsxRecords(SourceContract contract) : RecordReader
{
    /// <summary>Of the calendar of 1900: its day 0.</summary>
    private static readonly DateTime FirstDay = new(1899, 12, 31);

    private readonly Column[] _columns = [.. contract.Columns, .. contract.LaterColumns];
    private readonly CsvReader _rejects = new(contract);
    private readonly StringBuilder _csv = new();
    private byte[]? _content;
    private IExcelDataReader? _sheet;
    private ColumnKind[] _kinds = [];
    private string?[] _cells = [];
    private string _sheetName = "";
    private IReadOnlyDictionary<(int Row, int Column), string> _errors = new Dictionary<(int, int), string>();
    private bool _fromMemory;

    // ExcelDataReader names code page 1252 in its defaults, needed or not.
    static XlsxRecords() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public override long Bytes => _fromMemory ? _rejects.Bytes : _content?.Length ?? 0;

    public override string? Hash() => _fromMemory || _content is null ? null : Convert.ToHexStringLower(SHA256.HashData(_content));

    public override void Open(ScanFile file, RecordBatch batch)
    {
        Header = Notes = null;
        _content = null;
        _fromMemory = file.Records is not null;
        if (_fromMemory)
        {
            _rejects.Open(file, batch);
            (FieldOfColumn, UnknownFields, Header) = (_rejects.FieldOfColumn, _rejects.UnknownFields, _rejects.Header);
            return;
        }

        if (Directory.Exists(file.FullPath))
            throw new RefusedFileException("is a folder where a file was expected. Move it away.");
        _content = File.ReadAllBytes(file.FullPath);
        RefuseOthers(_content);
        try
        {
            OpenSheet();
            _sheetName = _sheet!.Name;
            while (_sheet.Read())
                _ = _sheet.FieldCount;
            _errors = SheetErrors.Find(_content, _sheetName);
            var ignored = OtherSheets();
            OpenSheet();
            Notes = NotesOn(ignored);
        }
        catch (Exception fault) when (fault is not (RefusedFileException or OutOfMemoryException))
        {
            // The reader throws whatever it stumbles over in a broken package.
            throw new RefusedFileException($"is a damaged workbook: {fault.Message} Open it in Excel and save it again, or deliver it anew.");
        }

        ReadHeader();
        batch.Shape(_kinds.Length);
    }

    public override unsafe bool Read(RecordBatch batch)
    {
        if (_fromMemory)
            return _rejects.Read(batch);
        batch.Clear();
        while (batch.Count < RecordBatch.Capacity && _sheet!.Read())
        {
            var row = batch.Count;
            var width = ReadCells();
            if (width == 0)
                continue;
            for (var field = 0; field < _kinds.Length; field++)
                batch.Fields[(field * RecordBatch.Capacity) + row] = Copy(batch, _cells[field]);
            batch.Records[row] = Copy(batch, Csv(Math.Max(width, _kinds.Length)));
            batch.Lines[row] = _sheet.Depth + 1;
            if (width > _kinds.Length)
                batch.Reject(row, ScanFaults.FieldCount);
            batch.Count++;
        }

        return batch.Count > 0;
    }

    public override void Dispose()
    {
        _sheet?.Dispose();
        _rejects.Dispose();
    }

    private static void RefuseOthers(byte[] content)
    {
        if (content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw new RefusedFileException("is encrypted or in the old .xls format: expected an .xlsx workbook without a password. Save it again as such.");
        if (!content.AsSpan().StartsWith("PK"u8))
            throw new RefusedFileException($"is {(content.Length == 0 ? "empty" : "no zip package")}: expected an .xlsx workbook. Save it from Excel as .xlsx.");
    }

    private void OpenSheet()
    {
        _sheet?.Dispose();
        _sheet = null;
        _sheet = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(_content!));
        if (_sheet.ResultsCount == 0)
            throw new RefusedFileException($"has no sheet: expected one with the columns {CsvHeader.Expected(contract)}. Deliver it again.");
        while (!IsVisible(_sheet))
            if (!_sheet.NextResult())
                throw new RefusedFileException($"has hidden sheets only: expected a visible one with the columns {CsvHeader.Expected(contract)}. Show the right one, or deliver the workbook again.");
    }

    private static bool IsVisible(IExcelDataReader sheet) => sheet.VisibleState == "visible";

    /// <summary>Those that aren't read, hidden ones marked.</summary>
    private List<string> OtherSheets()
    {
        using var all = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(_content!));
        var others = new List<string>();
        do
        {
            if (all.Name != _sheetName)
                others.Add(IsVisible(all) ? $"'{all.Name}'" : $"'{all.Name}' (hidden)");
        }
        while (all.NextResult());
        return others;
    }

    private string? NotesOn(List<string> ignored)
    {
        var notes = new List<string>();
        if (ignored.Count > 0)
            notes.Add($"the sheet '{_sheetName}' was read, and {string.Join(", ", ignored)} left aside");
        if (_errors.Values.Any(text => text.StartsWith('#')))
            notes.Add($"errors of Excel stand in {string.Join(", ", _errors.Values.Where(text => text.StartsWith('#')).CountBy(text => text).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Invariant($"{pair.Value:N0} cells ({pair.Key})")))}");
        return notes.Count == 0 ? null : string.Join("; ", notes);
    }

    private void ReadHeader()
    {
        _cells = new string?[_sheet!.FieldCount];
        _kinds = new ColumnKind[_sheet.FieldCount];
        Array.Fill(_kinds, ColumnKind.Text);
        if (!_sheet.Read() || ReadCells() is var width && width == 0)
            throw new RefusedFileException($"has nothing in its first row: expected a header with {CsvHeader.Expected(contract)}. Put the header there.");
        Header = Csv(width);
        FieldOfColumn = CsvHeader.Map(contract, [.. _cells[..width].Select(cell => cell ?? "")], out var notes);
        UnknownFields = CsvHeader.Unknown(contract, width, FieldOfColumn);
        Notes = (Notes, notes) is ({ } sheets, { } columns) ? $"{sheets}; {columns}" : Notes ?? notes;
        _kinds = new ColumnKind[width];
        Array.Fill(_kinds, ColumnKind.Text);
        for (var column = 0; column < _columns.Length; column++)
            if (FieldOfColumn[column] >= 0)
                _kinds[FieldOfColumn[column]] = _columns[column].Type.Kind;
    }

    /// <summary>The row's texts, and how many there are up to the last cell that isn't empty.</summary>
    private int ReadCells()
    {
        if (_cells.Length < _sheet!.FieldCount)
            Array.Resize(ref _cells, _sheet.FieldCount);
        Array.Clear(_cells);
        var width = 0;
        for (var i = 0; i < _sheet.FieldCount; i++)
            if ((_cells[i] = Text(i, i < _kinds.Length ? _kinds[i] : ColumnKind.Text)) is not null)
                width = i + 1;
        return width;
    }

    private string? Text(int cell, ColumnKind kind) => _errors.TryGetValue((_sheet!.Depth, cell), out var error) ? error : _sheet.GetValue(cell) switch
    {
        // A sheet knows no difference between an empty text and an empty cell.
        null or "" => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        // Before the calendar begins: Excel shows no date either.
        DateTime moment when moment < FirstDay => "########",
        DateTime day when kind != ColumnKind.Timestamp && day.TimeOfDay == TimeSpan.Zero => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        double number => Text(number, kind),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// Excel shows fifteen digits of a number; what a double holds beyond them is noise, but for whole numbers and where
    /// a double is asked for.
    /// </summary>
    private static string Text(double number, ColumnKind kind) =>
        Math.Abs(number) < 1e18 && Math.Truncate(number) == number ? ((long)number).ToString(CultureInfo.InvariantCulture)
        : kind != ColumnKind.Double && Math.Abs(number) is < 1e28 and > 1e-28 ? ((decimal)number).ToString(CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);

    private string Csv(int width)
    {
        _csv.Clear();
        for (var i = 0; i < width; i++)
        {
            if (i > 0)
                _csv.Append(',');
            if (i < _cells.Length && _cells[i] is { } cell)
                _csv.Append(cell.Length > 0 && cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"")}\"");
        }

        return _csv.ToString();
    }

    private static Field Copy(RecordBatch batch, string? text)
    {
        if (text is null)
            return new Field(0, Field.Null);
        var target = batch.Scratch(Encoding.UTF8.GetMaxByteCount(text.Length));
        return batch.TakeScratch(Encoding.UTF8.GetBytes(text, target));
    }
}
