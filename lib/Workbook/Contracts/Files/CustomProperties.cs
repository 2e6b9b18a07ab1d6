using System.Globalization;

namespace Workbook.Contracts.Files;

/// <summary>A list of <c>property</c> and <c>value</c>, by name.</summary>
internal sealed class CustomProperties
{
    private readonly ContractNode _owner;
    private readonly Dictionary<string, ContractNode> _values = [];
    private readonly HashSet<string> _asked = [];

    public CustomProperties(ContractNode owner)
    {
        _owner = owner;
        foreach (var node in owner.Maps("customProperties"))
        {
            node.RequireKeys("a custom property", "id", "property", "value", "description");
            var name = node.RequiredText("property", "its name");
            if (!_values.TryAdd(name, node))
                node.Fault($"the custom property '{name}' is there twice.");
        }
    }

    public string? Text(string name) => Find(name)?.Text("value");

    public bool Truth(string name) => Find(name)?.Truth("value") ?? false;

    public long? Whole(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        _values[name].Fault($"'{name}' must be a whole number.", "value");
        return null;
    }

    /// <summary>A number from 0 to 1.</summary>
    public decimal? Share(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1)
            return number;
        _values[name].Fault($"'{name}' must be a number from 0 to 1, such as 0.5; found '{text}'.", "value");
        return null;
    }

    public IReadOnlyList<string> Texts(string name) => Find(name)?.Texts("value") ?? [];

    public IReadOnlyList<ContractNode> Maps(string name) => Find(name)?.Maps("value") ?? [];

    public T? OneOf<T>(string name, IReadOnlyDictionary<T, string> words) where T : struct
    {
        if (Text(name) is not { } word)
            return null;
        foreach (var (value, known) in words)
            if (known == word)
                return value;
        _values[name].Fault($"'{word}' is none of {string.Join(", ", words.Values)}.", "value");
        return null;
    }

    /// <summary>Other tools may keep their own: a name that looks like one of ours is a slip.</summary>
    public void RequireKnown()
    {
        foreach (var (name, node) in _values.Where(pair => !_asked.Contains(pair.Key)))
            if (_asked.FirstOrDefault(asked => string.Equals(asked, name, StringComparison.OrdinalIgnoreCase)) is { } meant)
                node.Fault($"the custom property '{name}' must be written '{meant}'.", "property");
    }

    /// <summary>Those that nobody asked for, once all have been: other tools' own.</summary>
    public IEnumerable<KeptPart> Others(string key = "customProperties") => _values.Where(pair => !_asked.Contains(pair.Key)).SelectMany(pair => pair.Value.KeepWhole(key));

    private ContractNode? Find(string name)
    {
        _asked.Add(name);
        return _values.GetValueOrDefault(name);
    }
}
