using System.Text;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

internal static class CsvMutants
{
    public static Mutant Make(int number, Random random, SourceContract contract)
    {
        var rows = Enumerable.Range(1, random.Next(5, 40)).Select(id => FuzzContract.GoodRow(random, id)).ToList();
        var mutations = new List<string>();
        List<string> names = [.. contract.Columns.Select(column => column.Name)];
        // An empty text is a quoted one; without quotes it is none.
        var cells = rows.Select(row => row.Select((value, index) => OddValues.Plain(contract.Columns[index].Type, value, random) is { } text ? Quoted(text, random, isText: value is string) : "").ToList()).ToList();
        if (random.Next(20) == 0)
            return Mutant.Of(number, Encode(names, cells, random, number % 2 == 0 ? "\n" : "\r\n"), mutations, rows);

        for (var times = random.Next(0, 4); times > 0; times--)
            Restructure(names, cells, contract, random, mutations);
        var bytes = Encode(names, cells, random, random.Next(3) == 0 ? "\r\n" : "\n");
        if (mutations.Count == 0 || random.Next(2) == 0)
        {
            // The header is a small part of a file, and most of what happens to it refuses the whole.
            var start = random.Next(6) == 0 ? 0 : Array.IndexOf(bytes, (byte)'\n') + 1;
            bytes = [.. bytes[..start], .. ByteDamage.Apply(bytes[start..], random, bytes, mutations)];
        }

        return Mutant.Of(number, bytes, mutations, rows);
    }

    private static void Restructure(List<string> names, List<List<string>> cells, SourceContract contract, Random random, List<string> mutations)
    {
        var (row, column, kind) = (random.Next(cells.Count), random.Next(names.Count), random.Next(20));
        mutations.Add($"csv {kind} in row {row} column {column}");
        switch (kind)
        {
            case 0: // columns in another order
                var other = random.Next(names.Count);
                (names[column], names[other]) = (names[other], names[column]);
                foreach (var line in cells.Where(line => line.Count == names.Count))
                    (line[column], line[other]) = (line[other], line[column]);
                break;
            case 1 when random.Next(3) == 0:
                names.RemoveAt(column);
                foreach (var line in cells.Where(line => line.Count > column))
                    line.RemoveAt(column);
                break;
            case 2 when random.Next(3) == 0:
                names[column] = new[] { names[column].ToUpperInvariant(), names[(column + 1) % names.Count], "", "unknown", $"\"{names[column]}\"" }[random.Next(5)];
                break;
            case 3: // a column that only later files have, or that nobody knows
                names.Add(random.Next(3) > 0 ? "later" : "unknown");
                foreach (var line in cells)
                    line.Add(random.Next(4) == 0 ? Quoted(OddValues.Text(random, ColumnKind.Int32), random, isText: false) : "5");
                break;
            case 4: cells[row].Add("x"); break;
            case 5 when cells[row].Count > 1: cells[row].RemoveAt(cells[row].Count - 1); break;
            case 6: cells.Insert(row, []); break;
            case 7: cells.Insert(row, [" "]); break;
            case 8: cells.Insert(row, [.. cells[row]]); break;
            case 9 when cells.Count > 1: cells.RemoveAt(row); break;
            default:
                for (var times = random.Next(1, 12); times > 0; times--)
                {
                    var line = cells[random.Next(cells.Count)];
                    if (line.Count == 0)
                        continue;
                    var place = random.Next(line.Count);
                    var type = contract.Columns.FirstOrDefault(known => place < names.Count && known.Name == names[place])?.Type.Kind ?? ColumnKind.Text;
                    line[place] = Quoted(OddValues.Text(random, type), random, isText: type == ColumnKind.Text);
                }

                break;
        }
    }

    private static string Quoted(string text, Random random, bool isText) => text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || (isText && text.Length == 0) || random.Next(10) == 0
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static byte[] Encode(List<string> names, List<List<string>> cells, Random random, string lineEnd)
    {
        var text = string.Join(lineEnd, cells.Select(line => string.Join(',', line)).Prepend(string.Join(',', names))) + (random.Next(5) == 0 ? "" : lineEnd);
        return [.. random.Next(6) == 0 ? (byte[])[0xEF, 0xBB, 0xBF] : [], .. Encoding.UTF8.GetBytes(text)];
    }
}
