using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Workbook.Charts;
using Workbook.Notebooks;
using Workbook.Notebooks.Engine;

namespace Workbook.Interactive;

/// <summary>.NET Interactive's kernels, as the workbook's cells see them.</summary>
internal sealed class InteractiveHost(CompositeKernel root, CSharpKernel csharp, NotebookWorkspace workspace) : ICellHost
{
    public NotebookWorkspace Workspace => workspace;

    public ChartPage Charts { get; } = new();

    /// <summary>Without the C# variables, which .NET Interactive lists by its own means only.</summary>
    public IEnumerable<string> ValueNames =>
        root.ChildKernels.OfType<SqlKernel>().SelectMany(kernel => kernel.ValueNames).Concat(root.ChildKernels.OfType<KeyValueStoreKernel>().SelectMany(kernel => kernel.Values.Keys)).Distinct();

    /// <summary>C# variables, then what SQL cells have or were given, then texts of <c>#!value</c> cells.</summary>
    public (bool Found, object? Value) ValueOf(string name)
    {
        if (csharp.TryGetValue<object?>(name, out var variable))
            return (true, variable);
        if (root.ChildKernels.OfType<SqlKernel>().FirstOrDefault()?.ValueOf(name) is (true, var shared))
            return (true, shared);
        return root.ChildKernels.OfType<KeyValueStoreKernel>().FirstOrDefault()?.Values.TryGetValue(name, out var text) ?? false ? (true, text!.Value) : (false, null);
    }
}
