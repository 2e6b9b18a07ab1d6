using System.Reflection;
using System.Text.Json.Nodes;

namespace Workbook.Interactive;

/// <summary>
/// .NET Interactive's Jupyter host sends every form but <c>application/json</c> as text, where front ends expect JSON for
/// Plotly's figures. It has no place to say so, hence the sender of its messages is wrapped. Other hosts have none, and
/// need none: they take text.
/// </summary>
internal static class JupyterJson
{
    private static readonly Type? Request = Type.GetType("Microsoft.DotNet.Interactive.Jupyter.JupyterRequestContext, Microsoft.DotNet.Interactive.Jupyter");
    private static readonly PropertyInfo? Current = Request?.GetProperty("Current", BindingFlags.NonPublic | BindingFlags.Static);
    private static readonly FieldInfo? Sender = Request?.GetField("<JupyterMessageSender>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance);

    /// <summary>For the request that a cell is run for.</summary>
    public static void Mend()
    {
        if (Sender is not null && Current?.GetValue(null) is { } request && Sender.GetValue(request) is { } sender and not MendingSender)
            Sender.SetValue(request, MendingSender.Around(Sender.FieldType, sender));
    }

#pragma warning disable CA1852 // The platform derives the proxy from it.
    private class MendingSender : DispatchProxy
#pragma warning restore CA1852
    {
        private object _sender = null!;

        public static object Around(Type type, object sender)
        {
            var proxy = Create(type, typeof(MendingSender));
            ((MendingSender)proxy)._sender = sender;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? method, object?[]? arguments)
        {
            if (arguments is [{ } message] && message.GetType().GetProperty("Data")?.GetValue(message) is IDictionary<string, object?> forms)
            {
                foreach (var (mime, form) in forms.ToList())
                {
                    if (form is string text && mime.EndsWith("+json", StringComparison.Ordinal))
                        forms[mime] = JsonNode.Parse(text);
                }
            }

            return method!.Invoke(_sender, arguments);
        }
    }
}
