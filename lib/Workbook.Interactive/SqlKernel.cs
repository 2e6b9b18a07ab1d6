using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.ValueSharing;
using Workbook.Notebooks;
using Workbook.Notebooks.Engine;
using Workbook.Query;
using CompletionItem = Microsoft.DotNet.Interactive.Events.CompletionItem;

namespace Workbook.Interactive;

/// <summary>The kernel behind <c>#!sql</c>: the lake's DuckDB. A result that is named with <c>--name</c> becomes a C# variable, too.</summary>
internal sealed class SqlKernel : Kernel, IKernelCommandHandler<SubmitCode>, IKernelCommandHandler<RequestCompletions>, IKernelCommandHandler<RequestHoverText>,
    IKernelCommandHandler<RequestValue>, IKernelCommandHandler<RequestValueInfos>, IKernelCommandHandler<SendValue>
{
    private const string NameOption = "--name";

    private readonly HostedCells _cells;
    private readonly CSharpKernel _csharp;
    private readonly Dictionary<string, object?> _values = [];

    public SqlKernel(HostedCells cells, CSharpKernel csharp) : base("sql")
    {
        (_cells, _csharp) = (cells, csharp);
        KernelInfo.LanguageName = "SQL";
        KernelInfo.DisplayName = "sql - the lake's DuckDB";
        KernelInfo.Description = "Asks the workbook's lake. C# variables are parameters: $name. #!sql --name rows hands the result to C#.";
    }

    public override KernelSpecifierDirective KernelSpecifierDirective
    {
        get
        {
            var directive = base.KernelSpecifierDirective;
            if (directive.Parameters.All(parameter => parameter.Name != NameOption))
                directive.Parameters.Add(new(NameOption) { Description = "The last result becomes the C# variable and the SQL table of this name." });
            return directive;
        }
    }

    /// <summary>What <c>--name</c>, <c>#!share</c> and <c>#!set</c> gave to SQL cells.</summary>
    public (bool Found, object? Value) ValueOf(string name) => (_values.TryGetValue(name, out var value), value);

    public IEnumerable<string> ValueNames => _values.Keys;

    async Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        JupyterJson.Mend();
        command.Parameters.TryGetValue(NameOption, out var name);
        using var cell = _cells.Begin(new InteractiveOutput(context), context.CancellationToken);
        try
        {
            // Line 0 was the chooser's.
            if (await Task.Run(() => _cells.RunSql(command.Code, 1, name)) is { } rows)
            {
                _values[name!] = rows;
                await _csharp.SetValueAsync(name, rows, typeof(SqlRows));
            }
        }
        catch (Exception fault) when (HostedCells.Explain(fault) is { } message)
        {
            context.Fail(command, message: message);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            context.Fail(command, message: "The cell was interrupted.");
        }
    }

    Task IKernelCommandHandler<RequestCompletions>.HandleAsync(RequestCompletions command, KernelInvocationContext context)
    {
        var found = _cells.CompleteSql(command.Code, Offset(command));
        context.Publish(new CompletionsProduced([.. found.Items.Select(item => new CompletionItem(item.Text, Kind(item.Kind)))], command));
        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<RequestHoverText>.HandleAsync(RequestHoverText command, KernelInvocationContext context)
    {
        if (_cells.InspectSql(command.Code, Offset(command))?.Text("text/plain") is { } text)
            context.Publish(new HoverTextProduced(command, [new FormattedValue("text/plain", text)]));
        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<RequestValue>.HandleAsync(RequestValue command, KernelInvocationContext context)
    {
        if (_values.TryGetValue(command.Name, out var value))
            context.Publish(new ValueProduced(value, command.Name, FormattedValue.CreateSingleFromObject(value, command.MimeType), command));
        else
            context.Fail(command, message: $"No SQL cell has made '{command.Name}'. Begin one with: #!sql --name {command.Name}");
        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<RequestValueInfos>.HandleAsync(RequestValueInfos command, KernelInvocationContext context)
    {
        context.Publish(new ValueInfosProduced([.. _values.Select(pair => new KernelValueInfo(pair.Key, FormattedValue.CreateSingleFromObject(pair.Value, command.MimeType), pair.Value?.GetType()))], command));
        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<SendValue>.HandleAsync(SendValue command, KernelInvocationContext context) =>
        SetValueAsync(command, context, (name, value, _) =>
        {
            _values[name] = value;
            return Task.CompletedTask;
        });

    private static int Offset(LanguageServiceCommand command) =>
        command.Code.Split('\n').Take(command.LinePosition.Line).Sum(line => line.Length + 1) + command.LinePosition.Character;

    /// <summary>The front end's symbols, named for C#'s things.</summary>
    private static string Kind(string kind) => kind switch { "table" => "Class", "column" => "Field", "schema" => "Namespace", "function" => "Method", _ => "Keyword" };
}
