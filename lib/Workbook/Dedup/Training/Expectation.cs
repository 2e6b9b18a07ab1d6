namespace Workbook.Dedup.Training;

/// <param name="Levels">For each comparison the level, null where a value is missing.</param>
/// <param name="Pairs">That agree in this way.</param>
internal sealed record Pattern(IReadOnlyList<int?> Levels, double Pairs);

/// <param name="Prior">The share of matches among these pairs.</param>
/// <param name="M">By comparison and level; null for those that aren't learnt.</param>
/// <param name="Matches">Expected number of matches among the pairs.</param>
internal sealed record TrainedParameters(double Prior, IReadOnlyList<double[]?> M, double Matches, int Rounds, bool HasConverged);

/// <summary>
/// Expectation-maximisation for the Fellegi-Sunter model with u held fixed (Winkler 1988): which pairs match is guessed
/// from m and the prior, then these are counted from the guess, until nothing moves. Levels are taken as independent.
/// </summary>
internal static class Expectation
{
    private const int MaxRounds = 200;
    private const double Still = 1e-6;

    /// <summary>So that a level never seen isn't impossible.</summary>
    private const double HalfAPair = 0.5;

    /// <param name="u">By comparison and level; null for comparisons that these pairs can't teach.</param>
    public static TrainedParameters Maximise(IReadOnlyList<Pattern> patterns, IReadOnlyList<IReadOnlyList<double>?> u)
    {
        var m = u.Select(levels => levels is null ? null : Start(levels.Count)).ToList();
        var total = patterns.Sum(pattern => pattern.Pairs);
        var prior = 0.2;
        var matches = 0.0;
        for (var round = 1; round <= MaxRounds; round++)
        {
            var counts = u.Select(levels => levels is null ? null : new double[levels.Count]).ToList();
            matches = 0;
            foreach (var pattern in patterns)
            {
                var (match, other) = (prior, 1 - prior);
                for (var i = 0; i < u.Count; i++)
                {
                    if (u[i] is { } chance && pattern.Levels[i] is { } level)
                        (match, other) = (match * m[i]![level], other * chance[level]);
                }
                var expected = pattern.Pairs * match / (match + other);
                matches += expected;
                for (var i = 0; i < u.Count; i++)
                {
                    if (counts[i] is { } count && pattern.Levels[i] is { } level)
                        count[level] += expected;
                }
            }
            var change = Math.Abs((matches / total) - prior);
            // Never all or nothing, from which there is no way back.
            prior = Math.Clamp(matches / total, 1e-9, 1 - 1e-9);
            for (var i = 0; i < u.Count; i++)
            {
                if (counts[i] is { } count)
                    change = Math.Max(change, Update(m[i]!, count));
            }
            if (change < Still)
                return new TrainedParameters(prior, m, matches, round, true);
        }
        return new TrainedParameters(prior, m, matches, MaxRounds, false);
    }

    private static double Update(double[] m, double[] count)
    {
        var change = 0.0;
        var all = count.Sum() + (HalfAPair * count.Length);
        for (var level = 0; level < m.Length; level++)
        {
            var now = (count[level] + HalfAPair) / all;
            change = Math.Max(change, Math.Abs(now - m[level]));
            m[level] = now;
        }
        return change;
    }

    /// <summary>Matches mostly agree: each level half as likely as the better one.</summary>
    private static double[] Start(int levels)
    {
        var shares = Enumerable.Range(0, levels).Select(level => Math.Pow(0.5, level)).ToArray();
        shares[0] = 3;
        return [.. shares.Select(share => share / shares.Sum())];
    }
}
