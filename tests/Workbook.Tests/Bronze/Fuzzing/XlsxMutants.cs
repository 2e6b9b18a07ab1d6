using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Security;
using System.Text;
using Workbook.Contracts;
using static System.FormattableString;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>Workbooks written part by part, so that each part can be odd.</summary>
internal static class XlsxMutants
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private static readonly string[] OddCells =
    [
        "<c {0}/>", "<c {0} t=\"n\"/>", "<c {0} t=\"e\"><v>#N/A</v></c>", "<c {0} t=\"e\"><v>#DIV/0!</v></c>", "<c {0} t=\"b\"><v>1</v></c>", "<c {0} t=\"b\"><v>0</v></c>", "<c {0} t=\"str\"><f>A1&amp;\"x\"</f><v>made</v></c>", "<c {0} t=\"str\"><v></v></c>",
        "<c {0}><f>1+1</f><v>2</v></c>", "<c {0}><f>1+1</f></c>", "<c {0} t=\"s\"><v>0</v></c>", "<c {0} t=\"s\"><v>999999</v></c>", "<c {0} t=\"s\"><v>x</v></c>", "<c {0} t=\"inlineStr\"><is><t></t></is></c>",
        "<c {0} t=\"inlineStr\"><is><r><t>two </t></r><r><t>runs</t></r></is></c>", "<c {0} t=\"inlineStr\"><is><t xml:space=\"preserve\"> padded </t></is></c>", "<c {0} t=\"inlineStr\"><is><t>a_x000D_b</t></is></c>", "<c {0} t=\"d\"><v>2024-01-05T06:07:08</v></c>", "<c {0} t=\"d\"><v>2024-01-05</v></c>",
        "<c {0} s=\"1\"><v>0</v></c>", "<c {0} s=\"1\"><v>1</v></c>", "<c {0} s=\"1\"><v>59</v></c>", "<c {0} s=\"1\"><v>60</v></c>", "<c {0} s=\"1\"><v>61</v></c>", "<c {0} s=\"1\"><v>0.5</v></c>", "<c {0} s=\"1\"><v>45296.25</v></c>", "<c {0} s=\"1\"><v>45296.999999</v></c>", "<c {0} s=\"2\"><v>45296.123456789</v></c>", "<c {0} s=\"3\"><v>45296.5</v></c>",
        "<c {0} s=\"1\"><v>-1</v></c>", "<c {0} s=\"1\"><v>2958465</v></c>", "<c {0} s=\"1\"><v>2958466</v></c>", "<c {0} s=\"1\"><v>1e9</v></c>", "<c {0} s=\"4\"><v>45296</v></c>", "<c {0} s=\"99\"><v>45296</v></c>", "<c {0} s=\"5\"><v>0.25</v></c>", "<c {0} s=\"6\"><v>45296</v></c>",
        "<c {0}><v>1e400</v></c>", "<c {0}><v>NaN</v></c>", "<c {0}><v>0.1</v></c>", "<c {0}><v>0.30000000000000004</v></c>", "<c {0}><v>9.950000000000001</v></c>", "<c {0}><v>1E-5</v></c>", "<c {0}><v>1.5E+3</v></c>", "<c {0}><v>12345678901234567890</v></c>", "<c {0}><v> 7 </v></c>", "<c {0}><v>1,5</v></c>", "<c {0}><v>x</v></c>", "<c {0}><v>9007199254740993</v></c>",
    ];

    public static Mutant Make(int number, Random random, SourceContract contract)
    {
        var rows = Enumerable.Range(1, random.Next(4, 25)).Select(id => FuzzContract.GoodRow(random, id)).ToList();
        foreach (var row in rows)
            Exact(row);
        var mutations = new List<string>();
        var (isShared, is1904) = (random.Next(3) > 0, random.Next(6) == 0);
        var texts = new List<string> { "first" };
        List<string> names = [.. contract.Columns.Select(column => column.Name)];
        var cells = rows.Select(row => row.Select((value, index) => Cell(contract.Columns[index].Type, value, texts, isShared, is1904)).ToList()).ToList();
        var isUntouched = random.Next(20) == 0;
        for (var times = isUntouched ? 0 : random.Next(0, 4); times > 0; times--)
            Restructure(names, cells, contract, texts, isShared, random, mutations);

        var header = names.Select(name => Text(name, texts, isShared)).ToList();
        var withPlaces = random.Next(5) > 0;
        var sheet = Sheet([header, .. cells], withPlaces, isUntouched || random.Next(4) > 0 ? null : random, mutations);
        var others = isUntouched || random.Next(4) > 0 ? 0 : random.Next(1, 4);
        var parts = Parts(sheet, texts, is1904, others, random, mutations);
        if (!isUntouched && random.Next(4) == 0)
        {
            var victim = random.Next(3) == 0 ? parts.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(parts.Count)) : "xl/worksheets/sheet1.xml";
            mutations.Add($"xlsx part {victim}");
            parts[victim] = ByteDamage.Apply(parts[victim], random, parts["xl/workbook.xml"], mutations);
        }

        if (!isUntouched && random.Next(20) == 0)
        {
            var lost = parts.Keys.Order(StringComparer.Ordinal).ElementAt(random.Next(parts.Count));
            mutations.Add($"xlsx lost {lost}");
            parts.Remove(lost);
        }

        var bytes = Zip(parts);
        if (!isUntouched && random.Next(12) == 0)
            bytes = ByteDamage.Apply(bytes, random, bytes, mutations);
        return Mutant.Of(number, bytes, mutations, rows);
    }

    /// <summary>What a cell can hold: fifteen digits, seconds, no empty text.</summary>
    private static void Exact(object?[] row)
    {
        for (var index = 0; index < row.Length; index++)
            row[index] = row[index] switch
            {
                BigInteger price when index == 3 => price / 10_000_000 * 10_000,
                long micros => micros / 1_000_000 * 1_000_000,
                "" => index == 10 ? "x" : null,
                var value => value,
            };
    }

    private static void Restructure(List<string> names, List<List<string>> cells, SourceContract contract, List<string> texts, bool isShared, Random random, List<string> mutations)
    {
        var (row, column, kind) = (random.Next(cells.Count), random.Next(names.Count), random.Next(16));
        mutations.Add($"xlsx {kind} in row {row} column {column}");
        switch (kind)
        {
            case 0:
                var other = random.Next(names.Count);
                (names[column], names[other]) = (names[other], names[column]);
                foreach (var line in cells.Where(line => line.Count == names.Count))
                    (line[column], line[other]) = (line[other], line[column]);
                break;
            case 1 when random.Next(3) == 0: names[column] = random.Next(2) == 0 ? "unknown" : names[(column + 1) % names.Count]; break;
            case 2:
                names.Add(random.Next(3) > 0 ? "later" : "unknown");
                foreach (var line in cells)
                    line.Add("<c {0}><v>5</v></c>");
                break;
            case 3: cells[row].Add("<c {0}><v>5</v></c>"); break;
            case 4: cells.Insert(row, []); break;
            case 5: cells.Insert(row, [.. cells[row]]); break;
            case 6 when cells[row].Count > 0: cells[row].RemoveAt(cells[row].Count - 1); break;
            default:
                for (var times = random.Next(1, 10); times > 0; times--)
                {
                    var line = cells[random.Next(cells.Count)];
                    if (line.Count == 0)
                        continue;
                    var place = random.Next(line.Count);
                    var type = contract.Columns.FirstOrDefault(known => place < names.Count && known.Name == names[place])?.Type.Kind ?? ColumnKind.Text;
                    line[place] = random.Next(3) == 0 ? Text(OddValues.Text(random, type), texts, isShared) : OddCells[random.Next(OddCells.Length)];
                }

                break;
        }
    }

    private static string Cell(ColumnType type, object? value, List<string> texts, bool isShared, bool is1904) => value switch
    {
        null => "<c {0}/>",
        bool truth => $"<c {{0}} t=\"b\"><v>{(truth ? 1 : 0)}</v></c>",
        int day => Invariant($"<c {{0}} s=\"1\"><v>{day + 25569 - (is1904 ? 1462 : 0)}</v></c>"),
        long micros => Invariant($"<c {{0}} s=\"2\"><v>{(micros / 86_400_000_000.0) + 25569 - (is1904 ? 1462 : 0):R}</v></c>"),
        string text => Text(text, texts, isShared),
        _ => $"<c {{0}}><v>{OddValues.Plain(type, value)}</v></c>",
    };

    private static string Text(string text, List<string> texts, bool isShared)
    {
        var escaped = Escape(text);
        if (!isShared)
            return $"<c {{0}} t=\"inlineStr\"><is><t xml:space=\"preserve\">{escaped}</t></is></c>";
        if (texts.IndexOf(escaped) is var place && place < 0)
        {
            place = texts.Count;
            texts.Add(escaped);
        }

        return Invariant($"<c {{0}} t=\"s\"><v>{place}</v></c>");
    }

    /// <summary>Braces are for what is filled in later.</summary>
    private static string Escape(string text) => SecurityElement.Escape(new string([.. text.Where(letter => letter >= ' ' || letter is '\n' or '\t')])).Replace("{", "&#123;", StringComparison.Ordinal).Replace("}", "&#125;", StringComparison.Ordinal);

    /// <param name="odd">Some rows and cells out of their places; null for none.</param>
    private static string Sheet(List<List<string>> rows, bool withPlaces, Random? odd, List<string> mutations)
    {
        var text = new StringBuilder($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"{Main}\"><sheetData>");
        for (var (row, at) = (0, 1); row < rows.Count; row++, at++)
        {
            if (odd?.Next(12) == 0 && row > 0)
            {
                mutations.Add($"xlsx gap before row {row}");
                at += odd.Next(1, 4);
            }

            text.Append(withPlaces ? Invariant($"<row r=\"{at}\">") : "<row>");
            for (var column = 0; column < rows[row].Count; column++)
            {
                var isMissing = withPlaces && row > 0 && odd?.Next(15) == 0;
                if (!isMissing)
                    text.Append(rows[row][column].Replace("{0}", withPlaces ? Invariant($"r=\"{(char)('A' + column)}{at}\"") : "", StringComparison.Ordinal));
                else
                    mutations.Add($"xlsx no cell {column} in row {row}");
            }

            text.Append("</row>");
        }

        return text.Append("</sheetData></worksheet>").ToString();
    }

    private static Dictionary<string, byte[]> Parts(string sheet, List<string> texts, bool is1904, int others, Random random, List<string> mutations)
    {
        var sheets = new StringBuilder();
        var relations = new StringBuilder();
        var parts = new Dictionary<string, string>();
        var order = Enumerable.Range(1, others + 1).ToArray();
        if (others > 0)
        {
            random.Shuffle(order);
            mutations.Add($"xlsx sheets {string.Join(' ', order)}");
        }

        var isHidden = true;
        foreach (var number in order)
        {
            // Those before the one that counts are hidden, mostly.
            isHidden = number != 1 && isHidden && random.Next(10) > 0;
            sheets.Append(CultureInfo.InvariantCulture, $"<sheet name=\"s{number}\" sheetId=\"{number}\"{(isHidden ? " state=\"hidden\"" : "")} r:id=\"rId{number}\"/>");
        }

        for (var number = 1; number <= others + 1; number++)
        {
            relations.Append(CultureInfo.InvariantCulture, $"<Relationship Id=\"rId{number}\" Type=\"{Relations}/worksheet\" Target=\"{(number == 3 ? "/xl/" : "")}worksheets/sheet{number}.xml\"/>");
            parts[Invariant($"xl/worksheets/sheet{number}.xml")] = number == 1 ? sheet : $"<worksheet xmlns=\"{Main}\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>";
        }

        parts["[Content_Types].xml"] = $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>{string.Concat(Enumerable.Range(1, others + 1).Select(number => $"<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"))}<Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>";
        parts["_rels/.rels"] = $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
        parts["xl/workbook.xml"] = $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\">{(is1904 ? "<workbookPr date1904=\"1\"/>" : "")}<sheets>{sheets}</sheets></workbook>";
        parts["xl/_rels/workbook.xml.rels"] = $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}<Relationship Id=\"rId98\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId99\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>";
        parts["xl/styles.xml"] = $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd hh:mm:ss.000\"/><numFmt numFmtId=\"165\" formatCode=\"0.00 &quot;days&quot;\"/><numFmt numFmtId=\"166\" formatCode=\"[h]:mm:ss\"/></numFmts><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"22\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/><xf numFmtId=\"2\"/></cellXfs></styleSheet>";
        parts["xl/sharedStrings.xml"] = $"<sst xmlns=\"{Main}\">{string.Concat(texts.Select(text => $"<si><t xml:space=\"preserve\">{text}</t></si>"))}</sst>";
        return parts.ToDictionary(part => part.Key, part => Encoding.UTF8.GetBytes(part.Value));
    }

    private static byte[] Zip(Dictionary<string, byte[]> parts)
    {
        using var package = new MemoryStream();
        using (var zip = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in parts.OrderBy(part => part.Key, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Fastest);
                entry.LastWriteTime = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(content);
            }

        return package.ToArray();
    }
}
