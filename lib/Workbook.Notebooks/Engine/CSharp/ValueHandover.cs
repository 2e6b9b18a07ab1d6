using System.Collections.Concurrent;
using System.ComponentModel;

namespace Workbook.Notebooks.Engine.CSharp;

/// <summary>By which the engine hands a value to generated code. Not for cells to call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ValueHandover
{
    private static readonly ConcurrentDictionary<int, object?> Values = new();
    private static int Last;

    /// <summary>A value, once.</summary>
    /// <param name="ticket">The number that the engine wrote into the code.</param>
    /// <exception cref="InvalidOperationException">It was taken already.</exception>
    public static object? Take(int ticket) => Values.TryRemove(ticket, out var value)
        ? value
        : throw new InvalidOperationException($"The value {ticket} was taken already.");

    internal static int Put(object? value)
    {
        var ticket = Interlocked.Increment(ref Last);
        Values[ticket] = value;
        return ticket;
    }
}
