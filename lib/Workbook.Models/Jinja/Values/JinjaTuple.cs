using System.Collections;

namespace Workbook.Models.Jinja;

/// <summary>A list that cannot change, and so can be a key. Some have names for their elements (groupby's do).</summary>
internal sealed class JinjaTuple(params object?[] items) : IReadOnlyList<object?>
{
    public static readonly JinjaTuple Empty = new();

    public int Count => items.Length;

    public object? this[int index] => items[index];

    internal string[] Names { get; init; } = [];

    public IEnumerator<object?> GetEnumerator() => items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => JinjaText.Repr(this);
}
