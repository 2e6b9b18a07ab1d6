using System.CommandLine;
using System.Globalization;
using Workbook.Operations.Alerts;
using Workbook.Operations.Orchestration;
using Workbook.Retail;

namespace Workbook.Cli.Commands.Operations;

/// <summary>What may be said of how the main job is run.</summary>
internal sealed class RunOptionSet
{
    private readonly Option<string?> _from = new("--from") { Description = "Begin with this task: generate, ingest, gate, seeds, silver, snapshots, gold, monitor or docs (docs only on request)." };
    private readonly Option<string?> _to = new("--to") { Description = "End with this task." };
    private readonly Option<string[]> _only = CommonOptions.Names("--only", "Only these tasks, separated by commas.");
    private readonly Option<int> _retries = new("--retries") { Description = "How often a task that broke off is tried again, after waits that double.", DefaultValueFactory = _ => 0, Validators = { result => CommonOptions.RequireAtLeast(result, 0) } };
    private readonly Option<double?> _timeout = new("--timeout") { Description = "Seconds that an attempt at a task may take." };
    private readonly Option<bool> _resume = new("--resume") { Description = "Take up the last run: what it had done is left out." };
    private readonly Option<string?> _alerts = AlertsOption();

    public static Option<string?> AlertsOption() => new("--alerts") { Description = "A YAML file that says which severity goes to which sink; by default P0 and P1 are told at once, P2 once a day, P3 logged.", HelpName = "file" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _from, _to, _only, _retries, _timeout, _resume, _alerts })
            command.Options.Add(option);
        foreach (var option in new Option[] { _from, _to, _only })
            option.CompletionSources.Add(_ => CommonOptions.Items(RetailPipeline.TaskNames));
        _timeout.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && double.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var seconds) && seconds is not (> 0 and <= 1_000_000))
                result.AddError($"--timeout expects seconds above 0 but was given {result.Tokens[0].Value}.");
        });
        command.Validators.Add(result =>
        {
            var selects = new Option[] { _from, _to, _only }.Where(option => result.GetResult(option) is { Implicit: false }).ToList();
            if (result.GetResult(_resume) is { Implicit: false } && selects.Count > 0)
                result.AddError($"--resume takes up what the last run had chosen; {selects[0].Name} can't go with it.");
            else if (selects.Contains(_only) && selects.Count > 1)
                result.AddError($"--only names all that shall run; {selects[0].Name} can't go with it.");
        });
    }

    public bool IsResume(ParseResult parsed) => parsed.GetValue(_resume);

    /// <summary>Whether something else was asked for than the whole job, so that what was done wants showing.</summary>
    public bool IsSelective(ParseResult parsed) => new Option[] { _from, _to, _only, _resume, _retries, _timeout }.Any(option => parsed.GetResult(option) is { Implicit: false });

    public AlertRouting Routing(ParseResult parsed) => parsed.GetValue(_alerts) is { } file ? AlertRouting.Read(file) : AlertRouting.Default;

    public PipelineOptions Options(ParseResult parsed) => new()
    {
        Selection = new TaskSelection { From = parsed.GetValue(_from), To = parsed.GetValue(_to), Only = parsed.GetValue(_only) ?? [] },
        Retry = new RetryPolicy { Retries = parsed.GetValue(_retries) },
        Timeout = parsed.GetValue(_timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        Resume = IsResume(parsed),
    };
}

/// <summary>What a run was asked for. A resumed run has its own; what is said anew must not contradict it.</summary>
internal sealed class PipelineParameters(IReadOnlyDictionary<string, string>? earlier, ParseResult parsed)
{
    private readonly SortedDictionary<string, string> _given = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Given => _given;

    /// <summary>What an option stands for after all; a resumed run begins with it.</summary>
    public T Instead<T>(Option<T> option, T value)
    {
        _given[option.Name.TrimStart('-')] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return value;
    }

    public T Of<T>(Option<T> option)
    {
        var name = option.Name.TrimStart('-');
        var given = Convert.ToString(parsed.GetValue(option), CultureInfo.InvariantCulture)!;
        if (earlier?.GetValueOrDefault(name) is { } before && before != given)
        {
            if (parsed.GetResult(option) is { Implicit: false })
                throw new WorkbookException($"The run to resume had {option.Name} {before}, not {given}. Leave {option.Name} out, or run without --resume.");
            given = before;
        }

        _given[name] = given;
        return (T)Convert.ChangeType(given, typeof(T), CultureInfo.InvariantCulture);
    }
}
