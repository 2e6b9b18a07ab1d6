using Workbook.Dedup.Training;

namespace Workbook.Tests.Dedup;

public sealed class ExpectationTests
{
    private static readonly double[][] M = [[0.85, 0.10, 0.05], [0.90, 0.10], [0.70, 0.20, 0.10], [0.95, 0.05]];
    private static readonly double[][] U = [[0.01, 0.04, 0.95], [0.05, 0.95], [0.02, 0.08, 0.90], [0.10, 0.90]];

    [Theory]
    [InlineData(0.3, 1)]
    [InlineData(0.05, 2)]
    [InlineData(0.9, 3)]
    public void It_recovers_the_parameters_that_pairs_were_drawn_with(double prior, int seed)
    {
        var patterns = Draw(200_000, prior, seed);

        var learnt = Expectation.Maximise(patterns, U);

        // 200,000 pairs, a tenth of the values missing: with the fewest matches (10,000) a share has a standard error of at most 0.006.
        Assert.True(learnt.HasConverged);
        Assert.Equal(prior, learnt.Prior, 0.005);
        for (var comparison = 0; comparison < M.Length; comparison++)
        {
            for (var level = 0; level < M[comparison].Length; level++)
                Assert.Equal(M[comparison][level], learnt.M[comparison]![level], 0.02);
        }
    }

    [Fact]
    public void What_a_rule_can_t_teach_stays_untaught_and_says_nothing()
    {
        var learnt = Expectation.Maximise(Draw(100_000, 0.3, 4), [U[0], null, U[2], U[3]]);

        Assert.Null(learnt.M[1]);
        Assert.Equal(0.3, learnt.Prior, 0.01);
        Assert.Equal(M[0][0], learnt.M[0]![0], 0.02);
    }

    private static List<Pattern> Draw(int pairs, double prior, int seed)
    {
        var random = new Random(seed);
        int? Level(double[] shares)
        {
            if (random.NextDouble() < 0.1)
                return null;
            var (at, level) = (random.NextDouble(), 0);
            while (level < shares.Length - 1 && (at -= shares[level]) >= 0)
                level++;
            return level;
        }
        return [.. Enumerable.Range(0, pairs).Select(_ => random.NextDouble() < prior ? M : U).Select(shares => shares.Select(Level).ToArray())
            .GroupBy(levels => string.Join(",", levels)).Select(same => new Pattern(same.First(), same.Count()))];
    }
}
