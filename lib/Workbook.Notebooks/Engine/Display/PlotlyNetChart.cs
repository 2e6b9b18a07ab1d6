using System.Collections;
using System.Reflection;
using System.Text.Json.Nodes;
using Workbook.Charts;
using Workbook.Notebooks.Engine;

namespace Workbook.Notebooks.Display;

/// <summary>
/// A chart of Plotly.NET in the forms in which ours is shown: its figure, and HTML that needs no network, where its own HTML
/// asks a server for plotly.js. Known by its type's name, so that the library stands without the package.
/// </summary>
internal static class PlotlyNetChart
{
    private const string TypeName = "Plotly.NET.GenericChart";

    /// <summary>Null for every other value.</summary>
    public static MimeBundle? Of(object? value, ChartPage page) => Module(value) is { } module ? Bundle(Figure(module, value!), page, Description(module, value!)) : null;

    /// <param name="figure">As JSON.</param>
    /// <param name="description">HTML that stands below it.</param>
    public static MimeBundle Bundle(string figure, ChartPage page, string description = "")
    {
        var parsed = JsonNode.Parse(figure)!;
        var title = (parsed["layout"] as JsonObject)?["title"] is var text && text is JsonObject named ? (string?)named["text"] : text is JsonValue short_ ? (string?)short_ : null;
        return new MimeBundle(
            new Dictionary<string, JsonNode>
            {
                [Chart.MimeType] = parsed,
                [Formatter.Html] = JsonValue.Create(page.Fragment(figure) + description),
                [Formatter.Plain] = JsonValue.Create(string.IsNullOrEmpty(title) ? "Chart" : $"Chart: {title}"),
            },
            new Dictionary<string, JsonNode>());
    }

    // The class of that name holds the functions, whether it is the chart's own base (6.0) or a module around it (before).
    private static Type? Module(object? value)
    {
        for (var type = value?.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName?.StartsWith(TypeName, StringComparison.Ordinal) == true)
                return type.Assembly.GetType(TypeName);
        }

        return null;
    }

    private static string Figure(Type module, object chart) => Call(module, "toJson", chart) as string ?? Call(module, "toFigureJson", chart) as string
        ?? throw new WorkbookException($"This version of Plotly.NET ({module.Assembly.GetName().Version}) doesn't tell its charts' figures. Ask for Plotly.NET 4.0 or newer.");

    /// <summary>What Chart.WithDescription has put below the chart.</summary>
    private static string Description(Type module, object chart)
    {
        if (Call(module, "getDisplayOptions", chart) is not { } options || Call(options.GetType(), "tryGetChartDescription", options) is not { } some
            || some.GetType().GetProperty("Value")?.GetValue(some) is not IEnumerable nodes || !nodes.GetEnumerator().MoveNext())
            return "";
        var html = nodes.GetType().GetGenericArguments()[0].Assembly.GetType("Giraffe.ViewEngine.RenderView+AsString");
        return html?.GetMethod("htmlNodes")?.Invoke(null, [nodes]) as string ?? "";
    }

    private static object? Call(Type type, string function, object argument)
    {
        try
        {
            return type.GetMethods(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(method => method.Name == function && method.GetParameters().Length == 1)?.Invoke(null, [argument]);
        }
        catch (TargetInvocationException fault) when (fault.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
