using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Models.Jinja;

/// <summary>A dictionary that keeps the order of insertion; its keys are equal as in Python (1, 1.0 and True are one key).</summary>
public sealed class JinjaDict : IEnumerable<KeyValuePair<object?, object?>>
{
    // None may be a key; .NET's dictionaries refuse null.
    private static readonly object NoneKey = new();

    private readonly OrderedDictionary<object, object?> _entries = new(JinjaEquality.Instance);

    public int Count => _entries.Count;

    public IEnumerable<object?> Keys => _entries.Keys.Select(Outside);

    public IEnumerable<object?> Values => _entries.Values;

    /// <summary>Reading a key that is not there gives null.</summary>
    [SuppressMessage("Design", "CA1043:Use integral or string argument for indexers", Justification = "Keys are any hashable Jinja value.")]
    public object? this[object? key]
    {
        get => _entries.GetValueOrDefault(Inside(key));
        set => _entries[Inside(JinjaValue.From(key))] = JinjaValue.From(value);
    }

    public void Add(object? key, object? value) => this[key] = value;

    public bool TryGet(object? key, out object? value) => _entries.TryGetValue(Inside(key), out value);

    public bool ContainsKey(object? key) => _entries.ContainsKey(Inside(key));

    public bool Remove(object? key) => _entries.Remove(Inside(key));

    public void Clear() => _entries.Clear();

    public JinjaDict Copy()
    {
        var copy = new JinjaDict();
        foreach (var (key, value) in _entries) copy._entries[key] = value;
        return copy;
    }

    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator() =>
        _entries.Select(entry => new KeyValuePair<object?, object?>(Outside(entry.Key), entry.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => JinjaText.Repr(this);

    private static object? Outside(object key) => ReferenceEquals(key, NoneKey) ? null : key;

    private static object Inside(object? key) => key ?? NoneKey;
}
