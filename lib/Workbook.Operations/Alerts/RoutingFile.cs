using System.Globalization;
using Workbook.Models.Project;

namespace Workbook.Operations.Alerts;

/// <summary>Reads a routing from YAML; every fault in it is told at once.</summary>
internal static class RoutingFile
{
    private static readonly string[] Keys = ["window", "sinks", "routes", "digest"];
    private static readonly string[] SinkKeys = ["name", "kind", "path", "url", "url_from", "timeout", "retries"];
    private static readonly string[] Severities = ["P0", "P1", "P2", "P3"];

    public static AlertRouting Parse(string text, string file)
    {
        var faults = new List<string>();
        var map = Try(faults, () => YamlMap.Parse(text, file) ?? throw new ProjectException(file, 1, "the file is empty. Declare sinks and routes."));
        if (map is null)
            throw new WorkbookException(faults[0]);
        RequireKeys(map, Keys, faults);
        var window = Try(faults, () => map.Text("window") is { } written ? Duration(map, "window", written) : AlertRouting.Default.Window);
        var sinks = (Try(faults, () => map.Maps("sinks").ToList()) ?? []).Select(sink => Try(faults, () => Sink(sink, faults))).OfType<SinkDefinition>().ToList();
        if (sinks.Count == 0 && faults.Count == 0)
            faults.Add($"{file}:{map.Line}: 'sinks' is missing here: nobody would hear of anything.");
        foreach (var twice in sinks.GroupBy(sink => sink.Name).Where(same => same.Count() > 1))
            faults.Add($"{file}:{map.LineOf("sinks")}: sink '{twice.Key}' is declared {twice.Count()} times. Give each a name of its own.");

        var names = sinks.Select(sink => sink.Name).ToList();
        var routes = Routes(map, names, faults);
        var digest = Try(faults, () => map.Map("digest"));
        var routing = new AlertRouting { Sinks = sinks, Routes = routes, Window = window, DigestOf = [], DigestTo = [] };
        if (digest is not null)
        {
            RequireKeys(digest, ["severities", "to"], faults);
            routing = routing with { DigestOf = SeveritiesIn(digest, faults), DigestTo = SinksIn(digest, "to", names, faults) };
            foreach (var both in routing.DigestOf.Where(severity => routes[severity].Count > 0))
                faults.Add($"{file}:{digest.Line}: {both} is both routed at once and in the digest. Take it out of one.");
        }

        return faults.Count == 0 ? routing : throw new WorkbookException(string.Join(Environment.NewLine, faults));
    }

    private static SinkDefinition Sink(YamlMap map, List<string> faults)
    {
        RequireKeys(map, SinkKeys, faults);
        var kind = map.RequiredText("kind");
        if (!Enum.TryParse<SinkKind>(kind, ignoreCase: true, out var parsed) || char.IsAsciiDigit(kind[0]))
            throw new ProjectException(map.File, map.LineOf("kind"), $"'kind' can't be '{kind}'.{NearestName.Hint(kind, ["console", "file", "webhook"])} It is one of: console, file, webhook.");
        var target = parsed switch { SinkKind.File => map.RequiredText("path"), SinkKind.Webhook => Address(map), _ => null };
        return new SinkDefinition(map.RequiredText("name"), parsed, target)
        {
            Timeout = map.Text("timeout") is { } timeout ? Duration(map, "timeout", timeout) : TimeSpan.FromSeconds(5),
            Retries = map.Text("retries") is not { } retries ? 2
                : int.TryParse(retries, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 10 ? count
                : throw new ProjectException(map.File, map.LineOf("retries"), $"'retries' must be a whole number from 0 to 10, not '{retries}'."),
        };
    }

    /// <summary>As a rule from an environment variable: an address that is a secret doesn't belong in a file.</summary>
    private static string Address(YamlMap map)
    {
        var key = map.Has("url_from") ? "url_from" : "url";
        var written = map.RequiredText(key);
        var address = key == "url" ? written : Environment.GetEnvironmentVariable(written)
            ?? throw new ProjectException(map.File, map.LineOf(key), $"the environment has no variable '{written}'. Set it to the webhook's address.");
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? address
            : throw new ProjectException(map.File, map.LineOf(key), key == "url" ? $"'{address}' is no http or https address." : $"variable '{written}' holds no http or https address.");
    }

    private static Dictionary<Severity, IReadOnlyList<string>> Routes(YamlMap map, List<string> sinks, List<string> faults)
    {
        var routes = Enum.GetValues<Severity>().ToDictionary(severity => severity, _ => (IReadOnlyList<string>)[]);
        if (Try(faults, () => map.Map("routes")) is not { } declared)
            return routes;
        RequireKeys(declared, Severities, faults);
        foreach (var severity in Enum.GetValues<Severity>())
            routes[severity] = SinksIn(declared, severity.ToString(), sinks, faults);
        return routes;
    }

    private static List<string> SinksIn(YamlMap map, string key, List<string> sinks, List<string> faults)
    {
        var named = Try(faults, () => map.Texts(key)) ?? [];
        faults.AddRange(named.Where(name => !sinks.Contains(name)).Select(name => $"{map.File}:{map.LineOf(key)}: there is no sink '{name}'.{NearestName.Hint(name, sinks)} Declared are: {string.Join(", ", sinks)}."));
        return [.. named.Distinct()];
    }

    private static List<Severity> SeveritiesIn(YamlMap map, List<string> faults)
    {
        var named = Try(faults, () => map.Texts("severities")) ?? [];
        faults.AddRange(named.Where(name => !Severities.Contains(name)).Select(name => $"{map.File}:{map.LineOf("severities")}: there is no severity '{name}'. They are: {string.Join(", ", Severities)}."));
        return [.. named.Where(Severities.Contains).Distinct().Select(Enum.Parse<Severity>)];
    }

    /// <summary>A number with its unit: 30s, 5m, 6h, 1d.</summary>
    private static TimeSpan Duration(YamlMap map, string key, string text)
    {
        var isNumber = double.TryParse(text.AsSpan(0, Math.Max(0, text.Length - 1)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        TimeSpan? duration = !isNumber || number > 1000 ? null : text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
        return duration > TimeSpan.Zero
            ? duration.Value
            : throw new ProjectException(map.File, map.LineOf(key), $"'{key}' must be a number up to 1000 with its unit, such as 30s, 5m, 6h or 1d, not '{text}'.");
    }

    private static void RequireKeys(YamlMap map, string[] known, List<string> faults) =>
        faults.AddRange(map.Keys.Where(key => !known.Contains(key)).Select(key => $"{map.File}:{map.LineOf(key)}: '{key}' is not known here.{NearestName.Hint(key, known)} Known are: {string.Join(", ", known)}."));

    private static T? Try<T>(List<string> faults, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (ProjectException fault)
        {
            faults.Add(fault.Message);
            return default;
        }
    }
}
