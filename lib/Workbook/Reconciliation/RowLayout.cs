using Workbook.Database;

namespace Workbook.Reconciliation;

/// <summary>
/// The columns in which both sides' rows are laid side by side: k1, k2, … (keys), a (amount in the common currency), raw
/// and u (amount and currency as they came), t (time), c1, c2, … (compared columns).
/// </summary>
internal sealed record RowLayout
{
    public required ReconciliationSpec Spec { get; init; }

    public required IReadOnlyList<LayoutColumn> Keys { get; init; }

    public required IReadOnlyList<LayoutColumn> Compared { get; init; }

    /// <summary>A DECIMAL.</summary>
    public required string AmountType { get; init; }

    /// <summary>DATE or TIMESTAMP; null without a time.</summary>
    public required string? TimeType { get; init; }

    public bool HasAmount => Spec.Amount is not null;

    public bool HasCurrency => Spec.Currency is not null;

    public bool HasTime => TimeType is not null;

    public bool IsByDate => TimeType == "DATE";

    /// <summary>Without tolerances: no two values are equal that differ.</summary>
    public bool IsExact => Spec.Amount is null or { Tolerance: 0, Relative: 0 } && Spec.Time is null or { Window.Ticks: 0 } && !Spec.Compare.Any(column => column.HasTolerance);

    public int Scale => CommonType.Scale(AmountType);

    /// <summary>Digits to which converted amounts are rounded; fewer than <see cref="Scale"/> where that is a DOUBLE's.</summary>
    public required int ConvertedScale { get; init; }

    public IEnumerable<string> KeyAliases => Keys.Select(key => key.Alias);

    /// <summary>All but the keys.</summary>
    public IEnumerable<string> Values =>
    [
        "a", .. HasCurrency ? ["raw", "u"] : Array.Empty<string>(), .. HasTime ? ["t"] : Array.Empty<string>(), .. Compared.Select(column => column.Alias),
    ];

    /// <summary>"k1, k2" or, with a prefix, "l.k1, l.k2".</summary>
    public string KeyList(string? alias = null) => string.Join(", ", KeyAliases.Select(key => alias is null ? key : $"{alias}.{key}"));

    public string KeysEqual(string left, string right) => string.Join(" AND ", KeyAliases.Select(key => $"{left}.{key} = {right}.{key}"));

    public string KeysPresent(string? alias = null) => string.Join(" AND ", KeyAliases.Select(key => $"{(alias is null ? "" : alias + ".")}{key} IS NOT NULL"));

    public string Table(string what) => Sql.Identifier($"{Spec.Name}_{what}");
}

/// <param name="Alias">Its name within the layout.</param>
internal sealed record LayoutColumn(string Alias, PairedColumn Column, string Type);
