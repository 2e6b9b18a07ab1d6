using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;

namespace Workbook.Interactive;

/// <summary>
/// What .NET Interactive's Jupyter host leaves undone: it sends every form but <c>application/json</c> as text, where front
/// ends expect JSON for Plotly's figures; and it doesn't hear an interrupt. It has no place for either, so the sender of its
/// messages is wrapped, and the signal is taken. Under other hosts this does nothing.
/// </summary>
internal sealed class JupyterHost(CompositeKernel root)
{
    private const string Request = "Microsoft.DotNet.Interactive.Jupyter.JupyterRequestContext, Microsoft.DotNet.Interactive.Jupyter";
    private const string Sender = "JupyterMessageSender";

    private static readonly Type? RequestType = Type.GetType(Request);
    private static readonly PropertyInfo? Current = RequestType?.GetProperty("Current", BindingFlags.NonPublic | BindingFlags.Static);
    private static readonly FieldInfo? SenderField = RequestType?.GetField($"<{Sender}>k__BackingField", BindingFlags.NonPublic | BindingFlags.Instance);

    private PosixSignalRegistration? _interrupts;

    /// <summary>For the request that the cell is run for.</summary>
    public void Begin()
    {
        if (Current?.GetValue(null) is not { } request || SenderField is null)
            return;
        if (SenderField.GetValue(request) is { } sender and not JsonForms)
            SenderField.SetValue(request, JsonForms.Around(SenderField.FieldType, sender));
        if (_interrupts is null)
            root.RegisterForDisposal(_interrupts = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt));
    }

    private void Interrupt(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _ = root.SendAsync(new Cancel());
    }

    /// <summary>A sender that lets JSON be JSON.</summary>
#pragma warning disable CA1852 // The platform derives the proxy from it.
    private class JsonForms : DispatchProxy
#pragma warning restore CA1852
    {
        private object _sender = null!;

        public static object Around(Type type, object sender)
        {
            var proxy = Create(type, typeof(JsonForms));
            ((JsonForms)proxy)._sender = sender;
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
