using System.Globalization;
using Workbook.Charts;

namespace Workbook.Tests.Charts;

public sealed class ChartTemplateTests
{
    /// <summary>How linear red, green and blue reach an eye that lacks one kind of cone (Machado, Oliveira and Fernandes, 2009).</summary>
    private static double[] Eye(string name) => name switch
    {
        "protanopia" => [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        "deuteranopia" => [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        "tritanopia" => [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
        _ => [1, 0, 0, 0, 1, 0, 0, 0, 1],
    };

    [Theory]
    [InlineData("all cones")]
    [InlineData("protanopia")]
    [InlineData("deuteranopia")]
    [InlineData("tritanopia")]
    public void Every_two_colours_can_be_told_apart(string name)
    {
        var colors = ChartTemplate.Default.Colors;
        for (var one = 0; one < colors.Count; one++)
        {
            for (var other = one + 1; other < colors.Count; other++)
            {
                // Some 2 can just be seen side by side; a legend is some way off.
                var difference = Math.Sqrt(Lab(colors[one], Eye(name)).Zip(Lab(colors[other], Eye(name)), (a, b) => (a - b) * (a - b)).Sum());
                Assert.True(difference > 14, $"{colors[one]} and {colors[other]} differ by {difference:0.0}.");
            }
        }
    }

    private static double[] Lab(string color, double[] eye)
    {
        var linear = Enumerable.Range(0, 3).Select(index => int.Parse(color.AsSpan(1 + (2 * index), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        var seen = Times(eye, linear).Select(part => Math.Clamp(part, 0, 1)).ToArray();
        var white = Times([0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920, 0.9503041], seen).Zip([0.95047, 1, 1.08883], (part, of) => part / of)
            .Select(part => part > 0.008856 ? Math.Cbrt(part) : (7.787 * part) + (16.0 / 116)).ToArray();
        return [(116 * white[1]) - 16, 500 * (white[0] - white[1]), 200 * (white[1] - white[2])];
    }

    private static double[] Times(double[] matrix, double[] vector) => [.. Enumerable.Range(0, 3).Select(row => Enumerable.Range(0, 3).Sum(column => matrix[(3 * row) + column] * vector[column]))];
}
