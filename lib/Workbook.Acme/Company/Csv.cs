using System.Globalization;
using Workbook.Generation;

namespace Workbook.Acme.Company;

/// <summary>An amount of money in hundredths, written with two digits after the point.</summary>
internal readonly record struct Cents(long Value);

/// <summary>One CSV file with a header; the same rows give the same bytes.</summary>
internal sealed class Csv : IDisposable
{
    private readonly TextOutput _output;

    public Csv(string folder, string table, params IReadOnlyList<string> columns)
    {
        _output = new TextOutput(Path.Combine(folder, $"{table}.csv"));
        Row([.. columns]);
        Rows = 0;
    }

    public long Rows { get; private set; }

    /// <param name="values">Numbers, text, dates and instants; null is the empty field.</param>
    public void Row(params IReadOnlyList<object?> values)
    {
        for (var column = 0; column < values.Count; column++)
        {
            if (column > 0)
                _output.Comma();
            Write(values[column]);
        }
        _output.EndRow();
        Rows++;
    }

    public void Complete() => _output.Complete();

    public void Dispose() => _output.Dispose();

    private void Write(object? value)
    {
        switch (value)
        {
            case null: break;
            case Cents cents: _output.Decimal(cents.Value, 2); break;
            case int number: _output.Integer(number); break;
            case long number: _output.Integer(number); break;
            case DateOnly day: _output.Date(day.DayNumber); break;
            case Instant instant: _output.Timestamp(instant); break;
            case bool flag: _output.Boolean(flag); break;
            default: _output.Text(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
