using Workbook.Charts;
using Workbook.Dedup.Model;

namespace Workbook.Dedup.Evaluation;

internal static class DedupCharts
{
    public static Chart Weights(MatchModel model)
    {
        var parameters = model.Trained ?? throw new WorkbookException($"Only a probabilistic model that is trained has match weights; this one is {model.Method.ToString().ToLowerInvariant()}. Run it first.");
        var bars = model.Comparisons.SelectMany((comparison, index) => comparison.Levels.Select(level => level.ToString()).Append("none")
            .Select((level, place) => (comparison.Name, Level: $"{comparison.Name}: {level}", Bits: parameters.Comparisons[index].Weight(place))));
        return Chart.Bar(bars, bar => bar.Level, bar => bar.Bits, bar => bar.Name)
            .With(title: "Match weights", x: "", y: "log2(m / u)", legend: "", horizontal: true, stacked: true);
    }
}
