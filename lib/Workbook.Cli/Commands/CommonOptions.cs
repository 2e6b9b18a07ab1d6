using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Globalization;
using Workbook.Cli.Output;
using Workbook.Retail;

namespace Workbook.Cli.Commands;

/// <summary>Options that several commands have, so that they are spelled and read alike.</summary>
internal static class CommonOptions
{
    /// <summary>The environment may name it, as it does for the models' files.</summary>
    public static Option<string> Lake() => new("--lake")
    {
        Description = "The lake's folder.",
        DefaultValueFactory = _ => UsualLake,
    };

    /// <summary>The lake of commands that name none.</summary>
    public static string UsualLake => Environment.GetEnvironmentVariable("WORKBOOK_LAKE") is { Length: > 0 } lake ? lake : "lake";

    public static Option<string> Raw() => new("--raw") { Description = "The folder of the raw files.", DefaultValueFactory = _ => "data_raw" };

    public static Option<string?> Manifest() => new("--manifest") { Description = "The DuckDB file with the manifest, by default warehouse.duckdb in the lake." };

    public static Option<ResultFormat> Format()
    {
        var format = new Option<ResultFormat>("--format")
        {
            Description = "How to print rows: table, csv, json, markdown, or tsv (with a line of names and one of types).",
            DefaultValueFactory = _ => ResultFormat.Table,
            CustomParser = result => Enum.TryParse<ResultFormat>(result.Tokens[0].Value, ignoreCase: true, out var format) && !char.IsAsciiDigit(result.Tokens[0].Value[0])
                ? format
                : Refuse<ResultFormat>(result, "table, csv, json, markdown or tsv"),
            HelpName = "table|csv|json|markdown|tsv",
        };
        // Of itself it would offer the names of the enumeration.
        format.CompletionSources.Clear();
        format.CompletionSources.Add(_ => Items(Enum.GetNames<ResultFormat>().Select(name => name.ToLowerInvariant())));
        return format;
    }

    /// <summary>Of commands that tell of something: a table for people, or one JSON value for programs.</summary>
    public static Option<string> TableOrJson()
    {
        var format = new Option<string>("--format") { Description = "table or json.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "json");
        return format;
    }

    public static Option<int> Limit() => new("--limit")
    {
        Description = "Rows that a table shows; other formats give all rows.",
        DefaultValueFactory = _ => 40,
        Validators = { result => RequireAtLeast(result, 0) },
    };

    /// <summary>A list, by commas or by repeating the option.</summary>
    public static Option<string[]> Names(string name, string description) => new(name)
    {
        Description = description,
        AllowMultipleArgumentsPerToken = false,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
    };

    /// <summary>Sources of the retailer, by commas.</summary>
    public static Option<string[]> Tables()
    {
        var tables = Names("--tables", "Only these sources, separated by commas.");
        tables.CompletionSources.Add(_ => Items(RetailSources.All.Select(source => source.Name)));
        return tables;
    }

    public static IEnumerable<CompletionItem> Items(IEnumerable<string> names) => names.Select(name => new CompletionItem(name));

    public static Option<DateTimeOffset?> Timestamp(string description) => new("--timestamp")
    {
        Description = description,
        HelpName = "instant",
        CustomParser = result => DateTimeOffset.TryParse(
                result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : Refuse<DateTimeOffset?>(result, "an instant such as 2024-03-01T12:00:00Z; UTC where no zone is given"),
    };

    public static DateOnly? ParseDate(ArgumentResult result) =>
        DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : Refuse<DateOnly?>(result, "a date such as 2024-03-01");

    public static void RequireAtLeast(OptionResult result, int least)
    {
        if (result.Tokens.Count == 1 && long.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var value) && value < least)
            result.AddError($"{result.Option.Name} expects at least {least} but was given {value}.");
    }

    private static T Refuse<T>(ArgumentResult result, string expected)
    {
        var option = (result.Parent as OptionResult)?.Option.Name;
        result.AddError($"{option} expects {expected} but was given '{result.Tokens[0].Value}'.");
        return default!;
    }
}
