using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Workbook.Operations.Orchestration;

/// <summary>
/// How often to try again, and after how long: twice as long each time, up to a limit, and by chance up to half less, so
/// that several that failed together don't come back together. The chance depends on seed, task and attempt alone.
/// </summary>
public sealed record RetryPolicy
{
    /// <summary>Beyond the first attempt; 0 by default.</summary>
    public int Retries { get; init; }

    /// <summary>The longest wait before the second attempt.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>No wait is longer, however many attempts have failed.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The same seed waits as long in every run.</summary>
    public ulong Seed { get; init; } = 42;

    /// <param name="attempt">The one that failed, from 1.</param>
    public TimeSpan DelayAfter(string task, int attempt)
    {
        var full = Math.Min(LongestDelay.TotalSeconds, FirstDelay.TotalSeconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(Math.Round(1000 * full * (1 - Chance(task, attempt) / 2)));
    }

    /// <summary>In [0, 1).</summary>
    private double Chance(string task, int attempt)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}/{task}/{attempt}"));
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
