namespace Workbook.Contracts.Files;

/// <summary>
/// Quality checks that one row shows: accepted values, and predicates of our own in SQL. Others are kept: they belong to
/// the models' tests, or to another tool.
/// </summary>
internal static class ContractQuality
{
    private static readonly string[] Documentation =
        ["id", "authoritativeDefinitions", "businessImpact", "description", "dimension", "method", "schedule", "scheduler", "tags", "unit", "customProperties"];

    private static readonly string[] Comparisons =
        ["mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween", "mustNotBeBetween"];

    private static readonly string[] Keys = [.. Documentation, "name", "severity", "type", "metric", "rule", "arguments", "mustBe", .. Comparisons, "query", "engine", "implementation"];

    /// <summary>Null for a check that bronze doesn't make, and for a fault.</summary>
    public static Rule? ColumnRule(Column column, ContractNode quality)
    {
        if (!IsChecked(quality))
            return null;
        if (quality.Text("type") is "custom")
            return Predicate(quality, column.Name);
        if (quality.Text("metric") is "invalidValues" && quality.Map("arguments") is { } arguments && arguments.Texts("validValues") is { Count: > 0 } allowed
            && !arguments.Has("pattern") && quality.Text("mustBe") is null or "0" && !quality.HasAny(Comparisons))
        {
            var rule = column.OneOf([.. allowed]).Rules[^1] with { Effect = Effect(quality) };
            return rule with { Kept = [.. Kept(quality), .. quality.Text("name") == rule.Reason ? [] : quality.Keep("", "name")] };
        }
        return null;
    }

    /// <summary>Null for a check that bronze doesn't make, and for a fault.</summary>
    public static Rule? RowRule(ContractNode quality) => IsChecked(quality) && quality.Text("type") is "custom" ? Predicate(quality, null) : null;

    /// <summary>How people speak of a check that is kept.</summary>
    public static string Name(KeptPart check) =>
        check.Member("name") ?? check.Member("metric") ?? check.Member("rule") ?? check.Member("engine") ?? check.Member("description") ?? check.Member("type") ?? "without a name";

    /// <summary>Whether it could be one of ours; words that are nobody's are faults.</summary>
    private static bool IsChecked(ContractNode quality)
    {
        quality.RequireKeys("a quality check", Keys);
        var (type, metric, engine) = (quality.Text("type"), quality.Text("metric"), quality.Text("engine"));
        if (type is not (null or "text" or "library" or "sql" or "custom"))
            quality.Fault($"'{type}' is none of text, library, sql, custom.", "type");
        if (metric is not (null or "nullValues" or "missingValues" or "invalidValues" or "duplicateValues" or "rowCount"))
            quality.Fault($"'{metric}' is none of nullValues, missingValues, invalidValues, duplicateValues, rowCount.", "metric");
        if (type is "custom" && (engine is null || (engine != ContractWords.Engine && NearestName.Find(engine, [ContractWords.Engine]) is not null)))
            quality.Fault($"the engine must be {ContractWords.Engine} for a check of bronze, or that of another tool by its name.", "engine");
        return type is "custom" ? engine == ContractWords.Engine : type is null or "library";
    }

    private static Rule? Predicate(ContractNode quality, string? column)
    {
        if (quality.Map("implementation") is not { } implementation)
        {
            quality.Fault("'implementation' is missing: holds, SQL that is true where a row keeps the rule.");
            return null;
        }

        implementation.RequireKeys("an implementation", "column", "holds");
        var rule = new Rule(
            column ?? implementation.RequiredText("column", "the one at fault"), quality.RequiredText("name", "the reason code, such as before_shipment"),
            implementation.RequiredText("holds", "SQL that is true where a row keeps the rule"), Effect(quality));
        if (rule.Reason.AsSpan().IndexOfAny(',', '.', ' ') >= 0)
            quality.Fault($"the name is the reason code in dq_flags and reports: a word such as before_shipment, found '{rule.Reason}'.", "name");
        return rule with { Kept = [.. Kept(quality)] };
    }

    private static IEnumerable<KeptPart> Kept(ContractNode quality) =>
        quality.Keep("", Documentation).Concat(quality.Text("severity") is null or "error" or "warning" ? [] : quality.Keep("", "severity"));

    private static RuleEffect Effect(ContractNode quality) => quality.Text("severity") is "warning" or "info" ? RuleEffect.Flag : RuleEffect.Reject;
}
