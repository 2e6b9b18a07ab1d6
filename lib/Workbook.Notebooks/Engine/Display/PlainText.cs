using System.Globalization;
using System.Collections;

namespace Workbook.Notebooks.Display;

/// <summary>A value on a line, or a line for each item of a list.</summary>
internal static class PlainText
{
    public static string Of(object? value) => Show(value, 0);

    /// <summary>All items of a list that is short by its nature, each on its line.</summary>
    public static string Whole(IEnumerable<object> list) => string.Join('\n', list.Select(item => Show(item, 1)));

    private static string Show(object? value, int depth)
    {
        if (Formatter.Own(value, Formatter.Plain) is { } own)
            return own;
        if (PictureBytes.Of(value) is { } picture)
            return picture.Title;
        if (DataGrid.Of(value) is { } grids)
            return string.Join(depth == 0 ? "\n\n" : "; ", grids.Select(grid => grid.Text(cell => Show(cell, depth + 1))));
        if (Formatter.Scalar(value) is { } scalar)
            return scalar;
        if (depth >= Parts.MaxDepth)
            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        switch (value)
        {
            case IDictionary dictionary:
                var entries = dictionary.Keys.Cast<object>().Take(Parts.MaxItems).Select(key => $"{Show(key, depth + 1)}: {Show(dictionary[key], depth + 1)}");
                return $"{{ {string.Join(", ", entries.Append(Parts.Rest(Parts.MaxItems, dictionary.Count)).OfType<string>())} }}";
            case IEnumerable list:
                var (items, count) = Parts.First(list);
                var texts = items.Select(item => Show(item, depth + 1)).Append(Parts.Rest(items.Count, count)).OfType<string>();
                return depth == 0 && items.Any(item => Formatter.Scalar(item) is null) ? string.Join('\n', texts) : $"[ {string.Join(", ", texts)} ]";
            default:
                var parts = Parts.Of(value!.GetType());
                return parts.Count == 0 ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" : $"{{ {string.Join(", ", parts.Select(part => $"{part.Name}: {Show(part.Get(value), depth + 1)}"))} }}";
        }
    }
}
