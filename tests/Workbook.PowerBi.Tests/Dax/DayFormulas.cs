using System.Globalization;
using System.Text.RegularExpressions;

namespace Workbook.PowerBi.Tests.Dax;

/// <summary>
/// Reckons the formulas by which measures choose their days: dates as numbers of days, null for a blank. It knows the few
/// functions that those use, and nothing of tables.
/// </summary>
internal sealed partial class DayFormulas(IReadOnlyDictionary<string, double?> measures, Func<string, bool> isInScope, Func<double, (double Year, double First)> fiscalYear)
{
    private static readonly DateOnly Epoch = new(1899, 12, 30);
    private readonly Dictionary<string, double?> _variables = [];
    private List<string> _tokens = [];
    private int _at;

    public static double Serial(DateOnly day) => day.DayNumber - Epoch.DayNumber;

    public static DateOnly Day(double serial) => Epoch.AddDays((int)serial);

    public double? this[string variable] => _variables[variable];

    public DayFormulas Run(IEnumerable<(string Name, string Value)> variables)
    {
        foreach (var (name, formula) in variables)
        {
            (_tokens, _at) = ([.. Tokens().Matches(formula).Select(match => match.Value)], 0);
            _variables[name] = Or();
            Assert.Equal(_tokens.Count, _at);
        }
        return this;
    }

    private double? Or() => Chain(And, "||", (left, right) => left != 0 || right != 0 ? 1 : 0);

    private double? And() => Chain(Comparison, "&&", (left, right) => left != 0 && right != 0 ? 1 : 0);

    private double? Comparison()
    {
        var left = Sum();
        return Peek is "=" ? Skip(left, Sum(next: true)) : left;
    }

    private static double? Skip(double? left, double? right) => (left ?? 0) == (right ?? 0) ? 1 : 0;

    private double? Sum(bool next)
    {
        if (next) _at++;
        return Sum();
    }

    private double? Sum()
    {
        var left = Primary();
        while (Peek is "+" or "-")
            left = _tokens[_at++] == "+" ? (left ?? 0) + (Primary() ?? 0) : (left ?? 0) - (Primary() ?? 0);
        return left;
    }

    private double? Primary()
    {
        var token = _tokens[_at++];
        if (token == "-") return -(Primary() ?? 0);
        if (token == "NOT") return Primary() is null or 0 ? 1 : 0;
        if (token == "(") return Closed(Or());
        if (char.IsAsciiDigit(token[0])) return double.Parse(token, CultureInfo.InvariantCulture);
        if (token[0] == '_') return _variables[token];
        if (token[0] == '[') return measures[token[1..^1]];
        _at++;
        return Call(token);
    }

    private double? Call(string function)
    {
        switch (function)
        {
            case "ISINSCOPE":
                return Closed(isInScope(_tokens[_at++]) ? 1 : 0);
            case "LOOKUPVALUE":
                _at += 4;
                return Closed(fiscalYear(Or()!.Value).Year);
            // The first day of the fiscal year: the only such formula.
            case "CALCULATE":
                Assert.Equal("MIN ( 'Calendar'[Day] ) , REMOVEFILTERS ( 'Calendar' ) , 'Calendar'[Fiscal year] = _FiscalYear )", string.Join(' ', _tokens[_at..]));
                _at = _tokens.Count;
                return fiscalYear(_variables["_To"]!.Value).First;
        }
        var values = new List<double?>();
        while (Peek != ")")
        {
            if (Peek == ",") _at++;
            if (Peek is "MONTH" or "DAY" && _tokens[_at + 1] == ")") _at++;
            else values.Add(Or());
        }
        _at++;
        return function switch
        {
            "TRUE" => 1,
            "IF" => values[0] is not (null or 0) ? values[1] : values.ElementAtOrDefault(2),
            "SWITCH" => Switch(values),
            "ISBLANK" => values[0] is null ? 1 : 0,
            "DAY" => Day(values[0]!.Value).Day,
            "MONTH" => Day(values[0]!.Value).Month,
            "YEAR" => Day(values[0]!.Value).Year,
            "DATE" => Serial(new DateOnly((int)values[0]!, (int)values[1]!, (int)values[2]!)),
            "EDATE" => Serial(Day(values[0]!.Value).AddMonths((int)(values[1] ?? 0))),
            "EOMONTH" => Serial(MonthOf(values[0]!.Value).AddMonths((int)(values[1] ?? 0) + 1).AddDays(-1)),
            "DATEDIFF" => (MonthOf(values[1]!.Value).Year - MonthOf(values[0]!.Value).Year) * 12 + MonthOf(values[1]!.Value).Month - MonthOf(values[0]!.Value).Month,
            _ => throw new NotSupportedException(function),
        };
    }

    private static double? Switch(List<double?> values)
    {
        for (var i = 1; i + 1 < values.Count; i += 2)
            if (values[i] is not (null or 0)) return values[i + 1];
        return values[^1];
    }

    private double? Chain(Func<double?> part, string sign, Func<double?, double?, double?> both)
    {
        var left = part();
        while (Peek == sign)
        {
            _at++;
            left = both(left ?? 0, part() ?? 0);
        }
        return left;
    }

    private double? Closed(double? value)
    {
        Assert.Equal(")", _tokens[_at++]);
        return value;
    }

    private static DateOnly MonthOf(double serial) => new(Day(serial).Year, Day(serial).Month, 1);

    private string? Peek => _at < _tokens.Count ? _tokens[_at] : null;

    [GeneratedRegex(@"'[^']+'(?:\[[^\]]+\])?|\[[^\]]+\]|\w+|&&|\|\||[-+=(),]")]
    private static partial Regex Tokens();
}
