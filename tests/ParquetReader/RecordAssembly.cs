using System.Text.Json.Nodes;
using Parquet.Schema;

namespace Workbook.ParquetReading;

/// <summary>Rows out of column chunks, by definition and repetition levels as the Parquet format says.</summary>
internal sealed class RecordAssembly
{
    private readonly Dictionary<string, Cursor> _cursors;

    private RecordAssembly(IEnumerable<ColumnChunk> chunks) => _cursors = chunks.ToDictionary(chunk => chunk.Field.Path.ToString(), chunk => new Cursor(chunk));

    /// <param name="chunks">All leaves of the field, in order.</param>
    /// <returns>For each row a text, or JSON for a nested field.</returns>
    public static IEnumerable<object?> Rows(Field field, IReadOnlyList<ColumnChunk> chunks)
    {
        var assembly = new RecordAssembly(chunks);
        while (assembly.First(field).Level is not null) yield return assembly.Read(field);
    }

    private object? Read(Field field)
    {
        var level = First(field).Level;
        switch (field)
        {
            case DataField:
                return CursorOf(field).Take();
            case StructField structure when level >= structure.MaxDefinitionLevel:
                var members = new JsonObject();
                foreach (var member in structure.Fields) members.Add(member.Name, Node(Read(member)));
                return members;
            // A list's own level is that of its entries: one below is a list without any, two below is null.
            case ListField or MapField when level >= field.MaxDefinitionLevel - 1:
                var entries = new JsonArray();
                if (level == field.MaxDefinitionLevel - 1)
                {
                    Skip(field);
                    return entries;
                }
                do entries.Add(Entry(field));
                while (First(field).Repeats == field.MaxRepetitionLevel);
                return entries;
            default:
                Skip(field);
                return null;
        }
    }

    private JsonNode? Entry(Field field) => field is MapField map
        ? new JsonObject { ["key"] = Node(Read(map.Key)), ["value"] = Node(Read(map.Value)) }
        : Node(Read(((ListField)field).Item));

    private Cursor First(Field field) => field is DataField ? CursorOf(field) : First(DuckDbText.Children(field).First());

    private Cursor CursorOf(Field leaf) => _cursors[leaf.Path.ToString()];

    private void Skip(Field field)
    {
        if (field is DataField) CursorOf(field).Take();
        else foreach (var child in DuckDbText.Children(field)) Skip(child);
    }

    private static JsonNode? Node(object? value) => value is string text ? JsonValue.Create(text) : (JsonNode?)value;

    private sealed class Cursor(ColumnChunk chunk)
    {
        private int _entry, _value;

        /// <summary>Null at the end.</summary>
        public int? Level => _entry < chunk.Definition.Length ? chunk.Definition[_entry] : null;

        public int? Repeats => _entry < chunk.Repetition.Length ? chunk.Repetition[_entry] : null;

        public string? Take() => chunk.Definition[_entry++] == chunk.Field.MaxDefinitionLevel ? chunk.Type.Text(chunk.Values[_value++]) : null;
    }
}
