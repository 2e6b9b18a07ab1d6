using System.Numerics;
using System.Text.RegularExpressions;
using Workbook.Contracts;

namespace Workbook.Tests.Bronze.Fuzzing;

/// <summary>The contract that mutated files are loaded under, with every type and rule; good rows for it; and its rules again, in plain C#.</summary>
/// <remarks>
/// Values here are: BigInteger for whole numbers, and for decimals in units of their scale; double, bool, string; a day's
/// number since 1970 as int; an instant's microseconds since 1970 as long.
/// </remarks>
internal static partial class FuzzContract
{
    public const string CatchAll = "rest";

    private static readonly string[] Kinds = ["new", "used", "résumé"];

    private static readonly Column[] Columns =
    [
        Column.Int64("id").Required(),
        Column.Int32("n").Between(-1000, 1_000_000) with { MissingValues = ["-"] },
        Column.Decimal("amount", 9, 2).NotNegative(),
        Column.Decimal("price", 18, 6),
        Column.Double("ratio"),
        Column.Boolean("ok"),
        Column.Date("day").During(new DateTime(1990, 1, 1), new DateTime(2040, 12, 31), isExclusive: false, RuleEffect.Reject),
        Column.Timestamp("moment").Required(),
        Column.Text("kind").OneOf(Kinds),
        Column.Text("code").Matching("[A-Z]{2}-[0-9]{3}", RuleEffect.Flag),
        Column.Text("name").Required(),
        Column.Text("note").Long(null, 40, RuleEffect.Reject) with { MissingValues = ["NA"] },
    ];

    private static readonly Column Later = Column.Int32("later");

    /// <param name="variant">Unknown columns are refused, left out, or gathered (JSON).</param>
    public static SourceContract Of(string name, SourceFormat format, string path, int variant) => new(name, format)
    {
        Description = "",
        Path = path,
        Rows = 1,
        Key = ["id"],
        Columns = variant % 3 == 2 && format == SourceFormat.JsonLines ? [.. Columns, Column.Text(CatchAll)] : Columns,
        LaterColumns = [Later],
        CatchAll = variant % 3 == 2 && format == SourceFormat.JsonLines ? CatchAll : null,
        UnknownColumns = variant % 3 == 1 ? SchemaMode.Discard : SchemaMode.Freeze,
    };

    public static object?[] GoodRow(Random random, long id) =>
    [
        new BigInteger(id),
        Maybe(random, () => new BigInteger(random.Next(-1000, 1_000_001))),
        Maybe(random, () => new BigInteger(random.Next(0, 1_000_000_000))),
        Maybe(random, () => new BigInteger(random.NextInt64(-999_999_999_999_999, 999_999_999_999_999))),
        Maybe(random, () => Math.Round((random.NextDouble() - 0.5) * 1000, random.Next(0, 12))),
        Maybe(random, () => (object)(random.Next(2) == 0)),
        Maybe(random, () => random.Next(7305, 25_000)),
        random.NextInt64(-1_000_000_000, 4_000_000_000) * (random.Next(2) == 0 ? 1_000_000 : 1_000),
        Maybe(random, () => Kinds[random.Next(Kinds.Length)]),
        Maybe(random, () => random.Next(5) == 0 ? "odd" : $"{(char)('A' + random.Next(26))}{(char)('A' + random.Next(26))}-{random.Next(1000):D3}"),
        Pick(random, "Ö. Müller", "a,b", "say \"no\"", "two\nlines", "x", "", " ", "NA", "漢字🎈", "semi;colon", "tab\there", "it's", "back\\slash"),
        Maybe(random, () => Pick(random, "short", "a somewhat longer note of 38 characters", "", "é", "#N/A", "-", "null")),
    ];

    /// <summary>What is wrong with values that have their types: codes of the rules that reject, and of those that flag.</summary>
    public static (List<string> Faults, List<string> Flags) Judge(SourceContract contract, IReadOnlyDictionary<string, object?> values)
    {
        var (faults, flags) = (new List<string>(), new List<string>());
        foreach (var required in new[] { "id", "moment", "name" })
            if (values.GetValueOrDefault(required) is null)
                faults.Add($"{required}.required");
        if (values.GetValueOrDefault("n") is BigInteger n && (n < -1000 || n > 1_000_000))
            faults.Add("n.out_of_range");
        if (values.GetValueOrDefault("amount") is BigInteger amount && amount < 0)
            faults.Add("amount.negative");
        if (values.GetValueOrDefault("day") is int day && (day < 7305 || day > 25_932))
            faults.Add("day.out_of_range");
        if (values.GetValueOrDefault("kind") is string kind && !Kinds.Contains(kind, StringComparer.Ordinal))
            faults.Add("kind.not_allowed");
        if (values.GetValueOrDefault("note") is string note && note.EnumerateRunes().Count() > 40)
            faults.Add("note.wrong_length");
        if (values.GetValueOrDefault("code") is string code && !Code().IsMatch(code))
            flags.Add("code.malformed");
        return (faults, flags);
    }

    private static object? Maybe(Random random, Func<object> value) => random.Next(8) == 0 ? null : value();

    private static string Pick(Random random, params string[] texts) => texts[random.Next(texts.Length)];

    [GeneratedRegex(@"\A[A-Z]{2}-[0-9]{3}\z")]
    private static partial Regex Code();
}
