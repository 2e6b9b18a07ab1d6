using System.Reflection;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Workbook.Notebooks.Engine;

namespace Workbook.Interactive;

/// <summary>What .NET Interactive's C# cells get from the workbook: a cell to speak to, and its faults without a stack.</summary>
internal sealed class CSharpCells(CSharpKernel csharp, HostedCells cells)
{
    private static readonly PropertyInfo ScriptState = typeof(CSharpKernel).GetProperty("ScriptState")!;

    public async Task Run(KernelCommand command, KernelInvocationContext context, KernelPipelineContinuation next)
    {
        if (command is not SubmitCode)
        {
            await next(command, context);
            return;
        }
        JupyterJson.Mend();
        PlotlyNetForms.Follow();
        var before = State;
        using var cell = cells.Begin(new InteractiveOutput(context), context.CancellationToken);
        // Diagnostics are the last that the kernel tells before it fails the cell with the exception's stack: the first failure counts.
        using var faults = context.KernelEvents.Subscribe(new Listener<DiagnosticsProduced>(_ =>
        {
            if (Fault(before) is { } fault && HostedCells.Explain(fault) is { } message)
                context.Fail(context.Command, message: message);
        }));
        await next(command, context);
    }

    /// <summary>The script so far, by reflection: its type is the compiler's, whose version is .NET Interactive's affair.</summary>
    private object? State => ScriptState.GetValue(csharp);

    /// <summary>What the cell threw; null for one that ended well or didn't begin, which leaves the former state.</summary>
    private Exception? Fault(object? before) =>
        State is { } after && !ReferenceEquals(after, before) ? (Exception?)after.GetType().GetProperty("Exception")!.GetValue(after) : null;

    private sealed class Listener<T>(Action<T> hear) : IObserver<KernelEvent> where T : KernelEvent
    {
        public void OnNext(KernelEvent value)
        {
            if (value is T wanted)
                hear(wanted);
        }

        public void OnError(Exception error)
        {
        }

        public void OnCompleted()
        {
        }
    }
}
