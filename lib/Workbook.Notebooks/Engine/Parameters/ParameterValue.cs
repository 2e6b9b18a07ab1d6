using System.Globalization;
using System.Numerics;

namespace Workbook.Notebooks.Engine.Parameters;

/// <summary>A literal as a value of the type that a notebook wants: without loss, or not at all.</summary>
internal static class ParameterValue
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static bool TryConvert(object? literal, Type type, out object? value)
    {
        value = null;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return literal is null || TryConvert(literal, inner, out value);
        if (literal is null)
            return !type.IsValueType;
        if (type == typeof(object))
        {
            value = Natural(literal);
            return true;
        }

        value = literal switch
        {
            List<object?> items => List(items, type),
            List<KeyValuePair<object?, object?>> pairs => Dictionary(pairs, type),
            bool truth => type == typeof(bool) ? truth : type == typeof(string) ? (truth ? "true" : "false") : null,
            NumberText number => type == typeof(string) ? number.Text : Number(number.Text, type),
            string text => type == typeof(string) ? text : OfText(text, type),
            _ => null,
        };
        return value is not null;
    }

    /// <summary>The value that C# itself, or else Python, would see in the literal.</summary>
    public static object? Natural(object? literal) => literal switch
    {
        NumberText number => Number(number.Text, number.Text.All(letter => char.IsAsciiDigit(letter) || letter == '-') ? typeof(int) : typeof(double))
            ?? Number(number.Text, typeof(long)) ?? Number(number.Text, typeof(BigInteger)) ?? Number(number.Text, typeof(double)),
        List<KeyValuePair<object?, object?>> pairs => pairs.ToDictionary(pair => Invariant($"{Natural(pair.Key)}"), pair => Natural(pair.Value)!),
        List<object?> items => Array(items),
        _ => literal,
    };

    /// <summary>As C# spells it.</summary>
    public static string Name(Type type) => Type.GetTypeCode(type) switch
    {
        _ when Nullable.GetUnderlyingType(type) is { } inner => Name(inner) + "?",
        _ when type.IsArray => Name(type.GetElementType()!) + "[]",
        _ when type.IsGenericType => $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>",
        _ when type.IsEnum => $"{type.Name} ({string.Join(", ", Enum.GetNames(type))})",
        TypeCode.Int32 => "int", TypeCode.Int64 => "long", TypeCode.Int16 => "short", TypeCode.UInt32 => "uint", TypeCode.UInt64 => "ulong", TypeCode.UInt16 => "ushort",
        TypeCode.Single => "float", TypeCode.Boolean => "bool", TypeCode.String => "string", TypeCode.Decimal => "decimal", TypeCode.Double => "double", TypeCode.Byte => "byte",
        TypeCode.SByte => "sbyte", TypeCode.Char => "char",
        _ => type == typeof(DateOnly) ? "DateOnly (such as 2024-02-29)" : type.Name,
    };

    /// <summary>Null where the number doesn't fit whole.</summary>
    private static object? Number(string text, Type type)
    {
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, Culture, out var number) ? number : null;
        if (type == typeof(float))
            return float.TryParse(text, NumberStyles.Float, Culture, out var number) && (float.IsFinite(number) || text.Contains('n', StringComparison.OrdinalIgnoreCase)) ? number : null;
        if (type == typeof(BigInteger))
            return BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var number) ? number : null;
        if (type.IsEnum || !decimal.TryParse(text, NumberStyles.Float, Culture, out var exact))
            return null;
        if (type == typeof(decimal))
            return exact == 0 && text.Any(letter => letter is >= '1' and <= '9') && !text.Contains('.', StringComparison.Ordinal) ? null : exact;
        try
        {
            return Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.UInt64 && exact == decimal.Truncate(exact) ? Convert.ChangeType(exact, type, Culture) : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>What has no literal of its own comes as text: dates, or a raw parameter (<c>-r</c>).</summary>
    private static object? OfText(string text, Type type)
    {
        if (type.IsEnum)
            return !char.IsAsciiDigit(text.FirstOrDefault('0')) && Enum.TryParse(type, text, ignoreCase: true, out var member) ? member : null;
        if (type == typeof(bool))
            return bool.TryParse(text, out var truth) ? truth : null;
        if (type == typeof(char))
            return text.Length == 1 ? text[0] : null;
        if (type == typeof(Uri))
            return Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : null;
        if (type == typeof(Guid))
            return Guid.TryParse(text, out var guid) ? guid : null;
        if (type == typeof(DateOnly))
            return Moment(text) is { TimeOfDay.Ticks: 0 } day ? DateOnly.FromDateTime(day) : null;
        if (type == typeof(DateTime))
            return Moment(text) is { } moment ? moment : null;
        if (type == typeof(DateTimeOffset))
            return Moment(text) is not null && DateTimeOffset.TryParse(text, Culture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;
        if (type == typeof(TimeOnly))
            return TimeOnly.TryParse(text, Culture, out var time) ? time : null;
        if (type == typeof(TimeSpan))
            return TimeSpan.TryParse(text, Culture, out var span) ? span : null;
        return Number(text, type);
    }

    /// <summary>ISO dates and times alone: in any other order of day and month the guess may be wrong.</summary>
    private static DateTime? Moment(string text) =>
        text.Length >= 10 && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", Culture, DateTimeStyles.None, out _) && DateTime.TryParse(text, Culture, DateTimeStyles.RoundtripKind, out var moment) ? moment : null;

    private static object? List(List<object?> items, Type type)
    {
        var element = type.IsArray ? type.GetElementType() : type.IsGenericType && type.GetGenericArguments() is [var only] ? only : null;
        if (element is null)
            return type.IsAssignableFrom(typeof(object[])) ? Array(items) : null;
        var array = System.Array.CreateInstance(element, items.Count);
        for (var index = 0; index < items.Count; index++)
        {
            if (!TryConvert(items[index], element, out var item))
                return null;
            array.SetValue(item, index);
        }

        return type.IsInstanceOfType(array) ? array : Made(type, typeof(List<>).MakeGenericType(element), array) ?? Made(type, typeof(HashSet<>).MakeGenericType(element), array) ?? Made(type, type, array);
    }

    private static object? Dictionary(List<KeyValuePair<object?, object?>> pairs, Type type)
    {
        if (!type.IsGenericType || type.GetGenericArguments() is not [var keys, var values])
            return type.IsAssignableFrom(typeof(Dictionary<string, object>)) ? Natural(pairs) : null;
        var made = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(keys, values))!;
        foreach (var pair in pairs)
        {
            if (!TryConvert(pair.Key, keys, out var key) || key is null || !TryConvert(pair.Value, values, out var value))
                return null;
            made[key] = value;
        }

        return type.IsInstanceOfType(made) ? made : Made(type, type, made);
    }

    /// <summary>A collection made from another one; null where the type isn't that, or has no such constructor.</summary>
    private static object? Made(Type wanted, Type type, object from) =>
        wanted.IsAssignableFrom(type) && !type.IsAbstract && type.GetConstructors().Any(constructor => constructor.GetParameters() is [var only] && only.ParameterType.IsInstanceOfType(from)) ? Activator.CreateInstance(type, from) : null;

    /// <summary>Of the items' own type where they have one in common: int beside double is double.</summary>
    private static Array Array(List<object?> items)
    {
        var natural = items.Select(Natural).ToList();
        Type[] candidates = [.. natural.OfType<object>().Select(item => item.GetType()).Distinct()];
        var type = candidates is [var one] && !(natural.Contains(null) && one.IsValueType) ? one
            : candidates.Length > 1 && candidates.All(candidate => candidate == typeof(int) || candidate == typeof(long)) ? typeof(long)
            : candidates.Length > 1 && candidates.All(candidate => candidate == typeof(int) || candidate == typeof(long) || candidate == typeof(double)) ? typeof(double)
            : typeof(object);
        var array = System.Array.CreateInstance(type, natural.Count);
        for (var index = 0; index < natural.Count; index++)
            array.SetValue(type == typeof(long) || type == typeof(double) ? Convert.ChangeType(natural[index], type, Culture) : natural[index], index);
        return array;
    }
}
