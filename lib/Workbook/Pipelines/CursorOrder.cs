using DuckDB.NET.Data;
using Workbook.Database;
using Workbook.Delta;

namespace Workbook.Pipelines;

/// <summary>How a cursor's values follow each other: by their type, and texts by what they say.</summary>
/// <param name="Type">What they are compared as; null for the text itself.</param>
internal sealed record CursorOrder(string Column, string? Type, string ColumnType)
{
    /// <param name="relations">All of whose values the order must hold for.</param>
    /// <exception cref="WorkbookException">The type has no order, or texts are neither all numbers nor all instants nor all of one length.</exception>
    public static CursorOrder Of(DuckDBConnection connection, Resource resource, DeltaType type, params IEnumerable<string> relations)
    {
        var column = resource.Cursor!;
        if (type.IsNested || type is DeltaType.Primitive { Name: "boolean" or "binary" })
            throw resource.Fault($"the cursor '{column}' is {type.Sql}, which doesn't grow; expected a number, a date, an instant or a text. Choose another cursor.");
        if (type != DeltaType.String)
            return new CursorOrder(column, null, type.Sql);

        var values = string.Join(" UNION ALL ", relations.Select(relation => $"SELECT {Sql.Identifier(column)} AS value FROM {relation}"));
        var (all, numbers, instants, shortest, longest) = connection.Query($$"""
            SELECT count(value),
                count(*) FILTER (regexp_full_match(value, '[+-]?[0-9]{1,28}(\.[0-9]{1,9})?') AND TRY_CAST(value AS DECIMAL(38,9)) IS NOT NULL),
                count(*) FILTER (regexp_full_match(value, '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}.*)?') AND TRY_CAST(value AS TIMESTAMPTZ) IS NOT NULL),
                coalesce(min(length(value)), 0), coalesce(max(length(value)), 0)
            FROM ({{values}})
            """, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4)))[0];
        return numbers == all ? new CursorOrder(column, "DECIMAL(38,9)", type.Sql)
            : instants == all ? new CursorOrder(column, "TIMESTAMP WITH TIME ZONE", type.Sql)
            : shortest == longest ? new CursorOrder(column, null, type.Sql)
            : throw resource.Fault(Invariant($"the cursor '{column}' is a text of {shortest} to {longest} letters, neither always a number nor always an instant ({numbers:N0} and {instants:N0} of {all:N0}), so that its order isn't known: as texts '9' comes after '10'. Cast it in the query, or choose another cursor."));
    }

    /// <summary>What is compared in place of the value.</summary>
    public string Key(string? value = null) => Type is null ? value ?? Sql.Identifier(Column) : $"CAST({value ?? Sql.Identifier(Column)} AS {Type})";

    /// <summary>The greatest value of a relation, as text; null where it has none.</summary>
    public string? Greatest(DuckDBConnection connection, string relation) =>
        connection.Scalar<string?>($"SELECT CAST(arg_max({Sql.Identifier(Column)}, {Key()}) AS VARCHAR) FROM {relation}");

    /// <summary>A value that lies a lookback before, as an expression to compare keys with.</summary>
    public string Since(DuckDBConnection connection, Resource resource, string greatest)
    {
        var type = Type ?? ColumnType;
        var value = Key($"CAST({Sql.Literal(greatest)} AS {ColumnType})");
        if (resource.Lookback is null)
            return value;
        try
        {
            return $"CAST({Sql.Literal(connection.Scalar<string>($"SELECT CAST(CAST({value} - ({resource.Lookback}) AS {type}) AS VARCHAR)"))} AS {type})";
        }
        catch (DuckDBException fault)
        {
            throw resource.Fault($"the lookback '{resource.Lookback}' can't be taken from the cursor '{Column}', which is {type}. Write what DuckDB takes from it, such as INTERVAL 1 DAY or 100.", fault);
        }
    }

    /// <summary>A value as a server is told it.</summary>
    public string Text(DuckDBConnection connection, string value)
    {
        var instant = "TIMESTAMP WITH TIME ZONE";
        var text = (Type ?? ColumnType) == instant ? $"strftime({value} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%f')" : $"CAST({value} AS VARCHAR)";
        var told = connection.Scalar<string>($"SELECT {text}");
        return (Type ?? ColumnType) == instant ? told.Replace(".000000", "", StringComparison.Ordinal) + "Z" : Type is null || !told.Contains('.') ? told : told.TrimEnd('0').TrimEnd('.');
    }
}
