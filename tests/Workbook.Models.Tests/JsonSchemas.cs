using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workbook.Models.Tests;

/// <summary>
/// Checks documents against published JSON Schemas, for the keywords that those of dbt, OpenLineage and Power BI use; a
/// schema with any other keyword is refused rather than half checked. Schemas lie in shared/data/schemas beside the
/// repository; where they don't, the test is skipped.
/// </summary>
internal sealed class JsonSchemas
{
    private static readonly HashSet<string> Notes =
        ["title", "description", "default", "example", "examples", "deprecated", "$schema", "$id", "$defs", "definitions", "$comment", "then", "else"];

    private readonly Dictionary<string, JsonNode> _byId = [];
    private readonly Dictionary<string, JsonNode> _byPath = [];
    private readonly Dictionary<JsonNode, string> _paths = new(ReferenceEqualityComparer.Instance);

    private JsonSchemas(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories))
        {
            var schema = JsonNode.Parse(File.ReadAllText(file))!;
            _byId[(string)schema["$id"]!] = schema;
            _byPath[Path.GetFullPath(file)] = schema;
            _paths[schema] = Path.GetFullPath(file);
        }
    }

    /// <param name="family">dbt, openlineage or powerbi.</param>
    internal static JsonSchemas Of(string family)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "shared", "data", "schemas", family) is var found && Directory.Exists(found))
                return new JsonSchemas(found);
        Assert.Skip($"The published schemas (shared/data/schemas/{family}) are not beside this repository.");
        throw new InvalidOperationException();
    }

    /// <param name="id">The schema's $id, with a fragment for a part of it.</param>
    /// <returns>What is wrong, each with the path of the value; empty if the document is valid.</returns>
    internal IReadOnlyList<string> Faults(string id, JsonNode? document)
    {
        var faults = new List<string>();
        var (schema, root) = Find(id, null);
        Check(document, schema, root, "$", faults);
        return faults;
    }

    private void Check(JsonNode? value, JsonNode? schema, JsonNode root, string path, List<string> faults)
    {
        if (schema is JsonValue always)
        {
            if (!always.GetValue<bool>()) faults.Add($"{path}: nothing is allowed here");
            return;
        }
        foreach (var (keyword, rule) in schema!.AsObject())
            Check(keyword, rule!, value, schema, root, path, faults);
    }

    private void Check(string keyword, JsonNode rule, JsonNode? value, JsonNode schema, JsonNode root, string path, List<string> faults)
    {
        switch (keyword)
        {
            case "$ref":
                var (target, targetRoot) = Find((string)rule!, root);
                Check(value, target, targetRoot, path, faults);
                break;
            case "type":
                var types = rule is JsonArray several ? several.Select(type => (string)type!) : [(string)rule!];
                if (!types.Any(type => Is(value, type))) faults.Add($"{path}: expected {string.Join(" or ", types)}, found {Kind(value)}");
                break;
            case "enum":
                if (!rule.AsArray().Any(item => JsonNode.DeepEquals(item, value))) faults.Add($"{path}: {value?.ToJsonString() ?? "null"} is none of {rule.ToJsonString()}");
                break;
            case "const":
                if (!JsonNode.DeepEquals(rule, value)) faults.Add($"{path}: expected {rule.ToJsonString()}, found {value?.ToJsonString()}");
                break;
            case "allOf":
                foreach (var part in rule.AsArray()) Check(value, part, root, path, faults);
                break;
            case "anyOf" or "oneOf":
                Alternatives(keyword, rule.AsArray(), value, root, path, faults);
                break;
            case "not":
                if (IsValid(value, rule, root)) faults.Add($"{path}: matches what it must not");
                break;
            case "if":
                var branch = schema[IsValid(value, rule, root) ? "then" : "else"];
                if (branch is not null) Check(value, branch, root, path, faults);
                break;
            case "required" or "properties" or "patternProperties" or "additionalProperties" or "propertyNames":
                if (value is JsonObject fields) Object(keyword, rule, fields, schema, root, path, faults);
                break;
            case "items" or "prefixItems" or "minItems" or "maxItems" or "uniqueItems":
                if (value is JsonArray items) Array(keyword, rule, items, schema, root, path, faults);
                break;
            case "pattern" or "format":
                if (Is(value, "string")) Text(keyword, (string)rule!, (string)value!, path, faults);
                break;
            case "minLength" or "maxLength":
                if (Is(value, "string") && (keyword == "minLength" ? ((string)value!).Length < (int)rule! : ((string)value!).Length > (int)rule!)) faults.Add($"{path}: {((string)value!).Length} letters, {keyword} is {rule}");
                break;
            case "minimum" or "exclusiveMinimum":
                if (Is(value, "number") && (keyword == "minimum" ? Number(value) < Number(rule) : Number(value) <= Number(rule))) faults.Add($"{path}: {value} is below {rule}");
                break;
            default:
                if (!Notes.Contains(keyword)) throw new NotSupportedException($"The keyword '{keyword}' of the schema isn't checked here. Add it to JsonSchemas.");
                break;
        }
    }

    private void Alternatives(string keyword, JsonArray rules, JsonNode? value, JsonNode root, string path, List<string> faults)
    {
        var tries = rules.Select(rule =>
        {
            var own = new List<string>();
            Check(value, rule, root, path, own);
            return (Title: (string?)(rule as JsonObject)?["title"], Faults: own);
        }).ToList();
        var fitting = tries.Count(one => one.Faults.Count == 0);
        if (keyword == "oneOf" && fitting > 1) faults.Add($"{path}: fits {fitting} of the alternatives where one was expected");
        if (fitting > 0) return;

        // The nearest alternative says most: the one whose constants fit, and then with the fewest faults.
        var nearest = tries.OrderBy(one => one.Faults.Any(fault => fault.Contains("resource_type: expected", StringComparison.Ordinal))).ThenBy(one => one.Faults.Count).First();
        faults.AddRange(nearest.Faults.Select(fault => nearest.Title is null ? fault : $"{fault} (as {nearest.Title})"));
    }

    private void Object(string keyword, JsonNode rule, JsonObject value, JsonNode schema, JsonNode root, string path, List<string> faults)
    {
        switch (keyword)
        {
            case "required":
                faults.AddRange(rule.AsArray().Where(name => !value.ContainsKey((string)name!)).Select(name => $"{path}: '{name}' is missing"));
                break;
            case "properties":
                foreach (var (name, part) in rule.AsObject())
                    if (value.TryGetPropertyValue(name, out var field)) Check(field, part, root, $"{path}.{name}", faults);
                break;
            case "patternProperties":
                foreach (var (pattern, part) in rule.AsObject())
                    foreach (var (name, field) in value.Where(field => Regex.IsMatch(field.Key, pattern, RegexOptions.ECMAScript, TimeSpan.FromSeconds(5)))) Check(field, part, root, $"{path}.{name}", faults);
                break;
            case "additionalProperties":
                foreach (var (name, field) in value.Where(field => !(schema["properties"]?.AsObject().ContainsKey(field.Key) ?? false)
                    && !(schema["patternProperties"]?.AsObject().Any(pattern => Regex.IsMatch(field.Key, pattern.Key, RegexOptions.ECMAScript, TimeSpan.FromSeconds(5))) ?? false)))
                    if (rule is JsonValue allowed && !allowed.GetValue<bool>()) faults.Add($"{path}: '{name}' is not allowed");
                    else Check(field, rule, root, $"{path}.{name}", faults);
                break;
            default:
                foreach (var (name, _) in value) Check(JsonValue.Create(name), rule, root, $"{path}.{name}", faults);
                break;
        }
    }

    private void Array(string keyword, JsonNode rule, JsonArray value, JsonNode schema, JsonNode root, string path, List<string> faults)
    {
        var fixedItems = schema["prefixItems"]?.AsArray().Count ?? 0;
        switch (keyword)
        {
            case "items":
                for (var at = fixedItems; at < value.Count; at++) Check(value[at], rule, root, $"{path}[{at}]", faults);
                break;
            case "prefixItems":
                for (var at = 0; at < Math.Min(fixedItems, value.Count); at++) Check(value[at], rule[at], root, $"{path}[{at}]", faults);
                break;
            case "minItems" when value.Count < (int)rule!:
                faults.Add($"{path}: {value.Count} items, at least {rule} expected");
                break;
            case "maxItems" when value.Count > (int)rule!:
                faults.Add($"{path}: {value.Count} items, at most {rule} expected");
                break;
            case "uniqueItems" when (bool)rule! && value.Select(item => item?.ToJsonString()).Distinct().Count() < value.Count:
                faults.Add($"{path}: an item is there twice");
                break;
        }
    }

    private static void Text(string keyword, string rule, string value, string path, List<string> faults)
    {
        var fits = keyword == "pattern" ? Regex.IsMatch(value, rule, RegexOptions.ECMAScript, TimeSpan.FromSeconds(5)) : rule switch
        {
            "date-time" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _) && value.Contains('T'),
            "uuid" => Guid.TryParseExact(value, "D", out _),
            "uri" => Uri.TryCreate(value, UriKind.Absolute, out _),
            _ => true,
        };
        if (!fits) faults.Add($"{path}: '{value}' is no {rule}");
    }

    private bool IsValid(JsonNode? value, JsonNode schema, JsonNode root)
    {
        var faults = new List<string>();
        Check(value, schema, root, "", faults);
        return faults.Count == 0;
    }

    private (JsonNode Schema, JsonNode Root) Find(string reference, JsonNode? root)
    {
        var parts = reference.Split('#');
        var found = parts[0].Length == 0 ? root! : _byId.GetValueOrDefault(parts[0]) ?? Beside(parts[0], root) ?? throw new InvalidOperationException($"There is no schema with the id {parts[0]}. Known: {string.Join(", ", _byId.Keys)}.");
        var schema = found;
        foreach (var step in (parts.Length > 1 ? parts[1] : "").Split('/', StringSplitOptions.RemoveEmptyEntries))
            schema = schema[step.Replace("~1", "/").Replace("~0", "~")]!;
        return (schema, found);
    }

    /// <summary>By its path from the schema that refers to it.</summary>
    private JsonNode? Beside(string path, JsonNode? root) => root is not null && _paths.TryGetValue(root, out var from)
        ? _byPath.GetValueOrDefault(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, path)))
        : null;

    private static bool Is(JsonNode? value, string type) => type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && Number(value) == Math.Floor(Number(value)),
        _ => throw new NotSupportedException($"The type '{type}' isn't one of JSON's."),
    };

    private static string Kind(JsonNode? value) => value is null ? "null" : value.GetValueKind().ToString().ToLowerInvariant();

    private static double Number(JsonNode? value) => double.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture);
}
