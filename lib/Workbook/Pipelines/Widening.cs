using Workbook.Delta;

namespace Workbook.Pipelines;

/// <summary>Types that hold what two types hold.</summary>
internal static class Widening
{
    private const int MostDigits = 38;

    /// <summary>The narrowest type that holds every value of both; null where there is none.</summary>
    public static DeltaType? Of(DeltaType a, DeltaType b) => (a, b) switch
    {
        (DeltaType.Struct one, DeltaType.Struct other) => Structs(one, other),
        (DeltaType.Array one, DeltaType.Array other) => Of(one.Element, other.Element) is { } element ? new DeltaType.Array(element) : null,
        (DeltaType.Map one, DeltaType.Map other) => Of(one.Key, other.Key) is { } key && Of(one.Value, other.Value) is { } value ? new DeltaType.Map(key, value) : null,
        _ when a.Holds(b) => a,
        _ when b.Holds(a) => b,
        _ => Numbers(a, b),
    };

    /// <summary>Whole numbers of 64 bits and floating-point ones: only values up to 2^53 are the same as both.</summary>
    public static bool IsByValue(DeltaType a, DeltaType b) => (a == DeltaType.Long && b == DeltaType.Double) || (a == DeltaType.Double && b == DeltaType.Long);

    private static DeltaType.Decimal? Numbers(DeltaType a, DeltaType b)
    {
        if (Digits(a) is not { } one || Digits(b) is not { } other)
            return null;
        var (whole, scale) = (Math.Max(one.Whole, other.Whole), Math.Max(one.Scale, other.Scale));
        return whole + scale <= MostDigits ? new DeltaType.Decimal(whole + scale, scale) : null;
    }

    private static (int Whole, int Scale)? Digits(DeltaType type) => type switch
    {
        DeltaType.Decimal number => (number.Precision - number.Scale, number.Scale),
        DeltaType.Primitive { Name: "byte" } => (3, 0),
        DeltaType.Primitive { Name: "short" } => (5, 0),
        DeltaType.Primitive { Name: "integer" } => (10, 0),
        DeltaType.Primitive { Name: "long" } => (19, 0),
        _ => null,
    };

    /// <summary>The members of both, those of the first in front.</summary>
    private static DeltaType.Struct? Structs(DeltaType.Struct a, DeltaType.Struct b)
    {
        var members = new List<DeltaField>();
        foreach (var member in a.Fields)
        {
            var other = b.Fields.FirstOrDefault(candidate => IsSame(candidate, member));
            if ((other is null ? member.Type : Of(member.Type, other.Type)) is not { } type)
                return null;
            members.Add(member with { Type = type });
        }

        return new DeltaType.Struct([.. members, .. b.Fields.Where(member => !a.Fields.Any(known => IsSame(known, member)))]);
    }

    private static bool IsSame(DeltaField a, DeltaField b) => string.Equals(a.Name, b.Name, StringComparison.OrdinalIgnoreCase);
}
