namespace Workbook.PowerBi.Model;

/// <summary>The queries, in M, that read gold's Parquet files.</summary>
internal static class GoldQueries
{
    public const string FolderParameter = "GoldFolder";
    private const string TableFunction = "GoldTable";
    private const string UtcFunction = "UtcInstant";

    /// <param name="folder">Where gold lies on the machine that opens the project.</param>
    public static IReadOnlyList<ModelExpression> Expressions(string folder) =>
    [
        new(FolderParameter, $"{Text(folder)} meta [IsParameterQuery=true, Type=\"Text\", IsParameterQueryRequired=true]",
            "Gold's folder, with a folder of Parquet files for each table, as an absolute path.", "Text"),
        new(TableFunction, $"""
            let
                Read = (table as text) as table =>
                    let
                        Folder = Text.TrimEnd({FolderParameter}, {"{"}"\", "/"{"}"}),
                        Separator = if Text.Contains(Folder, "/") then "/" else "\",
                        Files = Table.SelectRows(Folder.Contents(Folder & Separator & table), each [Extension] = ".parquet")
                    in
                        Table.Combine(List.Transform(Files[Content], each Parquet.Document(_)))
            in
                Read
            """, "One of gold's tables by its name.", "Function"),
        new(UtcFunction, $"""
            let
                Convert = (instant as any) as any =>
                    if instant is datetimezone then DateTimeZone.RemoveZone(DateTimeZone.ToUtc(instant)) else instant
            in
                Convert
            """, "An instant in UTC, without its zone. Power Query would turn it into this machine's time.", "Function"),
    ];

    /// <param name="source">M that yields the rows.</param>
    /// <param name="dropWithout">A column without which a row is left out.</param>
    public static string Table(string source, IReadOnlyList<ModelColumn> columns, string? dropWithout = null)
    {
        List<(string Name, string Query)> steps =
        [
            ("Source", source),
            ("Columns", $"Table.SelectColumns(Source, {List(columns.Select(column => Text(column.SourceName)))})"),
        ];
        if (columns.Where(column => column.Kind == ModelDataType.ZonedInstant).ToList() is { Count: > 0 } zoned)
            steps.Add(("InUtc", $"Table.TransformColumns({steps[^1].Name}, {List(zoned.Select(column => $"{{{Text(column.SourceName)}, {UtcFunction}}}"))})"));
        steps.Add(("Typed", $"Table.TransformColumnTypes({steps[^1].Name}, {List(columns.Select(column => $"{{{Text(column.SourceName)}, {GoldTypes.InQuery(column.Kind)}}}"))})"));
        if (dropWithout is not null)
            steps.Add(("Known", $"Table.SelectRows({steps[^1].Name}, each [{dropWithout}] <> null)"));
        return $"let\n{string.Join(",\n", steps.Select(step => Indented($"{step.Name} = {step.Query}")))}\nin\n    {steps[^1].Name}";
    }

    public static string Gold(string table) => $"{TableFunction}({Text(table)})";

    /// <summary>The rows that differ in these columns.</summary>
    public static string Distinct(string table, IEnumerable<string> columns) => $"Table.Distinct(Table.SelectColumns({Gold(table)}, {List(columns.Select(Text))}))";

    public static string Text(string text) => $"\"{text.Replace("#(", "#(#)(").Replace("\"", "\"\"")}\"";

    private static string List(IEnumerable<string> items) => $"{{\n{string.Join(",\n", items.Select(item => $"    {item}"))}\n}}";

    private static string Indented(string query) => "    " + query.Replace("\n", "\n    ");
}
