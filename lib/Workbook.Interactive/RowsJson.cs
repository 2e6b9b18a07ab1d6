using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workbook.Notebooks;
using Workbook.Notebooks.Display;
using Workbook.Query;

namespace Workbook.Interactive;

/// <summary>A query's rows for other kernels, to whom .NET Interactive hands values as JSON: an object for each row.</summary>
internal static class RowsJson
{
    public const string MimeType = "application/json";

    public static string Of(SqlRows rows) =>
        new JsonArray([.. rows.Select(row => new JsonObject(row.Select(column => KeyValuePair.Create(column.Key, Value(column.Value)))))]).ToJsonString();

    /// <summary>Numbers and truths as such, all else as the text that a table shows.</summary>
    private static JsonNode? Value(object? value) => value switch
    {
        null => null,
        double number when !double.IsFinite(number) => JsonValue.Create(number.ToDisplayString()),
        float number when !float.IsFinite(number) => JsonValue.Create(number.ToDisplayString()),
        bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal => JsonSerializer.SerializeToNode(value),
        BigInteger number => JsonNode.Parse(number.ToDisplayString()),
        _ => JsonValue.Create(value.ToDisplayString()),
    };
}
