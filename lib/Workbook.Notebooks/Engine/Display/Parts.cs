using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Workbook.Notebooks.Display;

/// <summary>The parts of a value, as both the table and the text show them.</summary>
internal static class Parts
{
    /// <summary>Items of a list that are shown.</summary>
    public const int MaxItems = 20;

    public const int MaxDepth = 6;

    /// <summary>Readable public properties and fields in the order of declaration, or the elements of a tuple.</summary>
    public static IReadOnlyList<(string Name, Func<object, object?> Get)> Of(Type type) => typeof(ITuple).IsAssignableFrom(type)
        ? [.. Enumerable.Range(0, type.GetGenericArguments().Length).Select(index => ($"Item{index + 1}", (Func<object, object?>)(value => ((ITuple)value)[index])))]
        : [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRef && !property.PropertyType.IsByRefLike)
                .Select(property => (property.Name, (Func<object, object?>)(value => Try(() => property.GetValue(value))))),
            .. type.GetFields(BindingFlags.Public | BindingFlags.Instance).Select(field => (field.Name, (Func<object, object?>)field.GetValue))];

    /// <summary>The first items, and how many there are in all; -1 where only enumerating on could tell.</summary>
    public static (List<object?> Items, int Count) First(IEnumerable list, int most = MaxItems)
    {
        var items = new List<object?>();
        var count = list is ICollection collection ? collection.Count : -1;
        foreach (var item in list)
        {
            if (items.Count == most)
                return (items, count);
            items.Add(item);
        }

        return (items, items.Count);
    }

    /// <summary>What a cut list ends with; null for a whole one.</summary>
    public static string? Rest(int shown, int count) => count < 0 ? "… more" : count > shown ? Invariant($"… {count - shown:N0} more") : null;

    private static object? Try(Func<object?> get)
    {
        try
        {
            return get();
        }
        catch (TargetInvocationException fault)
        {
            return fault.InnerException;
        }
    }
}
