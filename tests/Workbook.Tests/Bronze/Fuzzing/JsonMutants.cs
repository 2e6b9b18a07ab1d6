using System.Globalization;
using System.Numerics;
using System.Text;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

internal static class JsonMutants
{
    private static readonly string[] Tokens =
    [
        "null", "true", "false", "{}", "[]", "{\"a\": 1}", "[1, 2]", "\"\"", "\"x\"", "\"\\ud83c\\udf88\"", "\"\\ud800\"", "\"\\udf88x\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\n\"", "\"\\/\"", "\"\\x\"", "\"NA\"", "\"N\\u0041\"", "\"\\u002d\"", "\"-\"",
        "1e400", "-1e400", "1E+2", "1.0", "01", "+1", ".5", "5.", "-0", "0x1", "NaN", "Infinity", "-Infinity", "12345678901234567890123456789", "1e5", "'x'", "undefined", "nul", "truee", "\"a\tb\"", "{\"a\": {\"a\": 1, \"a\": 2}}", "[[[[[[]]]]]]", "\"ab", "//", "/* x */ 1", "\"2024-01-05T06:07:08\\u005a\"",
    ];

    public static Mutant Make(int number, Random random, SourceContract contract)
    {
        var columns = contract.Columns.Where(column => column.Name != contract.CatchAll).ToList();
        var rows = Enumerable.Range(1, random.Next(5, 40)).Select(id => FuzzContract.GoodRow(random, id)).ToList();
        var mutations = new List<string>();
        var lines = rows.Select(row => row.Select((value, index) => (Name: $"\"{columns[index].Name}\"", Value: Token(columns[index].Type, value, random))).ToList()).ToList();
        if (random.Next(20) == 0)
            return Mutant.Of(number, Encode(lines, random), mutations, rows);

        for (var times = random.Next(0, 4); times > 0; times--)
            Restructure(lines, columns, random, mutations);
        var bytes = Encode(lines, random);
        if (mutations.Count == 0 || random.Next(2) == 0)
            bytes = ByteDamage.Apply(bytes, random, bytes, mutations);
        return Mutant.Of(number, bytes, mutations, rows);
    }

    private static void Restructure(List<List<(string Name, string Value)>> lines, List<Column> columns, Random random, List<string> mutations)
    {
        var kind = random.Next(16);
        mutations.Add($"json {kind}");
        for (var times = random.Next(1, 8); times > 0; times--)
        {
            var line = lines[random.Next(lines.Count)];
            var place = random.Next(line.Count);
            var column = columns.FirstOrDefault(known => line[place].Name == $"\"{known.Name}\"");
            switch (kind)
            {
                case 0: line.RemoveAt(line.Count > 1 ? place : 0); line.Add(("\"later\"", "7")); break;
                case 1: line.Add(line[place]); break;
                case 2: line.Add((line[place].Name, Tokens[random.Next(Tokens.Length)])); break;
                case 3: line.Insert(place, (new[] { "\"unknown\"", "\"\"", "\"Id\"", "\"rest\"", "\"\\ud800\"", "\"un\\\"known\"", "\"a b\"" }[random.Next(7)], Tokens[random.Next(Tokens.Length)])); break;
                case 4: line[place] = (column is null ? line[place].Name : OddValues.EscapedJson(column.Name), line[place].Value); break;
                case 5: lines.Insert(random.Next(lines.Count), [("", new[] { "", " ", "[]", "1", "null", "{}", "{}{}", "\t{}", "{} ", "\uFEFF{}", "{\"id\":1,}", "[{}]", "{\"id\"}", "{id:1}" }[random.Next(14)])]); break;
                case 6: line[place] = (line[place].Name, string.Concat(Enumerable.Repeat("[", random.Next(50, 80))) + "1"); break;
                case 7: line[place] = (line[place].Name, Nested(random.Next(55, 70))); break;
                case 8 when lines.Count > 1: lines.Remove(line); break;
                case 9: line.Reverse(); break;
                case 10: line[place] = (line[place].Name, OddValues.EscapedJson(OddValues.Text(random, column?.Type.Kind ?? ColumnKind.Text))); break;
                case 11 or 12 when column?.Type.Kind is not (ColumnKind.Text or ColumnKind.Date or ColumnKind.Timestamp): line[place] = (line[place].Name, OddValues.Text(random, ColumnKind.Int32)); break;
                case 13: line[place] = (line[place].Name, Tokens[random.Next(Tokens.Length)]); break;
                default: line[place] = (line[place].Name, OddValues.Json(OddValues.Text(random, column?.Type.Kind ?? ColumnKind.Text))); break;
            }
        }
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth));

    private static string Token(ColumnType type, object? value, Random random) => value switch
    {
        null => "null",
        string text => random.Next(8) == 0 ? OddValues.EscapedJson(text) : OddValues.Json(text),
        bool truth => truth ? "true" : "false",
        int or long => $"\"{OddValues.Plain(type, value, random)}\"",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => OddValues.Plain(type, (BigInteger)value)!,
    };

    private static byte[] Encode(List<List<(string Name, string Value)>> lines, Random random)
    {
        var end = random.Next(4) == 0 ? "\r\n" : "\n";
        var (comma, colon) = random.Next(3) == 0 ? (" , ", " :\t") : (",", ":");
        var text = new StringBuilder(random.Next(8) == 0 ? "\uFEFF" : "");
        foreach (var line in lines)
            text.Append(line is [("", var whole)] ? whole : $"{{{string.Join(comma, line.Select(member => member.Name + colon + member.Value))}}}").Append(end);
        return Encoding.UTF8.GetBytes(random.Next(5) == 0 ? text.ToString().TrimEnd() : text.ToString());
    }
}
