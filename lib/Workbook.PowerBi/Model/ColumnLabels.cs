namespace Workbook.PowerBi.Model;

/// <summary>What people read in place of <c>net_aud_amount</c>: the dimension's label where there is one, else its words.</summary>
internal static class ColumnLabels
{
    private static readonly HashSet<string> Initials = ["aud", "id", "iso", "sku", "vip", "gdpr", "pii", "au", "us", "uk", "sla", "utc"];

    public static string Of(string column)
    {
        var words = column.Split('_').Select(word => Initials.Contains(word) ? word.ToUpperInvariant() : word).ToList();
        words[0] = Capital(words[0]);
        return string.Join(' ', words);
    }

    /// <summary>dim_supplier is shown as Suppliers, fct_sensor_readings as Sensor readings.</summary>
    public static string OfTable(string table)
    {
        var name = Of(table.Split('_', 2)[^1]);
        return name.EndsWith('s') ? name : $"{name}s";
    }

    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
