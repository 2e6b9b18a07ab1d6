using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Workbook.Models.Jinja;

/// <summary>A dictionary that keeps the order of insertion; its keys are equal as in Python (1, 1.0 and True are one key).</summary>
public sealed class JinjaDict : IEnumerable<KeyValuePair<object?, object?>>
{
    // None may be a key; .NET's dictionaries refuse null.
    private static readonly object NoneKey = new();

    private readonly OrderedDictionary<object, object?> _entries = new(JinjaEquality.Instance);

    /// <summary>Entries, one for each key.</summary>
    public int Count => _entries.Count;

    /// <summary>In the order of insertion; null is none, which may be a key.</summary>
    public IEnumerable<object?> Keys => _entries.Keys.Select(Outside);

    /// <summary>In the order of <see cref="Keys"/>, as a template sees them.</summary>
    public IEnumerable<object?> Values => _entries.Values;

    /// <summary>Reading a key that is not there gives null.</summary>
    [SuppressMessage("Design", "CA1043:Use integral or string argument for indexers", Justification = "Keys are any hashable Jinja value.")]
    public object? this[object? key]
    {
        get => _entries.GetValueOrDefault(Inside(key));
        set => _entries[Inside(JinjaValue.From(key))] = JinjaValue.From(value);
    }

    /// <summary>As the indexer sets it: a key that is there already gets the new value. For collection initializers.</summary>
    public void Add(object? key, object? value) => this[key] = value;

    /// <summary>Tells a key that is missing from one whose value is null.</summary>
    public bool TryGet(object? key, out object? value) => _entries.TryGetValue(Inside(key), out value);

    /// <summary>True for a key whose value is null, too.</summary>
    public bool ContainsKey(object? key) => _entries.ContainsKey(Inside(key));

    /// <summary>False where the key isn't there.</summary>
    public bool Remove(object? key) => _entries.Remove(Inside(key));

    /// <summary>Empties it for all who hold it: a template passes dictionaries on, not copies.</summary>
    public void Clear() => _entries.Clear();

    /// <summary>A shallow one: lists and dictionaries inside are shared.</summary>
    public JinjaDict Copy()
    {
        var copy = new JinjaDict();
        foreach (var (key, value) in _entries) copy._entries[key] = value;
        return copy;
    }

    /// <summary>In the order of insertion.</summary>
    public IEnumerator<KeyValuePair<object?, object?>> GetEnumerator() =>
        _entries.Select(entry => new KeyValuePair<object?, object?>(Outside(entry.Key), entry.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Python's repr writes it: <c>{'a': 1, 'b': None}</c>.</summary>
    public override string ToString() => JinjaText.Repr(this);

    private static object? Outside(object key) => ReferenceEquals(key, NoneKey) ? null : key;

    private static object Inside(object? key) => key ?? NoneKey;
}
