using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Lake;
using Workbook.Models.Compilation;
using Workbook.Models.Context;
using Workbook.Models.Project;

namespace Workbook.Models.Artifacts;

/// <summary>What dbt's artifacts have in common.</summary>
internal static class ArtifactJson
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="schema">Such as <c>manifest/v12</c>.</param>
    public static JsonObject Metadata(string schema, string invocationId, DateTime generatedAt) => new()
    {
        ["dbt_schema_version"] = $"https://schemas.getdbt.com/dbt/{schema}.json",
        ["dbt_version"] = BasicContext.DbtVersion,
        ["generated_at"] = Instant(generatedAt),
        ["invocation_id"] = invocationId,
        ["env"] = new JsonObject(),
    };

    /// <summary>UTC, to the microsecond.</summary>
    public static string Instant(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    /// <summary>What a source promises.</summary>
    public static JsonObject Criteria(Freshness freshness) => new()
    {
        ["warn_after"] = Threshold(freshness.WarnAfter),
        ["error_after"] = Threshold(freshness.ErrorAfter),
        ["filter"] = freshness.Filter,
    };

    private static JsonObject? Threshold(FreshnessThreshold? threshold) =>
        threshold is null ? null : new JsonObject { ["count"] = threshold.Count, ["period"] = threshold.Period };

    public static void Write(string file, JsonNode artifact) => AtomicFile.Write(file, artifact.ToJsonString(Readable));
}
