using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using Workbook.Cli.Output;
using Workbook.Reconciliation;

namespace Workbook.Cli.Commands;

/// <summary>What to reconcile with what, from the command line.</summary>
internal sealed partial class ReconcileOptions
{
    private readonly Argument<string[]> _sides = new("sides")
    {
        Description = "Left and right: a file (Parquet, CSV, JSON, also by a pattern), a Delta table's folder, a table of the lake such as gold.fct_sales, or database.duckdb:table.",
        Arity = new ArgumentArity(0, 2),
    };
    private readonly Option<string?> _leftQuery = new("--left-query") { Description = "A SELECT as the left side, instead of naming it.", HelpName = "sql" };
    private readonly Option<string?> _rightQuery = new("--right-query") { Description = "A SELECT as the right side, instead of naming it.", HelpName = "sql" };
    private readonly Option<string> _lake = CommonOptions.Lake();
    private readonly Option<string[]> _sum = CommonOptions.Names("--sum", "left, right or both: add up the rows of this side by key first.");
    private readonly Option<string?> _amount = new("--amount") { Description = "What totals are of; left=right where the names differ. Without it rows are counted.", HelpName = "column" };
    private readonly Option<string[]> _compare = CommonOptions.Names("--compare", "Other columns that should agree: column, left=right, column~0.5 with a tolerance, column::TYPE to compare as.");
    private readonly Option<decimal> _tolerance = new("--tolerance") { Description = "Amounts that differ by no more are equal." };
    private readonly Option<decimal> _relative = new("--relative") { Description = "The same as a share of the larger amount, such as 0.001." };
    private readonly Option<string?> _time = new("--time") { Description = "When it happened: a date or an instant; left=right where the names differ.", HelpName = "column" };
    private readonly Option<TimeSpan> _window = new("--window") { Description = "Times that differ by no more are equal, such as 30s, 5m, 2h or 1d.", HelpName = "time", CustomParser = ParseSpan };
    private readonly Option<DateOnly?> _cutOff = new("--cut-off") { Description = "The books' end: what happened on this day or later doesn't count.", HelpName = "yyyy-mm-dd", CustomParser = CommonOptions.ParseDate };
    private readonly Option<TimeOnly?> _dayEnds = new("--day-ends") { Description = "A later time belongs to the next business day, such as 17:00.", HelpName = "hh:mm", CustomParser = ParseTime };
    private readonly Option<string?> _currency = new("--currency") { Description = "The amounts' currency: a column of both sides, or left=right; one may be missing, as in 'currency='.", HelpName = "column" };
    private readonly Option<string?> _rates = new("--rates") { Description = "A file or table with the columns currency and rate: units of the common currency for one.", HelpName = "rates" };
    private readonly Option<string?> _since = new("--rates-since") { Description = "The rates' column with the day from which a rate holds; without it rates always hold.", HelpName = "column" };
    private readonly Option<string> _common = new("--common") { Description = "The currency to convert to.", DefaultValueFactory = _ => "AUD" };

    public Option<string[]> Keys { get; } = CommonOptions.Names("--key", "Columns that tell which rows belong together: column, left=right, column::TYPE to compare as.");

    public Option<bool> Schema { get; } = new("--schema") { Description = "Also compare the columns: added, removed, retyped, and renamed by likeness of content. Without --key, only these." };

    public Option<bool> Bisect { get; } = new("--bisect") { Description = "Compare hashes of ranges of keys and fetch only what differs, as for sides that can't be joined in place." };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_sides);
        foreach (var option in new Option[] { _leftQuery, _rightQuery, Keys, _amount, _compare, _tolerance, _relative, _time, _window, _cutOff, _dayEnds, _currency, _rates, _since, _common, _sum, Schema, Bisect, _lake })
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            var named = (result.GetValue(_sides) ?? []).Length + (result.GetValue(_leftQuery) is null ? 0 : 1) + (result.GetValue(_rightQuery) is null ? 0 : 1);
            if (named != 2)
                result.AddError($"Expected two sides but was given {named}. Name left and right, or give --left-query and --right-query.");
            if (result.GetValue(Keys) is not { Length: > 0 } && !result.GetValue(Schema))
                result.AddError("Name the columns that tell which rows belong together, with --key.");
            if ((result.GetValue(_currency) is null) != (result.GetValue(_rates) is null))
                result.AddError("Give --currency and --rates together.");
            if (result.GetValue(_sum)?.FirstOrDefault(side => side is not ("left" or "right" or "both")) is { } other)
                result.AddError($"--sum expects left, right or both but was given '{other}'.");
        });
    }

    /// <summary>The sides and the connections in which they can be read.</summary>
    public ReconciledSides Open(ParseResult parsed, Terminal terminal)
    {
        var names = new Queue<string>(parsed.GetValue(_sides) ?? []);
        NamedSide Take(Option<string?> query, string role) => parsed.GetValue(query) is { } sql ? NamedSide.Query(sql, role) : NamedSide.Of(names.Dequeue());
        var (left, right) = (Take(_leftQuery, "left"), Take(_rightQuery, "right"));
        var sums = parsed.GetValue(_sum) ?? [];
        return ReconciledSides.Open(
            left with { IsSummed = sums.Contains("left") || sums.Contains("both") }, right with { IsSummed = sums.Contains("right") || sums.Contains("both") },
            parsed.GetValue(_lake)!, needsLake: parsed.GetValue(_rates) is { } rates && NamedSide.Of(rates).IsOfLake, parsed.GetValue(Bisect), terminal);
    }

    public ReconciliationSpec Spec(ParseResult parsed, ReconciledSides sides) => new()
    {
        Left = sides.Left, Right = sides.Right,
        Keys = [.. parsed.GetValue(Keys)!.Select(text => Column(text) is var (left, right, cast, _) ? new KeyColumn(left, right, cast) : null!)],
        Amount = parsed.GetValue(_amount) is { } amount && Column(amount) is var (ofLeft, ofRight, _, _)
            ? new AmountColumn(ofLeft, ofRight) { Tolerance = parsed.GetValue(_tolerance), Relative = parsed.GetValue(_relative) } : null,
        Time = parsed.GetValue(_time) is { } time && Column(time) is var (leftTime, rightTime, _, _)
            ? new TimeColumn(leftTime, rightTime) { Window = parsed.GetValue(_window), CutOff = parsed.GetValue(_cutOff)?.ToDateTime(TimeOnly.MinValue), DayEnds = parsed.GetValue(_dayEnds) } : null,
        Currency = parsed.GetValue(_currency) is { } currency ? Currency(parsed, currency) : null,
        Compare = [.. (parsed.GetValue(_compare) ?? []).Select(text => Column(text) is var (left, right, cast, tolerance) ? new ComparedColumn(left, right, cast) { Tolerance = tolerance } : null!)],
    };

    private CurrencyRule Currency(ParseResult parsed, string currency)
    {
        var parts = currency.Split('=');
        static string? Given(string name) => name.Length > 0 ? name : null;
        return new CurrencyRule(parsed.GetValue(_common)!, Side.Of(parsed.GetValue(_rates)!)) { Left = Given(parts[0]), Right = Given(parts[^1]), Since = parsed.GetValue(_since) };
    }

    /// <summary>left=right~tolerance::TYPE, all but the first of which may be missing.</summary>
    private static (string Left, string? Right, string? Cast, decimal Tolerance) Column(string text)
    {
        var match = ColumnText().Match(text);
        return (match.Groups["left"].Value, match.Groups["right"] is { Success: true } right ? right.Value : null, match.Groups["cast"] is { Success: true } cast ? cast.Value : null,
            match.Groups["tolerance"] is { Success: true } tolerance ? decimal.Parse(tolerance.Value, CultureInfo.InvariantCulture) : 0);
    }

    private static TimeSpan ParseSpan(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (SpanText().Match(text) is { Success: true } match && long.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var number) && number < 1_000_000)
            return match.Groups[2].Value switch { "s" => TimeSpan.FromSeconds(number), "m" => TimeSpan.FromMinutes(number), "h" => TimeSpan.FromHours(number), _ => TimeSpan.FromDays(number) };
        result.AddError($"--window expects a time such as 30s, 5m, 2h or 1d but was given '{text}'.");
        return default;
    }

    private static TimeOnly? ParseTime(ArgumentResult result)
    {
        if (TimeOnly.TryParseExact(result.Tokens[0].Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        result.AddError($"--day-ends expects a time such as 17:00 but was given '{result.Tokens[0].Value}'.");
        return null;
    }

    [GeneratedRegex(@"^(?<left>[^=~]+?)(=(?<right>[^~]+?))?(~(?<tolerance>\d+(\.\d+)?))?(::(?<cast>.+))?$")]
    private static partial Regex ColumnText();

    [GeneratedRegex(@"^(\d+)([smhd])$")]
    private static partial Regex SpanText();
}
