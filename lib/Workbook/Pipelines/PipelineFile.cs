using Workbook.Contracts;
using Workbook.Contracts.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Workbook.Pipelines;

/// <summary>Pipelines as YAML files; all faults of one are told together.</summary>
internal static class PipelineFile
{
    private static readonly Dictionary<string, WriteDisposition> Dispositions = ContractWords.Dispositions.ToDictionary(word => word.Value, word => word.Key);
    private static readonly Dictionary<string, SchemaMode> SchemaModes = ContractWords.SchemaModes.ToDictionary(word => word.Value, word => word.Key);

    public static Pipeline Read(string path) => File.Exists(path)
        ? Parse(File.ReadAllText(path), path)
        : throw new WorkbookException($"There is no pipeline '{path}'. Name a YAML file with pipeline and resources.");

    /// <param name="file">As faults shall name it; relative paths begin at its folder.</param>
    public static Pipeline Parse(string yaml, string file = "pipeline.yml")
    {
        var faults = new List<(long Line, string Message)>();
        var pipeline = Load(yaml, faults) is { } top ? Pipeline(top, Path.GetDirectoryName(Path.GetFullPath(file))!, faults) : null;
        return faults.Count == 0 ? pipeline!
            : throw new WorkbookException(string.Join("\n", faults.OrderBy(fault => fault.Line).Select(fault => $"{file}:{fault.Line}: {fault.Message}")));
    }

    private static ContractNode? Load(string yaml, List<(long Line, string Message)> faults)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode map)
                return new ContractNode(map, faults);
            faults.Add((1, "expected a pipeline: a mapping with pipeline (its name) and resources."));
        }
        catch (YamlException fault)
        {
            faults.Add((fault.Start.Line, $"this is not valid YAML: {fault.InnerException?.Message ?? fault.Message}"));
        }

        return null;
    }

    private static Pipeline Pipeline(ContractNode top, string folder, List<(long Line, string Message)> faults)
    {
        top.RequireKeys("a pipeline", "pipeline", "databases", "keptPackages", "resources");
        var resources = top.Maps("resources");
        if (resources.Count == 0)
            top.Fault("'resources' is missing: what to load.");
        var pipeline = new Pipeline(top.RequiredText("pipeline", "its name"), [.. resources.Select(resource => Resource(resource, folder))])
        {
            Databases = top.TextByName("databases").ToDictionary(database => database.Key, database => Database(database.Value, folder)),
        };
        pipeline = top.Whole("keptPackages") is { } kept ? pipeline with { KeptPackages = kept } : pipeline;
        if (faults.Count > 0)
            return pipeline; // what was not understood would be told again as a wrong declaration
        foreach (var (node, resource) in resources.Zip(pipeline.Resources))
            foreach (var fault in DeclarationCheck.Faults(resource))
                node.Fault($"{fault}.");
        foreach (var fault in DeclarationCheck.OfNames(pipeline))
            top.Fault($"{fault}.");
        return pipeline;
    }

    private static Resource Resource(ContractNode node, string folder)
    {
        node.RequireKeys("a resource", "name", "sql", "rest", "files", "key", "disposition", "cursor", "lookback", "newColumns", "children");
        if (node.Has("rest") && node.Has("files"))
            node.Fault("'rest' and 'files' can't both be the source. Declare a resource for each.", "files");
        if (!node.Has("rest") && !node.Has("files") && !node.Has("sql"))
            node.Fault("its source is missing: rest, files or sql.");
        ResourceSource? source = node.Map("rest") is { } rest ? Rest(rest) : node.Text("files") is { } pattern ? new FileSource(Path.Combine(folder, pattern)) : null;
        return new Resource(node.RequiredText("name", "the table's"), node.Text("sql") ?? "SELECT * FROM delivery")
        {
            Source = source,
            PrimaryKey = node.Texts("key"),
            Disposition = OneOf(node, "disposition", Dispositions),
            Cursor = node.Text("cursor"),
            Lookback = node.Text("lookback"),
            NewColumns = OneOf(node, "newColumns", SchemaModes),
            ChildTables = node.Texts("children"),
        };
    }

    private static RestSource Rest(ContractNode node)
    {
        node.RequireKeys("a REST source", "url", "rows", "parameters", "headers", "oauth", "pages", "cursorParameter", "longestPause");
        var source = new RestSource(node.RequiredText("url", "the first page's address"))
        {
            Rows = node.Text("rows"),
            Parameters = node.TextByName("parameters"),
            Headers = node.TextByName("headers"),
            OAuth = node.Map("oauth") is { } oauth ? OAuth(oauth) : null,
            Pages = node.Map("pages") is { } pages ? Pages(pages) : Paging.None,
            CursorParameter = node.Text("cursorParameter"),
        };
        return node.Whole("longestPause") is { } seconds ? source with { LongestPause = TimeSpan.FromSeconds(seconds) } : source;
    }

    private static ClientCredentials OAuth(ContractNode node)
    {
        node.RequireKeys("oauth", "tokenUrl", "clientId", "clientSecret", "scope");
        return new ClientCredentials(node.RequiredText("tokenUrl", "where the token comes from"), node.RequiredText("clientId", "such as ${SHOP_ID}"), node.RequiredText("clientSecret", "an environment variable, such as ${SHOP_SECRET}")) { Scope = node.Text("scope") };
    }

    private static Paging Pages(ContractNode node)
    {
        var by = node.RequiredText("by", "link, number, offset, token or next");
        switch (by)
        {
            case "link":
                node.RequireKeys("paging by link", "by");
                return Paging.Link;
            case "number":
                node.RequireKeys("paging by number", "by", "parameter", "first");
                return Paging.Number(node.Text("parameter") ?? "page", node.Whole("first") ?? 1);
            case "offset":
                node.RequireKeys("paging by offset", "by", "parameter");
                return Paging.Offset(node.Text("parameter") ?? "offset");
            case "token":
                node.RequireKeys("paging by token", "by", "parameter", "path");
                return Paging.Token(node.RequiredText("parameter", "the one that sends the token"), node.RequiredText("path", "where the token stands in the answer"));
            case "next":
                node.RequireKeys("paging by next", "by", "path");
                return Paging.Next(node.RequiredText("path", "where the next page's address stands in the answer"));
            default:
                if (by.Length > 0)
                    node.Fault($"'{by}' is none of link, number, offset, token and next.", "by");
                return Paging.None;
        }
    }

    /// <summary>A path is the file's own; anything else is left to DuckDB.</summary>
    private static string Database(string target, string folder) =>
        target.StartsWith("${", StringComparison.Ordinal) || target.Contains('=', StringComparison.Ordinal) || target.IndexOf(':', StringComparison.Ordinal) > 1 ? target : Path.Combine(folder, target);

    private static T OneOf<T>(ContractNode node, string key, Dictionary<string, T> words) where T : struct
    {
        if (node.Text(key) is not { } word)
            return default;
        if (words.TryGetValue(word, out var value))
            return value;
        node.Fault($"'{word}' is none of {string.Join(", ", words.Keys)}.", key);
        return default;
    }
}
