namespace Workbook.Models.Jinja;

internal static class ListMethods
{
    public static readonly Dictionary<string, Func<List<object?>, JinjaArguments, object?>> OfList = new(StringComparer.Ordinal)
    {
        ["append"] = (list, arguments) => Done(() => list.Add(arguments.At(0, "item"))),
        ["extend"] = (list, arguments) => Done(() => list.AddRange([.. JinjaValue.Items(arguments.At(0, "items"))])),
        ["insert"] = (list, arguments) => Done(() => list.Insert(Within(list, arguments.Integer(0, "index")), arguments.At(1, "item"))),
        ["pop"] = (list, arguments) =>
        {
            var at = arguments.Integer(0, "index", -1);
            var index = at < 0 ? at + list.Count : at;
            if (index < 0 || index >= list.Count) throw new JinjaFault(Invariant($"pop({at}) of a list of {list.Count}"));
            var item = list[(int)index];
            list.RemoveAt((int)index);
            return item;
        },
        ["remove"] = (list, arguments) => Done(() => list.RemoveAt(Find(list, arguments.At(0, "item")))),
        ["clear"] = (list, _) => Done(list.Clear),
        ["reverse"] = (list, _) => Done(list.Reverse),
        ["sort"] = (list, arguments) => Done(() =>
        {
            var sorted = SequenceFilters.Sorted(list, item => item, arguments.Flag(0, "reverse"));
            list.Clear();
            list.AddRange(sorted);
        }),
        ["copy"] = (list, _) => list.ToList(),
        ["index"] = (list, arguments) => (long)Find(list, arguments.At(0, "item")),
        ["count"] = (list, arguments) => Count(list, arguments.At(0, "item")),
    };

    public static readonly Dictionary<string, Func<JinjaTuple, JinjaArguments, object?>> OfTuple = new(StringComparer.Ordinal)
    {
        ["index"] = (tuple, arguments) => (long)Find(tuple, arguments.At(0, "item")),
        ["count"] = (tuple, arguments) => Count(tuple, arguments.At(0, "item")),
    };

    private static object? Done(Action change)
    {
        change();
        return null;
    }

    private static int Within(List<object?> list, long index) => (int)Math.Clamp(index < 0 ? index + list.Count : index, 0, list.Count);

    private static long Count(IEnumerable<object?> items, object? item) => items.LongCount(element => JinjaEquality.AreEqual(element, item));

    private static int Find(IReadOnlyList<object?> items, object? item)
    {
        for (var i = 0; i < items.Count; i++)
            if (JinjaEquality.AreEqual(items[i], item))
                return i;
        throw new JinjaFault($"{JinjaText.Repr(item)} is not in the {JinjaText.TypeName(items)}");
    }
}
