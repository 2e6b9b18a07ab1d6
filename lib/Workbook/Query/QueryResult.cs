using System.Data.Common;
using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Workbook.Query;

/// <summary>How a column's values are to be read by who gets them.</summary>
public enum ValueKind
{
    /// <summary>As it stands: texts, dates, times, and all that is none of the others.</summary>
    Text,

    /// <summary>Whole numbers, decimals and doubles; also <c>inf</c> and <c>nan</c>.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>Lists, structs, maps, unions, JSON and VARIANT.</summary>
    Nested,
}

/// <param name="SqlType">As DuckDB names it; the .NET type for statements that aren't queries.</param>
public sealed record ResultColumn(string Name, string SqlType)
{
    /// <summary>Follows from <see cref="SqlType"/>.</summary>
    public ValueKind Kind { get; } =
        SqlType.EndsWith(']') || SqlType.StartsWith("STRUCT", StringComparison.Ordinal) || SqlType.StartsWith("MAP", StringComparison.Ordinal)
            || SqlType.StartsWith("UNION", StringComparison.Ordinal) || SqlType is "JSON" or "VARIANT" ? ValueKind.Nested
        : SqlType is "BOOLEAN" or "Boolean" ? ValueKind.Boolean
        : SqlType.StartsWith("DECIMAL", StringComparison.Ordinal) || SqlType is
            "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT"
            or "FLOAT" or "DOUBLE" or "BIGNUM" or "Int32" or "Int64" or "Double" or "Decimal" or "BigInteger" ? ValueKind.Number
        : ValueKind.Text;
}

/// <summary>What the texts of a result are for.</summary>
public enum ValueStyle
{
    /// <summary>As DuckDB casts to VARCHAR.</summary>
    Plain,

    /// <summary>The same, but nested values are JSON.</summary>
    Json,
}

/// <summary>
/// A statement's rows as text, one at a time as the engine makes them. DuckDB itself spells the values: .NET has no
/// place for many of them (a list with NULLs, infinity, a DECIMAL of 38 digits).
/// </summary>
public sealed class QueryResult : IDisposable
{
    private readonly DuckDBCommand _command;
    private readonly DbDataReader _reader;
    private readonly CancellationTokenRegistration _interruption;
    private readonly CancellationToken _cancellation;
    private readonly bool _wrapped;

    private QueryResult(DuckDBCommand command, DbDataReader reader, IReadOnlyList<ResultColumn> columns, bool wrapped,
        CancellationTokenRegistration interruption, CancellationToken cancel)
    {
        _command = command;
        _reader = reader;
        _wrapped = wrapped;
        _interruption = interruption;
        _cancellation = cancel;
        Columns = columns;
    }

    /// <summary>Empty for statements that return nothing.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>Whether it is the plan of a statement: one text of many lines.</summary>
    public bool IsPlan { get; private init; }

    /// <param name="statement">One statement, with or without its semicolon.</param>
    /// <param name="parameters">Values for <c>$name</c> in the statement: all that it names, and no others.</param>
    /// <exception cref="WorkbookException">DuckDB refuses it, in DuckDB's words; or there are several statements.</exception>
    public static QueryResult Run(
        DuckDBConnection connection, string statement, ValueStyle style = ValueStyle.Plain,
        IReadOnlyDictionary<string, object?>? parameters = null, CancellationToken cancel = default)
    {
        RequireOne(connection, statement);
        var columns = StatementGuard.IsQuery(statement) ? Describe(connection, statement, parameters) : null;
        var command = connection.CreateCommand();
        Bind(command, parameters);
        command.UseStreamingMode = columns is not null;
        command.CommandText = columns is null ? statement : AsTexts(statement, columns, style);
        var interruption = cancel.Register(command.Cancel);
        try
        {
            var reader = command.ExecuteReader();
            columns ??= Affected(statement, reader) ? [] : [.. Enumerable.Range(0, reader.FieldCount).Select(index => new ResultColumn(reader.GetName(index), reader.GetFieldType(index).Name))];
            return new QueryResult(command, reader, columns, command.UseStreamingMode, interruption, cancel)
            {
                IsPlan = StatementGuard.IsExplain(statement),
            };
        }
        catch (DuckDBException fault)
        {
            interruption.Dispose();
            command.Dispose();
            throw Translated(fault, command.UseStreamingMode, cancel);
        }
    }

    /// <exception cref="WorkbookException">DuckDB's parser doesn't understand it. Nothing is run.</exception>
    public static void RequireSyntax(DuckDBConnection connection, string statement)
    {
        var count = NativeMethods.ExtractStatements.DuckDBExtractStatements(connection.NativeConnection, statement, out var extracted);
        using (extracted)
        {
            if (count == 0 && NativeMethods.ExtractStatements.DuckDBExtractStatementsError(extracted) is { Length: > 0 } fault)
                throw new WorkbookException(fault);
        }
    }

    /// <summary>The next row's values, null for NULL; false after the last.</summary>
    /// <exception cref="WorkbookException">A row can't be computed, in DuckDB's words.</exception>
    /// <exception cref="OperationCanceledException">The query was interrupted.</exception>
    public bool Read(Span<string?> row)
    {
        if (!Read())
            return false;
        for (var index = 0; index < Columns.Count; index++)
            row[index] = Text(index);
        return true;
    }

    /// <summary>Goes to the next row without fetching its values.</summary>
    /// <inheritdoc cref="Read(Span{string?})"/>
    public bool Read()
    {
        try
        {
            _cancellation.ThrowIfCancellationRequested();
            return Columns.Count > 0 && _reader.Read();
        }
        catch (DuckDBException fault)
        {
            throw Translated(fault, _wrapped, _cancellation);
        }
    }

    /// <summary>Ends the statement, whether or not all its rows were read.</summary>
    public void Dispose()
    {
        _interruption.Dispose();
        _reader.Dispose();
        _command.Dispose();
    }

    private string? Text(int column)
    {
        if (_reader.IsDBNull(column))
            return null;
        if (_wrapped)
            return _reader.GetString(column);
        try
        {
            return Convert.ToString(_reader.GetValue(column), CultureInfo.InvariantCulture);
        }
        catch (Exception fault) when (fault is InvalidCastException or OverflowException or ArgumentException or InvalidOperationException)
        {
            // Only what an INSERT … RETURNING and its like return unasked for; a query's values are texts already.
            return $"({Columns[column].SqlType})";
        }
    }

    /// <summary>Names and types; null where it can't stand as a relation, and DuckDB shall say what it thinks of the statement itself.</summary>
    private static List<ResultColumn>? Describe(DuckDBConnection connection, string statement, IReadOnlyDictionary<string, object?>? parameters)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"DESCRIBE SELECT * FROM ({Inner(statement)})";
            Bind(command, parameters);
            using var reader = command.ExecuteReader();
            var columns = new List<ResultColumn>();
            while (reader.Read())
                columns.Add(new ResultColumn(reader.GetString(0), reader.GetString(1)));
            return columns;
        }
        catch (DuckDBException)
        {
            return null;
        }
    }

    private static void Bind(DuckDBCommand command, IReadOnlyDictionary<string, object?>? parameters)
    {
        foreach (var (name, value) in parameters ?? new Dictionary<string, object?>())
            command.Parameters.Add(new DuckDBParameter(name, value ?? DBNull.Value));
    }

    private static string AsTexts(string statement, List<ResultColumn> columns, ValueStyle style)
    {
        // By place, since names may repeat in spite of it all.
        var values = columns.Select((column, index) => style == ValueStyle.Json && column.Kind == ValueKind.Nested && column.SqlType != "JSON"
            ? $"CAST(to_json(c{index}) AS VARCHAR)"
            : $"CAST(c{index} AS VARCHAR)");
        return $"SELECT {string.Join(", ", values)} FROM ({Inner(statement)}) AS result({string.Join(", ", columns.Select((_, index) => $"c{index}"))})";
    }

    // On lines of its own, should it end in a comment.
    private static string Inner(string statement) => statement.TrimEnd().TrimEnd(';') + "\n";

    /// <summary>CREATE, INSERT and their like return a count, or nothing under the name Success; that is no result to show.</summary>
    private static bool Affected(string statement, DbDataReader reader) =>
        reader.FieldCount == 0 || (reader.FieldCount == 1 && reader.GetName(0) is "Count" or "Success" && !StatementGuard.IsQuery(statement));

    /// <summary>Counted by the engine's own parser: whoever judged the statement may have taken a second one for a comment.</summary>
    private static void RequireOne(DuckDBConnection connection, string statement)
    {
        // Without one inside there is no second statement, though DuckDB itself makes several of a PIVOT.
        if (!statement.TrimEnd().TrimEnd(';').Contains(';'))
            return;
        var count = NativeMethods.ExtractStatements.DuckDBExtractStatements(connection.NativeConnection, statement, out var extracted);
        using (extracted)
        {
            if (count > 1)
                throw new WorkbookException($"Expected one SQL statement but found {count}. Run them one by one.");
        }
    }

    private static Exception Translated(DuckDBException fault, bool wrapped, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
            return new OperationCanceledException(fault.Message, fault, cancel);
        // The excerpt would show the statement that was wrapped around the user's.
        var message = wrapped && fault.Message.IndexOf("\n\nLINE ", StringComparison.Ordinal) is > 0 and var excerpt ? fault.Message[..excerpt] : fault.Message;
        return new WorkbookException(message.TrimEnd(), fault);
    }
}
