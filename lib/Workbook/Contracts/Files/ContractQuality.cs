using Workbook.Database;

namespace Workbook.Contracts.Files;

/// <summary>Quality checks that one row shows: accepted values, and predicates of our own in SQL.</summary>
internal static class ContractQuality
{
    private static readonly string[] Keys =
    [
        "id", "authoritativeDefinitions", "businessImpact", "customProperties", "description", "dimension", "method", "name", "schedule", "scheduler", "severity", "tags", "type", "unit",
        "metric", "arguments", "mustBe", "engine", "implementation",
    ];

    /// <summary>Null for a text, which only people read, and for a fault.</summary>
    public static Rule? ColumnRule(Column column, ContractNode quality)
    {
        quality.RequireKeys("a quality check", Keys);
        switch (quality.Text("type"), quality.Text("metric"))
        {
            case ("library" or null, "invalidValues") when quality.Map("arguments")?.Texts("validValues") is { Count: > 0 } allowed:
                return column.OneOf([.. allowed]).Rules[^1] with { Effect = Effect(quality) };
            case ("custom", _):
                return Predicate(quality, column.Name);
            case ("text", _):
                return null;
            default:
                quality.Fault("this check isn't one of a single row. Bronze checks invalidValues with validValues, and custom checks of the engine workbook; other checks belong to the models' tests.");
                return null;
        }
    }

    public static Rule? RowRule(ContractNode quality)
    {
        quality.RequireKeys("a quality check", Keys);
        if (quality.Text("type") is "text")
            return null;
        if (quality.Text("type") is "custom")
            return Predicate(quality, null);
        quality.Fault("a check of whole rows must be custom, of the engine workbook: implementation with column (at fault) and holds (SQL).");
        return null;
    }

    private static Rule? Predicate(ContractNode quality, string? column)
    {
        if (quality.Text("engine") != ContractWords.Engine)
        {
            quality.Fault($"the engine must be {ContractWords.Engine}: no other runs here.", "engine");
            return null;
        }

        if (quality.Map("implementation") is not { } implementation)
        {
            quality.Fault("'implementation' is missing: holds, SQL that is true where a row keeps the rule.");
            return null;
        }

        implementation.RequireKeys("an implementation", "column", "holds");
        return new Rule(
            column ?? implementation.RequiredText("column", "the one at fault"), quality.RequiredText("name", "the reason code, such as before_shipment"),
            implementation.RequiredText("holds", "SQL that is true where a row keeps the rule"), Effect(quality));
    }

    private static RuleEffect Effect(ContractNode quality) => quality.Text("severity") is "warning" or "info" ? RuleEffect.Flag : RuleEffect.Reject;
}
