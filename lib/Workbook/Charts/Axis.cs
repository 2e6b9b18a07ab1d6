using System.Text.Json;

namespace Workbook.Charts;

/// <summary>One side of the picture: what its values are, and how its labels stay readable.</summary>
internal sealed class Axis
{
    /// <summary>Longer labels are cut; the whole one is shown under the pointer.</summary>
    private const int LongestLabel = 28;
    private const int MaxLabels = 40;

    private readonly AxisKind _kind;
    private readonly double _most;
    private readonly List<string> _categories = [];

    public Axis(IEnumerable<IReadOnlyList<object?>> values)
    {
        var all = values.SelectMany(list => list).ToList();
        _kind = all.Aggregate(AxisKind.Unknown, (kind, value) => PlotValue.Kind(value) is var one && one == AxisKind.Unknown || one == kind ? kind
            : kind == AxisKind.Unknown ? one : AxisKind.Category);
        if (_kind == AxisKind.Category)
            _categories = [.. all.Select(value => PlotValue.Text(Shown(value))!).Distinct()];
        if (_kind == AxisKind.Number)
            _most = all.Max(value => Math.Abs(PlotValue.Number(value) ?? 0));
    }

    /// <summary>NULL is a category among categories, and a gap elsewhere.</summary>
    public object? Shown(object? value) => value is null or DBNull && _kind == AxisKind.Category ? PlotSeries.Null : value;

    /// <summary>How many categories; 0 for numbers and dates.</summary>
    public int Categories => _categories.Count;

    /// <summary>Whether a label of this axis is shown cut.</summary>
    public bool Cuts => _categories.Any(label => label.Length > LongestLabel);

    /// <summary>Whether a log scale would show nothing.</summary>
    public bool IsWithoutLog => _kind is AxisKind.Category or AxisKind.Date;

    /// <summary>For messages.</summary>
    public string Kinds => _kind switch
    {
        AxisKind.Category => $"categories ({string.Join(", ", _categories.Take(3))}{(_categories.Count > 3 ? ", …" : "")})",
        AxisKind.Date => "dates",
        _ => "numbers",
    };

    public void Write(Utf8JsonWriter json, string name, AxisSettings settings, bool upside)
    {
        var isLog = settings.IsLog;
        json.WriteStartObject(name);
        if (Unit.Title(settings.Title, settings.Unit) is { Length: > 0 } title)
            Figure.WriteText(json, "title", title);
        // Said, because plotly would take a text such as "007" or "2024-01" for a number or a date.
        if (isLog)
            json.WriteString("type", "log");
        else if (_kind != AxisKind.Unknown)
            json.WriteString("type", _kind switch { AxisKind.Number => "linear", AxisKind.Date => "date", _ => "category" });
        json.WriteBoolean("automargin", true);
        if (Unit.Prefix(settings.Unit) is { Length: > 0 } prefix)
            json.WriteString("tickprefix", prefix);
        if (Unit.Suffix(settings.Unit) is { Length: > 0 } suffix)
            json.WriteString("ticksuffix", suffix);
        if (_kind == AxisKind.Number && !isLog)
            WriteNumbers(json);
        if (upside)
            json.WriteString("autorange", "reversed");
        if (_kind == AxisKind.Category && !isLog)
            WriteCategories(json);
        json.WriteEndObject();
    }

    // Below ten thousand plotly writes numbers as they are, years among them; above, 20k on the axis and 20.123k under the pointer.
    private void WriteNumbers(Utf8JsonWriter json)
    {
        if (_most < 10_000)
            return;
        if (_most < 10_000_000)
            json.WriteString("exponentformat", "none");
        json.WriteString("hoverformat", ",.2~f");
    }

    private void WriteCategories(Utf8JsonWriter json)
    {
        // In the order of the rows, also where the first series lacks some of them.
        json.WriteString("categoryorder", "array");
        Write(json, "categoryarray", _categories);
        if (!Cuts)
            return;
        var shown = _categories.Where((_, index) => index % (1 + ((_categories.Count - 1) / MaxLabels)) == 0).ToList();
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

/// <param name="Name">The chart's name for it, wherever it is drawn.</param>
internal sealed record AxisSettings(string Name, string? Title, bool IsLog, string? Unit);
