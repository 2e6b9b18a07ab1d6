using Workbook.PowerBi.Dax;
using Workbook.PowerBi.Model;

namespace Workbook.PowerBi.Star;

/// <summary>Hidden measures that all measures of time begin with: which days does the reader look at.</summary>
internal static class PeriodMeasures
{
    private const string Folder = "Periods";

    public static IEnumerable<ModelMeasure> Of(StarNames names)
    {
        // A choice of weekdays selects within a period; it neither begins nor ends one.
        string[] whole = names.DayAttributes.Count == 0 ? [] : [DaxText.Call("REMOVEFILTERS", names.DayAttributes)];
        yield return Helper(StarNames.BusinessDate, $"MAX({DaxText.Column(StarModel.ClockTable, StarNames.BusinessDate)})", "The last day of business.");
        yield return Helper(StarNames.PeriodStart, DaxText.Call("CALCULATE", [$"MIN({names.Day})", .. whole]), "The first day that the reader looks at.");
        yield return Helper(StarNames.PeriodEnd,
            DaxText.Let([("_Last", DaxText.Call("CALCULATE", [$"MAX({names.Day})", .. whole]))], $"MIN(_Last, {DaxText.Measure(StarNames.BusinessDate)})"),
            "The last day that the reader looks at, or the last day of business if that is sooner.");
    }

    private static ModelMeasure Helper(string name, string expression, string description) =>
        new(name, expression, "yyyy-mm-dd", description, Folder) { IsHidden = true };
}
