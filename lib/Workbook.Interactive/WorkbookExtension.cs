using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Workbook.Notebooks;
using Workbook.Notebooks.Engine;

namespace Workbook.Interactive;

/// <summary>
/// The workbook's cells under .NET Interactive: SQL over the lake, tasks with their checks, charts and tables, with the same
/// names in C# as in our own kernel. <c>#r "nuget: Workbook.Interactive"</c> loads it.
/// </summary>
/// <param name="library">What cells can name beyond the engine: the course's, in the package.</param>
public sealed class WorkbookExtension(ICellLibrary library) : IKernelExtension
{
    /// <summary>Adds the SQL cells, the commands and the names to a kernel; the folder that holds the notebooks is found from the current one.</summary>
    /// <exception cref="WorkbookException">The kernel has no C#.</exception>
    public Task OnLoadAsync(Kernel kernel)
    {
        if (kernel.RootKernel is not CompositeKernel root || root.ChildKernels.OfType<CSharpKernel>().FirstOrDefault() is not { } csharp)
            throw new WorkbookException("The workbook's notebooks need .NET Interactive's C# kernel, and this process has none. Start it with 'dotnet interactive' or in Polyglot Notebooks.");
        var workspace = new NotebookWorkspace(NotebookWorkspace.FindRoot(Environment.CurrentDirectory));
        root.RegisterForDisposal(workspace);
        var host = new InteractiveHost(root, csharp, workspace);
        var cells = new HostedCells(host);
        Forms.Register();
        FSharpCore.ServeNewerRequests();
        PlotlyNetForms.Register();
        csharp.AddMiddleware(new CSharpCells(csharp, cells).Run, nameof(CSharpCells));
        root.Add(new SqlKernel(cells, csharp).UseValueSharing());
        // Before the next cell: this one is a cell itself, and what it would run here is forgotten when it ends.
        csharp.DeferCommand(new SubmitCode(Usings(new CellImports(library)), csharp.Name));
        return Task.CompletedTask;
    }

    /// <summary>What .NET Interactive has under the same names, such as <c>display</c> and <c>Formatter</c>, stays its own.</summary>
    private static string Usings(CellImports imports) => string.Join('\n',
    [
        // Where its own display functions are, which our kernel has without a using.
        $"using {typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Namespace};",
        .. imports.Namespaces.Select(name => $"using {name};"),
        .. imports.Functions.Select(type => $"using static {type.FullName};"),
        .. Forms.Named.Select(type => $"using {type.Name} = {type.FullName};"),
    ]);
}
