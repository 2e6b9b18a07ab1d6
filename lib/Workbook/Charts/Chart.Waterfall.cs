namespace Workbook.Charts;

public sealed partial record Chart
{
    /// <summary>Steps that add up, each from where the former ended; the last bar is their sum.</summary>
    /// <param name="total">What the last bar is called.</param>
    /// <exception cref="WorkbookException">The sequences differ in length, or a value is no finite number.</exception>
    public static Chart Waterfall(IEnumerable<string> steps, IEnumerable<double> values, string total = "total")
    {
        var (names, heights) = (steps.ToList(), values.ToList());
        if (names.Count != heights.Count)
            throw new WorkbookException($"A waterfall expects a value for each step, but was given {names.Count} steps and {heights.Count} values.");
        if (heights.FindIndex(height => !double.IsFinite(height)) is >= 0 and var at)
            throw new WorkbookException($"A waterfall expects finite numbers, but {names[at]} is {heights[at]}. Leave the step out.");
        return new([]) { Picture = new Waterfall(names, heights, total) };
    }
}
