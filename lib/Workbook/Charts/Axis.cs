using System.Text.Json;

namespace Workbook.Charts;

/// <summary>One side of the picture: what its values are, and how its labels stay readable.</summary>
internal sealed class Axis
{
    /// <summary>Longer labels are cut; the whole one is shown under the pointer.</summary>
    private const int LongestLabel = 28;
    private const int MostLabels = 40;

    private readonly AxisKind _kind;
    private readonly List<string> _categories = [];

    public Axis(IEnumerable<IReadOnlyList<object?>> values)
    {
        var all = values.SelectMany(list => list).ToList();
        _kind = all.Aggregate(AxisKind.Unknown, (kind, value) => PlotValue.Kind(value) is var one && one == AxisKind.Unknown || one == kind ? kind
            : kind == AxisKind.Unknown ? one : AxisKind.Category);
        if (_kind == AxisKind.Category)
            _categories = [.. all.Select(value => PlotValue.Text(Shown(value))!).Distinct()];
    }

    /// <summary>NULL is a category among categories, and a gap elsewhere.</summary>
    public object? Shown(object? value) => value is null or DBNull && _kind == AxisKind.Category ? PlotSeries.Null : value;

    /// <summary>How many categories; 0 for numbers and dates.</summary>
    public int Categories => _categories.Count;

    /// <summary>Whether a label of this axis is shown cut.</summary>
    public bool Cuts => _categories.Any(label => label.Length > LongestLabel);

    public void Write(Utf8JsonWriter json, string name, string? title, bool isLog, bool upside)
    {
        json.WriteStartObject(name);
        if (!string.IsNullOrEmpty(title))
            Figure.WriteText(json, "title", title);
        // Said, because plotly would take a text such as "007" or "2024-01" for a number or a date.
        if (isLog)
            json.WriteString("type", "log");
        else if (_kind != AxisKind.Unknown)
            json.WriteString("type", _kind switch { AxisKind.Number => "linear", AxisKind.Date => "date", _ => "category" });
        json.WriteBoolean("automargin", true);
        if (upside)
            json.WriteString("autorange", "reversed");
        if (_kind == AxisKind.Category && !isLog)
            WriteCategories(json);
        json.WriteEndObject();
    }

    private void WriteCategories(Utf8JsonWriter json)
    {
        // In the order of the rows, also where the first series lacks some of them.
        json.WriteString("categoryorder", "array");
        Write(json, "categoryarray", _categories);
        if (!Cuts)
            return;
        var shown = _categories.Where((_, index) => index % (1 + ((_categories.Count - 1) / MostLabels)) == 0).ToList();
        json.WriteString("tickmode", "array");
        Write(json, "tickvals", shown);
        Write(json, "ticktext", shown.Select(Cut));
    }

    // In the middle: what tells long names apart is often at their end.
    private static string Cut(string label) =>
        label.Length <= LongestLabel ? label : $"{label[..(LongestLabel / 2)].TrimEnd()}…{label[^((LongestLabel / 2) - 1)..].TrimStart()}";

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
