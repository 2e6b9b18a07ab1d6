using System.Globalization;
using Workbook.Contracts.Files;
using Workbook.Database;

namespace Workbook.Contracts;

/// <summary>A column of a source, with the rules on its values.</summary>
public sealed record Column(string Name, ColumnType Type)
{
    /// <summary>The reason code of a missing value in a required column.</summary>
    public const string RequiredReason = "required";

    /// <summary>False rejects a row that has no value here, with <see cref="RequiredReason"/>.</summary>
    public bool Nullable { get; init; } = true;

    /// <summary>What files call it, where that isn't <see cref="Name"/>; null where it is.</summary>
    public string? PhysicalName { get; init; }

    /// <summary>
    /// Texts that stand for no value, such as <c>NA</c>, beside an empty field; upper and lower case differ. In JSON a text that is one of them counts as null.
    /// </summary>
    public IReadOnlyList<string> MissingValues { get; init; } = [];

    internal string NameInFile => PhysicalName ?? Name;

    /// <summary>What each value must keep to; a missing one breaks none of them.</summary>
    public IReadOnlyList<Rule> Rules { get; init; } = [];

    /// <summary>For people: what a value means, and its unit; null where nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>What business people call it; null where they call it as it is called here.</summary>
    public string? BusinessName { get; init; }

    /// <summary>Whether no value comes twice. Bronze looks at each row by itself and doesn't check it; dbt's test of the exported source does.</summary>
    public bool IsUnique { get; init; }

    /// <summary>What else its contract's file says of it.</summary>
    internal IReadOnlyList<KeptPart> Kept { get; init; } = [];

    /// <summary>Whole numbers of 32 bits; like all that follow nullable, and without rules.</summary>
    public static Column Int32(string name) => new(name, ColumnType.Int32);

    /// <summary>Whole numbers of 64 bits.</summary>
    public static Column Int64(string name) => new(name, ColumnType.Int64);

    /// <summary>Exact numbers of <paramref name="precision"/> digits, <paramref name="scale"/> of them after the point.</summary>
    public static Column Decimal(string name, int precision, int scale) => new(name, ColumnType.Decimal(precision, scale));

    /// <summary>Floating-point numbers of 64 bits; for money, use a decimal.</summary>
    public static Column Double(string name) => new(name, ColumnType.Double);

    /// <summary>True or false.</summary>
    public static Column Boolean(string name) => new(name, ColumnType.Boolean);

    /// <summary>Days without a time.</summary>
    public static Column Date(string name) => new(name, ColumnType.Date);

    /// <summary>Instants in UTC, with microseconds.</summary>
    public static Column Timestamp(string name) => new(name, ColumnType.Timestamp);

    /// <summary>Text of any length.</summary>
    public static Column Text(string name) => new(name, ColumnType.Text);

    /// <summary>The same column, but a row without a value in it is rejected.</summary>
    public Column Required() => this with { Nullable = false };

    /// <summary>Both bounds included.</summary>
    public Column Between(decimal low, decimal high, RuleEffect effect = RuleEffect.Reject) =>
        With("out_of_range", $"{Quoted} BETWEEN {Number(low)} AND {Number(high)}", new RuleShape.Range(low, high), effect);

    /// <summary>Bounds included; null for none. A bound of zero below, and none above, has a reason of its own: <c>negative</c>.</summary>
    internal Column Within(decimal? low, decimal? high, RuleEffect effect) => (low, high) switch
    {
        (0, null) => With("negative", $"{Quoted} >= 0", new RuleShape.Range(0, null), effect),
        ({ } from, { } to) => Between(from, to, effect),
        ({ } from, _) => With("out_of_range", $"{Quoted} >= {Number(from)}", new RuleShape.Range(from, null), effect),
        (_, { } to) => With("out_of_range", $"{Quoted} <= {Number(to)}", new RuleShape.Range(null, to), effect),
        _ => this,
    };

    /// <summary>Bounds excluded; null for none. More than zero has a reason of its own: <c>not_positive</c>.</summary>
    internal Column Inside(decimal? low, decimal? high, RuleEffect effect) => (low, high) switch
    {
        (0, null) => With("not_positive", $"{Quoted} > 0", new RuleShape.Range(0, null) { IsExclusive = true }, effect),
        ({ } from, { } to) => With("out_of_range", $"{Quoted} > {Number(from)} AND {Quoted} < {Number(to)}", new RuleShape.Range(from, to) { IsExclusive = true }, effect),
        ({ } from, _) => With("out_of_range", $"{Quoted} > {Number(from)}", new RuleShape.Range(from, null) { IsExclusive = true }, effect),
        (_, { } to) => With("out_of_range", $"{Quoted} < {Number(to)}", new RuleShape.Range(null, to) { IsExclusive = true }, effect),
        _ => this,
    };

    /// <summary>Days, or instants in UTC; null for no bound.</summary>
    internal Column During(DateTime? earliest, DateTime? latest, bool isExclusive, RuleEffect effect)
    {
        var bounds = new[] { (earliest, isExclusive ? ">" : ">="), (latest, isExclusive ? "<" : "<=") }
            .Where(bound => bound.Item1 is not null).Select(bound => $"{Quoted} {bound.Item2} {Instant(bound.Item1!.Value)}");
        return With("out_of_range", string.Join(" AND ", bounds), new RuleShape.Period(earliest, latest) { IsExclusive = isExclusive }, effect);
    }

    /// <summary>Characters, not bytes; null for no bound.</summary>
    internal Column Long(int? least, int? most, RuleEffect effect) => With(
        "wrong_length",
        string.Join(" AND ", new[] { least is null ? null : Invariant($"length({Quoted}) >= {least}"), most is null ? null : Invariant($"length({Quoted}) <= {most}") }.OfType<string>()),
        new RuleShape.Length(least, most), effect);

    /// <summary>Rejects zero and less, as <c>not_positive</c>.</summary>
    public Column Positive() => With("not_positive", $"{Quoted} > 0", new RuleShape.Range(0, null) { IsExclusive = true });

    /// <summary>Rejects less than zero, as <c>negative</c>.</summary>
    public Column NotNegative() => With("negative", $"{Quoted} >= 0", new RuleShape.Range(0, null));

    /// <summary>Rejects any other value, as <c>not_allowed</c>; upper and lower case differ.</summary>
    public Column OneOf(params string[] values) =>
        With("not_allowed", $"{Quoted} IN ({string.Join(", ", values.Select(Sql.Literal))})", new RuleShape.Values(values));

    /// <summary>The whole value must match; RE2 syntax.</summary>
    public Column Matching(string pattern, RuleEffect effect = RuleEffect.Reject) =>
        With("malformed", $"regexp_full_match({Quoted}, {Sql.Literal(pattern)})", new RuleShape.Pattern(pattern), effect);

    /// <summary>A text that is a JSON object, as later layers read it: one that DuckDB's JSON functions take.</summary>
    public Column JsonObject() => With("not_an_object", $"CASE WHEN json_valid({Quoted}) THEN json_type({Quoted}) = 'OBJECT' WHEN {Quoted} IS NOT NULL THEN false END", new RuleShape.JsonObject());

    private string Quoted => Sql.Identifier(Name);

    private Column With(string reason, string holds, RuleShape shape, RuleEffect effect = RuleEffect.Reject) =>
        this with { Rules = [.. Rules, new Rule(Name, reason, holds, effect) { Shape = shape }] };

    private string Instant(DateTime value) => Type.Kind == ColumnKind.Date ? Invariant($"DATE '{value:yyyy-MM-dd}'") : Invariant($"TIMESTAMPTZ '{value:yyyy-MM-dd HH:mm:ss.ffffff}+00'");

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
