using System.Globalization;

namespace Workbook.Retail.Generation;

/// <summary>A kind of thing that the retailer sells.</summary>
/// <param name="Price">What it usually costs, in Australian dollars.</param>
internal sealed record Thing(string Category, IReadOnlyList<string> Styles, string Name, double Price, IReadOnlyList<string> Variants);

/// <summary>A quality, by which shelves are filled within a category.</summary>
/// <param name="PriceFactor">Of the usual price.</param>
internal sealed record Quality(string Name, double PriceFactor, params string[] Words);

/// <summary>What there is to sell: the things of <c>assortment.csv</c>, each in five qualities.</summary>
internal static class Assortment
{
    public static readonly IReadOnlyList<Quality> Qualities =
    [
        new("value", 0.6, "Everyday", "Budget", "Simple", "Handy"),
        new("basics", 0.85, "Classic", "Essential", "Plain", "Original"),
        new("seasonal", 1.05, "Summer", "Winter", "Festive", "Holiday"),
        new("premium", 1.75, "Deluxe", "Signature", "Fine", "Select"),
        new("professional", 2.5, "Pro", "Expert", "Trade", "Commercial"),
    ];

    public static readonly IReadOnlyList<Thing> Things = Read();

    /// <summary>Each thing as often as there are different ones of it: the cheaper, the more.</summary>
    public static readonly IReadOnlyList<Thing> Shelves =
        [.. Things.SelectMany(thing => Enumerable.Repeat(thing, Math.Max(1, (int)Math.Round(60 / Math.Sqrt(thing.Price * Math.Sqrt(thing.Price))))))];

    private static List<Thing> Read()
    {
        using var file = typeof(Assortment).Assembly.GetManifestResourceStream("Generation/assortment.csv")!;
        using var text = new StreamReader(file);
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(';')).Select(field =>
            new Thing(field[0], field[1].Split('|'), field[2], double.Parse(field[3], CultureInfo.InvariantCulture), field[4].Split('|')))];
    }
}
