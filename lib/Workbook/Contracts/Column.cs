using System.Globalization;
using Workbook.Database;

namespace Workbook.Contracts;

/// <summary>A column of a source, with the rules on its values.</summary>
public sealed record Column(string Name, ColumnType Type)
{
    /// <summary>The reason code of a missing value in a required column.</summary>
    public const string RequiredReason = "required";

    public bool Nullable { get; init; } = true;

    public IReadOnlyList<Rule> Rules { get; init; } = [];

    public static Column Int32(string name) => new(name, ColumnType.Int32);
    public static Column Int64(string name) => new(name, ColumnType.Int64);
    public static Column Decimal(string name, int precision, int scale) => new(name, ColumnType.Decimal(precision, scale));
    public static Column Double(string name) => new(name, ColumnType.Double);
    public static Column Boolean(string name) => new(name, ColumnType.Boolean);
    public static Column Date(string name) => new(name, ColumnType.Date);
    public static Column Timestamp(string name) => new(name, ColumnType.Timestamp);
    public static Column Text(string name) => new(name, ColumnType.Text);

    public Column Required() => this with { Nullable = false };

    /// <summary>Both bounds included.</summary>
    public Column Between(decimal low, decimal high, RuleEffect effect = RuleEffect.Reject) =>
        With("out_of_range", $"{Quoted} BETWEEN {Number(low)} AND {Number(high)}", effect);

    public Column Positive() => With("not_positive", $"{Quoted} > 0");

    public Column NotNegative() => With("negative", $"{Quoted} >= 0");

    public Column OneOf(params string[] values) =>
        With("not_allowed", $"{Quoted} IN ({string.Join(", ", values.Select(Sql.Literal))})");

    /// <summary>The whole value must match; RE2 syntax.</summary>
    public Column Matching(string pattern, RuleEffect effect = RuleEffect.Reject) =>
        With("malformed", $"regexp_full_match({Quoted}, {Sql.Literal(pattern)})", effect);

    private string Quoted => Sql.Identifier(Name);

    private Column With(string reason, string holds, RuleEffect effect = RuleEffect.Reject) =>
        this with { Rules = [.. Rules, new Rule(Name, reason, holds, effect)] };

    private static string Number(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
