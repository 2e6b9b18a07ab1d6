using System.Globalization;

namespace Workbook.Contracts.Files;

/// <summary>How old the newest rows may be, as <c>slaProperties</c> has it; in dbt's units.</summary>
/// <param name="Period">minute, hour or day.</param>
internal sealed record PromisedFreshness(int Count, string Period)
{
    /// <summary>Null where there is none, or none that dbt could test.</summary>
    public static PromisedFreshness? Of(SourceContract contract)
    {
        var promise = contract.Kept.Where(part => part.Key == "slaProperties").SelectMany(KeptPart.ItemsOf).FirstOrDefault(item => item.Member("property") == "freshness");
        var period = promise?.Member("unit")?.ToLowerInvariant() switch
        {
            "min" or "minute" or "minutes" => "minute",
            "h" or "hr" or "hour" or "hours" => "hour",
            "d" or "day" or "days" => "day",
            _ => null,
        };
        return period is not null && int.TryParse(promise!.Member("value"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? new(count, period) : null;
    }
}
