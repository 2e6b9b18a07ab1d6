using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbook.Dedup.Model;

/// <summary>Reads a model from YAML, going on after a fault so that all are told together.</summary>
internal sealed class MatchModelReader
{
    private static readonly string[] TopKeys = ["id", "method", "threshold", "columns", "comparisons", "blocking", "training", "survivorship", "trained"];
    private static readonly string[] ComparisonKeys = ["name", "column", "columns", "levels", "term_frequency", "weight"];
    private static readonly string[] TrainingKeys = ["certain", "recall", "blocks", "random_pairs", "blocked_pairs", "seed"];
    private static readonly string[] SurvivorshipKeys = ["default", "columns", "recency", "source", "priority"];

    private readonly List<(long Line, string Message)> _faults = [];
    private readonly Dictionary<(string Section, int Index), long> _lines = [];

    public static MatchModel Read(string yaml, string file)
    {
        var reader = new MatchModelReader();
        var model = reader.Load(yaml) is { } top ? reader.Model(top) : null;
        // Faults of meaning only where the form is right: half a model would have many more.
        if (model is not null && reader._faults.Count == 0)
        {
            foreach (var fault in MatchModelCheck.Faults(model))
                reader._faults.Add((reader.LineOf(fault), fault.Message));
        }
        if (model is not null && reader._faults.Count == 0)
            return model;
        throw new WorkbookException(string.Join("\n", reader._faults.OrderBy(fault => fault.Line).Select(fault => $"{file}:{fault.Line}: {fault.Message}")));
    }

    private long LineOf(ModelFault fault) => _lines.GetValueOrDefault((fault.Section, fault.Index), _lines.GetValueOrDefault((fault.Section, -1), 1));

    private YamlMappingNode? Load(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode map)
                return map;
            _faults.Add((1, "expected a mapping (key: value) with id, columns, comparisons and blocking."));
        }
        catch (YamlException fault)
        {
            _faults.Add((fault.Start.Line, $"this is not valid YAML: {fault.InnerException?.Message ?? fault.Message}"));
        }
        return null;
    }

    private MatchModel? Model(YamlMappingNode top)
    {
        RequireKeys(top, TopKeys, "the model");
        foreach (var (key, value) in top.Children)
            _lines[($"{key}", -1)] = key.Start.Line;
        var id = Text(Find(top, "id"), "id");
        if (id is null && Find(top, "id") is null)
            Fault(top, "'id' is missing: the column that names a record.");
        return id is null && _faults.Count == 0 ? null : new MatchModel
        {
            Id = id ?? "",
            Method = Choice(Find(top, "method"), "method", MatchMethod.Probabilistic),
            Threshold = Number(Find(top, "threshold"), "threshold", 0.95),
            Columns = [.. Entries(Find(top, "columns"), "columns").Select(Column)],
            Comparisons = [.. Items(Find(top, "comparisons"), "comparisons").Select(Comparison).OfType<Comparison>()],
            Blocking = Rules(Find(top, "blocking"), "blocking"),
            Training = Training(Map(Find(top, "training"), "training", TrainingKeys)),
            Survivorship = Survivorship(Map(Find(top, "survivorship"), "survivorship", SurvivorshipKeys)),
            Trained = Trained(Map(Find(top, "trained"), "trained", ["prior", "comparisons"])),
        };
    }

    private CleanColumn Column(KeyValuePair<YamlNode, YamlNode> entry, int index)
    {
        var name = $"{entry.Key}";
        _lines[("columns", index)] = entry.Key.Start.Line;
        if (entry.Value is not YamlMappingNode map)
            return CleanColumn.From(name, Choice(entry.Value, name, Cleaning.Text));
        RequireKeys(map, ["of", "clean", "sql"], name);
        return Text(Find(map, "sql"), "sql") is { } sql
            ? new CleanColumn(name, null, Cleaning.AsIs, sql)
            : new CleanColumn(name, Text(Find(map, "of"), "of") ?? name, Choice(Find(map, "clean"), "clean", Cleaning.Text));
    }

    private Comparison? Comparison(YamlNode node, int index)
    {
        _lines[("comparisons", index)] = node.Start.Line;
        if (Map(node, "a comparison", ComparisonKeys) is not { } map)
            return null;
        var columns = Texts(Find(map, "columns") ?? Find(map, "column"), "columns");
        if (columns.Count == 0)
            Fault(node, "'column' is missing: the clean column to compare.");
        if (Find(map, "levels") is null)
            Fault(node, "'levels' is missing: degrees of agreement from the best to the worst.");
        return new Comparison(Text(Find(map, "name"), "name") ?? string.Join("_", columns), columns, [.. Levels(Find(map, "levels"))])
        {
            TermFrequency = Text(Find(map, "term_frequency"), "term_frequency") switch
            {
                null or "false" => false,
                "true" => true,
                var other => Fault(Find(map, "term_frequency")!, $"'term_frequency' is true or false, not '{other}'.", false),
            },
            Weight = Number(Find(map, "weight"), "weight", 1),
        };
    }

    private IEnumerable<Level> Levels(YamlNode? node)
    {
        foreach (var text in Items(node, "levels"))
        {
            Level? level = null;
            try
            {
                level = Level.Parse($"{text}");
            }
            catch (WorkbookException fault)
            {
                Fault(text, fault.Message);
            }
            if (level is not null)
                yield return level;
        }
    }

    private TrainingPlan Training(YamlMappingNode? map)
    {
        var plan = new TrainingPlan();
        return map is null ? plan : plan with
        {
            Certain = Rules(Find(map, "certain"), "certain"),
            Recall = Number(Find(map, "recall"), "recall", plan.Recall),
            Blocks = Rules(Find(map, "blocks"), "blocks"),
            RandomPairs = Whole(Find(map, "random_pairs"), "random_pairs", plan.RandomPairs),
            BlockedPairs = Whole(Find(map, "blocked_pairs"), "blocked_pairs", plan.BlockedPairs),
            Seed = Whole(Find(map, "seed"), "seed", plan.Seed),
        };
    }

    private SurvivorshipPlan Survivorship(YamlMappingNode? map)
    {
        var plan = new SurvivorshipPlan();
        return map is null ? plan : plan with
        {
            Default = Choice(Find(map, "default"), "default", plan.Default),
            Columns = Entries(Find(map, "columns"), "columns").DistinctBy(entry => $"{entry.Key}").ToDictionary(entry => $"{entry.Key}", entry => Choice(entry.Value, $"{entry.Key}", plan.Default)),
            Recency = Text(Find(map, "recency"), "recency"),
            Source = Text(Find(map, "source"), "source"),
            Priority = Texts(Find(map, "priority"), "priority"),
        };
    }

    private MatchParameters? Trained(YamlMappingNode? map) => map is null ? null : new MatchParameters(
        Number(Find(map, "prior"), "prior", 0),
        [.. Entries(Find(map, "comparisons"), "comparisons").Select(entry => Map(entry.Value, $"{entry.Key}", ["m", "u"]) is { } parameters
            ? new ComparisonParameters($"{entry.Key}", Numbers(Find(parameters, "m"), "m"), Numbers(Find(parameters, "u"), "u"))
            : new ComparisonParameters($"{entry.Key}", [], []))]);

    private IReadOnlyList<BlockingRule> Rules(YamlNode? node, string name) => [.. Items(node, name).Select((item, index) =>
    {
        _lines.TryAdd((name, index), item.Start.Line);
        return new BlockingRule(Texts(item, name));
    })];

    private List<double> Numbers(YamlNode? node, string name) => [.. Items(node, name).Select(item => Number(item, name, 0))];

    private double Number(YamlNode? node, string name, double otherwise) => Text(node, name) is not { } text ? otherwise
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : Fault(node!, $"'{name}' must be a number, not '{text}'.", otherwise);

    private int Whole(YamlNode? node, string name, int otherwise) => Text(node, name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : Fault(node!, $"'{name}' must be a whole number, not '{text}'.", otherwise);

    private T Choice<T>(YamlNode? node, string name, T otherwise) where T : struct, Enum
    {
        if (Text(node, name) is not { } text)
            return otherwise;
        foreach (var value in Enum.GetValues<T>())
        {
            if (MatchModelFile.YamlName(value) == text)
                return value;
        }
        return Fault(node!, $"'{name}' can't be '{text}'. It is one of: {string.Join(", ", Enum.GetValues<T>().Select(MatchModelFile.YamlName))}.", otherwise);
    }

    private string? Text(YamlNode? node, string name) => node switch
    {
        null => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: null or "" or "~" or "null" } => null,
        YamlScalarNode scalar => scalar.Value,
        _ => Fault<string?>(node, $"'{name}' must be a text.", null),
    };

    private IReadOnlyList<string> Texts(YamlNode? node, string name) => node is YamlScalarNode
        ? Text(node, name) is { } text ? [text] : []
        : [.. Items(node, name).Select(item => Text(item, name)).OfType<string>()];

    private IEnumerable<YamlNode> Items(YamlNode? node, string name) => node switch
    {
        null or YamlScalarNode { Value: null or "" } => [],
        YamlSequenceNode list => list.Children,
        _ => Fault<IEnumerable<YamlNode>>(node, $"'{name}' must be a list.", []),
    };

    private IEnumerable<KeyValuePair<YamlNode, YamlNode>> Entries(YamlNode? node, string name) => node switch
    {
        null => [],
        YamlMappingNode map => map.Children,
        _ => Fault<IEnumerable<KeyValuePair<YamlNode, YamlNode>>>(node, $"'{name}' must be a mapping (key: value).", []),
    };

    private YamlMappingNode? Map(YamlNode? node, string name, string[] keys)
    {
        if (node is null)
            return null;
        if (node is not YamlMappingNode map)
            return Fault<YamlMappingNode?>(node, $"'{name}' must be a mapping (key: value).", null);
        RequireKeys(map, keys, name);
        return map;
    }

    private void RequireKeys(YamlMappingNode map, string[] known, string name)
    {
        foreach (var key in map.Children.Keys.Where(key => !known.Contains($"{key}")))
            Fault(key, $"'{key}' is not known in {name}. Known are: {string.Join(", ", known)}.");
    }

    private static YamlNode? Find(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private T Fault<T>(YamlNode node, string message, T otherwise)
    {
        Fault(node, message);
        return otherwise;
    }

    private void Fault(YamlNode node, string message) => _faults.Add((node.Start.Line, message));
}
