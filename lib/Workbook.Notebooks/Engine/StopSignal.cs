using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Workbook.Notebooks.Engine;

/// <summary>What the engine puts at the head of every loop in a C# cell, so that a loop can be stopped. Not for cells to call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StopSignal
{
    private static volatile int Stopping;

    /// <exception cref="OperationCanceledException">The cell is being interrupted.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (Stopping != 0)
            CheckOwn();
    }

    /// <summary>While any cell of the process is being interrupted, each loop looks whether it is its own.</summary>
    internal static void Raise() => Interlocked.Increment(ref Stopping);

    internal static void Lower() => Interlocked.Decrement(ref Stopping);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CheckOwn() => CellContext.Current?.Cancellation.ThrowIfCancellationRequested();
}
