using System.Text.RegularExpressions;
using Workbook.Models.Compilation;
using Workbook.Models.Jinja;

namespace Workbook.Models.Context;

/// <summary>The part of Python's modules that projects use: <c>modules.datetime</c> and <c>modules.re</c>.</summary>
internal sealed class PythonModules : IJinjaObject
{
    public bool TryGetMember(string name, out object? value)
    {
        value = name switch { "datetime" => new DatetimeModule(), "re" => new RegexModule(), _ => null };
        return value is not null;
    }

    private sealed class DatetimeModule : IJinjaObject
    {
        public bool TryGetMember(string name, out object? value)
        {
            value = name switch
            {
                "datetime" => this,
                "date" => new JinjaFunction("date", call => new DateOnly((int)call.Integer(0, "year"), (int)call.Integer(1, "month"), (int)call.Integer(2, "day"))),
                "timedelta" => new JinjaFunction("timedelta", call => TimeSpan.FromDays(call.Integer(0, "days")) + TimeSpan.FromSeconds(call.Integer(1, "seconds"))
                    + TimeSpan.FromMinutes(call.Integer(9, "minutes")) + TimeSpan.FromHours(call.Integer(9, "hours")) + TimeSpan.FromDays(7 * call.Integer(9, "weeks"))),
                "strptime" => new JinjaFunction("strptime", call => DateTime.Parse(call.RequiredText(0, "text"), System.Globalization.CultureInfo.InvariantCulture)),
                "now" or "utcnow" or "today" => new JinjaFunction(name, call => throw call.Error(
                    $"modules.datetime.{name}() would make each run differ. Use run_started_at, or a variable.")),
                _ => null,
            };
            return value is not null;
        }
    }

    private sealed class RegexModule : IJinjaObject
    {
        public bool TryGetMember(string name, out object? value)
        {
            value = name switch
            {
                "match" => new JinjaFunction(name, call => Matched(Regex.Match(call.RequiredText(1, "string"), $"^(?:{call.RequiredText(0, "pattern")})"))),
                "search" => new JinjaFunction(name, call => Matched(Regex.Match(call.RequiredText(1, "string"), call.RequiredText(0, "pattern")))),
                "fullmatch" => new JinjaFunction(name, call => Matched(Regex.Match(call.RequiredText(1, "string"), $"^(?:{call.RequiredText(0, "pattern")})$"))),
                "sub" => new JinjaFunction(name, call => Regex.Replace(call.RequiredText(2, "string"), call.RequiredText(0, "pattern"),
                    Regex.Replace(call.RequiredText(1, "repl"), @"\\(\d)", "$$$1"))),
                "findall" => new JinjaFunction(name, call => Regex.Matches(call.RequiredText(1, "string"), call.RequiredText(0, "pattern"))
                    .Select(match => (object?)(match.Groups.Count == 2 ? match.Groups[1].Value : match.Value)).ToList()),
                "split" => new JinjaFunction(name, call => Regex.Split(call.RequiredText(1, "string"), call.RequiredText(0, "pattern"))),
                _ => null,
            };
            return value is not null;
        }

        private static PythonMatch? Matched(Match match) => match.Success ? new PythonMatch(match) : null;
    }

    private sealed class PythonMatch(Match match) : IJinjaObject
    {
        public bool TryGetMember(string name, out object? value)
        {
            value = name switch
            {
                "group" => new JinjaFunction(name, call => match.Groups[(int)call.Integer(0, "group")].Value),
                "groups" => new JinjaFunction(name, _ => new JinjaTuple([.. match.Groups.Values.Skip(1).Select(group => (object?)group.Value)])),
                _ => null,
            };
            return value is not null;
        }
    }
}
