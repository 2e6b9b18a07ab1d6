using System.Globalization;
using Workbook.Charts;
using Rows = System.Collections.Generic.IReadOnlyList<System.Collections.Generic.IReadOnlyDictionary<string, object?>>;
using Row = System.Collections.Generic.IReadOnlyDictionary<string, object?>;

namespace Workbook.Dashboards;

/// <summary>A tile's rows as a chart of the library.</summary>
internal static class TileChart
{
    public static Chart Draw(Tile tile, Rows rows, string? name)
    {
        var view = tile.Definition.View;
        var shown = tile.Measures.Where(measure => view.Values.Contains(measure.Column)).ToList();
        var measure = name is null ? shown[0] : shown.FirstOrDefault(one => one.Column == name)
            ?? throw new WorkbookException($"The tile '{tile.Id}' doesn't show '{name}'. It shows {string.Join(", ", shown.Select(one => one.Column))}.");
        return view.Kind switch
        {
            TileKind.Cards or TileKind.WhatIfPrice => Card(rows, measure).With(title: measure.Label),
            TileKind.Gauges => Gauge(view, rows, measure).With(title: measure.Label),
            _ => Picture(tile, view, rows, shown, measure).With(title: tile.Title),
        };
    }

    private static Chart Picture(Tile tile, TileView view, Rows rows, List<Measure> shown, Measure measure)
    {
        var unit = UnitOf(measure);
        return view.Kind switch
        {
            TileKind.Forecast => Forecast(view, rows, measure).With(x: "", y: $"{measure.Label} a day", unit: unit),
            TileKind.Lines => Series(view, rows, shown, Chart.Line).With(x: "", y: "", unit: unit),
            TileKind.Scatter => Chart.Scatter(rows, row => row[view.X!], row => Number(row, measure), row => row[view.Color!]).With(x: view.XTitle, y: measure.Label, unit: unit),
            TileKind.Heatmap => Chart.Heatmap(rows.Select(row => row[view.X!]), rows.Select(row => row[view.Color!]), rows.Select(row => Number(row, measure))).With(x: "", y: "", legend: measure.Label, unit: unit),
            TileKind.Funnel => Chart.Funnel(rows.Select(row => Word(view, row[view.X!])), rows.Select(row => Number(row, measure))).With(unit: unit),
            TileKind.Map => Map(view, rows, measure).With(unit: unit),
            TileKind.Table => Chart.Table(rows, [(view.XTitle ?? view.X!, row => row[view.X!]), .. shown.Select(one => (Header(one), (Func<Row, object?>)(row => Number(row, one))))]),
            TileKind.Drill => Bars(view, [.. rows.Where(row => row["level"] is 1.0)], [measure]).With(x: "", y: measure.Label, unit: unit, horizontal: true),
            _ => Bars(view, rows, shown).With(x: view.XTitle ?? "", y: shown.Count == 1 ? measure.Label : "", unit: unit, horizontal: view.IsHorizontal, stacked: view.IsStacked),
        };

        string Header(Measure one) => UnitOf(one) is { Length: > 0 } text ? $"{one.Label} ({text})" : one.Label;
    }

    private static Chart Card(Rows rows, Measure measure)
    {
        var row = rows.Count == 0 ? null : rows[0];
        var previous = row is not null && row.ContainsKey($"{measure.Column}_prior") ? Number(row, measure with { Column = $"{measure.Column}_prior" }) as double? : null;
        return Chart.Kpi(row is null ? null : Number(row, measure) as double?, previous, lowerIsBetter: measure.IsLowerBetter).With(unit: UnitOf(measure));
    }

    private static Chart Gauge(TileView view, Rows rows, Measure measure)
    {
        var scale = view.Scales[view.Values.ToList().IndexOf(measure.Column)];
        var factor = measure.Format == "percent" ? 100 : 1;
        var value = rows.Count == 0 ? null : Number(rows[0], measure) as double?;
        return Chart.Gauge(value, scale.Maximum * factor, scale.Minimum * factor, [.. scale.Thresholds.Select(at => at * factor)], scale.IsLowerBetter).With(unit: UnitOf(measure));
    }

    private static Chart Forecast(TileView view, Rows rows, Measure measure)
    {
        var (known, ahead) = (rows.Where(row => row["forecast"] is null).ToList(), rows.Where(row => row["forecast"] is not null).ToList());
        Chart Line(List<Row> of, string column, string name) => Chart.Line(of.Select(Day), of.Select(row => row[column]), name);
        return Line(known, measure.Column, measure.Label).And(Line(ahead, "forecast", "Forecast")).And(Line(ahead, "low", "Low")).And(Line(ahead, "high", "High"));

        DateOnly Day(Row row) => DateOnly.ParseExact((string)row[view.X!]!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static Chart Map(TileView view, Rows rows, Measure measure)
    {
        var placed = rows.Where(row => row["latitude"] is not null).ToList();
        return Chart.Map(placed, row => row["latitude"], row => row["longitude"], row => Number(row, measure), row => row[view.X!]);
    }

    private static Chart Bars(TileView view, Rows rows, List<Measure> shown)
    {
        if (view.Color is { } color)
            return Chart.Bar(rows, row => Word(view, row[view.X!]), row => Number(row, shown[0]), row => Word(view, row[color]));
        // Values of two units would need two axes: the picture is of the first's.
        return Series(view, rows, [.. shown.Where(measure => UnitOf(measure) == UnitOf(shown[0]))], Chart.Bar);
    }

    private static Chart Series(TileView view, Rows rows, List<Measure> shown, Func<IEnumerable<object?>, IEnumerable<object?>, string?, Chart> draw) =>
        shown.Select(measure => draw(rows.Select(row => Word(view, row[view.X!])), rows.Select(row => Number(row, measure)), measure.Label)).Aggregate((all, one) => all.And(one));

    private static object? Word(TileView view, object? value) => value is string code && view.Words.TryGetValue(code, out var word) ? word : value;

    private static object? Number(Row row, Measure measure) => row[measure.Column] is double number && measure.Format == "percent" ? number * 100 : row[measure.Column];

    private static string UnitOf(Measure measure) => measure.Format == "percent" ? "%" : measure.Unit;
}
