using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Workbook.Notebooks.Engine;

namespace Workbook.Interactive;

/// <summary>A cell's output as .NET Interactive's events.</summary>
internal sealed class InteractiveOutput(KernelInvocationContext context) : ICellOutput
{
    private bool _isClearingTold;

    public void Stream(StreamName stream, string text)
    {
        FormattedValue[] forms = [new("text/plain", text)];
        context.Publish(stream == StreamName.Stderr ? new StandardErrorValueProduced(context.Command, forms) : new StandardOutputValueProduced(context.Command, forms));
    }

    public void Display(MimeBundle bundle, string? displayId, bool isUpdate)
    {
        FormattedValue[] forms = [.. bundle.Data.Select(form => new FormattedValue(form.Key, form.Value is JsonValue value && value.TryGetValue<string>(out var text) ? text : form.Value.ToJsonString()))];
        context.Publish(isUpdate
            ? new DisplayedValueUpdated(null, displayId!, context.Command, forms)
            : new DisplayedValueProduced(null, context.Command, forms, displayId));
    }

    public void Clear(bool wait)
    {
        if (!_isClearingTold)
            Stream(StreamName.Stderr, "ClearOutput: .NET Interactive can't take back what a cell has shown. Update it instead: var shown = display(1); shown.Update(2);" + Environment.NewLine);
        _isClearingTold = true;
    }

    public string ReadLine(string prompt, bool isPassword)
    {
        try
        {
            return isPassword ? Kernel.GetPasswordAsync(prompt).GetAwaiter().GetResult().GetClearTextPassword() : Kernel.GetInputAsync(prompt).GetAwaiter().GetResult();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new InputUnavailableException();
        }
    }
}
