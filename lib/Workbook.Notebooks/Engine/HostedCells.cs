using Workbook.Notebooks.Engine.SqlCells;
using Workbook.Query;

namespace Workbook.Notebooks.Engine;

/// <summary>
/// The workbook's cells inside another notebook engine, which runs C# with a compiler of its own. Nothing behind this door
/// uses ours: two versions of a compiler don't fit into one process.
/// </summary>
public sealed class HostedCells(ICellHost host)
{
    private readonly SqlCell _sql = new(host.Workspace, host.ValueOf);
    private readonly SqlCatalog _catalog = new(host.Workspace, () => host.ValueNames);

    /// <summary>What follows in this flow is the cell's: <see cref="CellFunctions"/> speak to its output.</summary>
    /// <param name="cancellation">Also stops queries that take no token.</param>
    /// <returns>To be disposed when the cell ends.</returns>
    public IDisposable Begin(ICellOutput output, CancellationToken cancellation)
    {
        var context = CellContext.Current = new CellContext(host, output, cancellation);
        return new HostedCell(context, new QueryStop(host.Workspace, cancellation));
    }

    /// <summary>Runs the statements of an SQL cell and shows what each gives; within <see cref="Begin"/>.</summary>
    /// <param name="firstLine">Of the text within its cell, from 0.</param>
    /// <param name="name">Of the temporary table that the last result becomes; null for none.</param>
    /// <returns>The rows of that table.</returns>
    /// <exception cref="WorkbookException">A statement is wrong; <see cref="Explain"/> says where.</exception>
    public SqlRows? RunSql(string script, int firstLine, string? name) => _sql.Run(script, firstLine, name, CellContext.Required);

    /// <param name="cursor">UTF-16 offset.</param>
    public Completion CompleteSql(string script, int cursor) => _catalog.Complete(script, cursor);

    /// <summary>What stands at the cursor; null when there is nothing to say.</summary>
    public MimeBundle? InspectSql(string script, int cursor) => _catalog.Inspect(script, cursor);

    /// <summary>A fault of the workbook's as its reader should see it: without a stack.</summary>
    /// <returns>Null for other faults.</returns>
    public static string? Explain(Exception fault) => CellErrors.Explain(fault);

    private sealed class HostedCell(CellContext context, QueryStop stop) : IDisposable
    {
        public void Dispose()
        {
            context.ReportTruncation();
            stop.Dispose();
        }
    }
}
