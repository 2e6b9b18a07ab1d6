using System.Numerics;
using DuckDB.NET.Data;

namespace Workbook.Database;

/// <summary>
/// Writes rows to a table, millions a second, through DuckDB's appender. That one copies the bytes it is given, so an
/// int in a BIGINT column corrupts the row and no one is told; here every value is checked against its column's declared
/// type, and a value of another type is a fault, even one that would fit.
/// </summary>
/// <remarks>
/// All rows or none: the table has them after <see cref="Complete"/>; disposing without it drops them. That is done by a
/// transaction of the appender's own, which also holds whatever else the connection does meanwhile. Inside a transaction
/// that the caller began, rows already handed to DuckDB can't be told from the caller's work: then it is for the caller to
/// roll back. A fault ends the appender. Fractions of a second finer than the column's are dropped.
/// </remarks>
public sealed class CheckedAppender : IDisposable
{
    private readonly DuckDBConnection _connection;
    private readonly string _table;
    private readonly AppenderColumn[] _columns;
    private readonly DuckDBAppender _appender;
    private readonly bool _ownsTransaction;
    private IDuckDBAppenderRow? _row;
    private int _filled;
    private State _state;

    /// <exception cref="WorkbookException">The table has generated columns, which an appender can't leave out.</exception>
    /// <exception cref="DuckDBException">There is no such table.</exception>
    public CheckedAppender(DuckDBConnection connection, string table, string? schema = null)
    {
        _connection = connection;
        _table = schema is null ? table : $"{schema}.{table}";
        _columns = AppenderPlan.Read(connection, table, schema);
        _ownsTransaction = AppenderTransaction.TryBegin(connection);
        try
        {
            _appender = connection.CreateAppender(schema!, table);
        }
        catch
        {
            if (_ownsTransaction)
                connection.Execute("ROLLBACK");
            throw;
        }
    }

    private enum State { Open, Failed, Completed, Disposed }

    /// <summary>Rows that were ended so far.</summary>
    public long Rows { get; private set; }

    /// <summary>
    /// The next column's value; null is NULL. A literal has the type that C# gives it: 7 is an int, so write 7L for a BIGINT.
    /// </summary>
    /// <exception cref="WorkbookException">The value isn't of the column's type, or the row has all its values already.</exception>
    public CheckedAppender Add<T>(T value)
    {
        var column = NextColumn();
        try
        {
            if (value is null)
                _row!.AppendNullValue();
            else if (!Append(_row!, column, value))
                throw Mismatch(column, value);
        }
        catch (Exception fault)
        {
            _state = State.Failed;
            if (fault is WorkbookException)
                throw;
            throw new WorkbookException(Invariant($"{Place(column)}: {fault.Message} The value was {value}."), fault);
        }

        _filled++;
        return this;
    }

    /// <summary>The next column gets its declared default.</summary>
    public CheckedAppender AddDefault()
    {
        NextColumn();
        _row!.AppendDefault();
        _filled++;
        return this;
    }

    /// <exception cref="WorkbookException">The row has fewer values than the table has columns.</exception>
    public void EndRow()
    {
        RequireOpen();
        if (_filled != _columns.Length)
            throw Fail($"A row for table '{_table}' has {_filled} of {_columns.Length} values; the next would be '{_columns[_filled].Name}'. Add it, or AddDefault().");

        try
        {
            _row!.EndRow();
        }
        catch
        {
            _state = State.Failed;
            throw;
        }

        _row = null;
        _filled = 0;
        Rows++;
    }

    /// <summary>A whole row, in the order of the columns.</summary>
    public void AddRow(params ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
            Add(value);
        EndRow();
    }

    /// <summary>Makes the rows part of the table. Without it they are dropped.</summary>
    /// <exception cref="WorkbookException">A row isn't ended, or something failed before.</exception>
    /// <exception cref="DuckDBException">The rows violate a constraint; none of them stays.</exception>
    public void Complete()
    {
        RequireOpen();
        if (_row is not null)
            throw Fail($"The last row for table '{_table}' has {_filled} of {_columns.Length} values and was not ended. Call EndRow() before Complete().");

        // Until all has gone well it counts as failed, so that Dispose rolls back.
        _state = State.Failed;
        _appender.Close();
        if (_ownsTransaction)
            _connection.Execute("COMMIT");
        _state = State.Completed;
    }

    /// <summary>Drops the rows, unless <see cref="Complete"/> went well before. A second call does nothing.</summary>
    public void Dispose()
    {
        if (_state == State.Disposed)
            return;

        var completed = _state == State.Completed;
        _state = State.Disposed;
        AppenderTransaction.Release(_appender, dropRows: !completed);
        if (_ownsTransaction && !completed)
            _connection.Execute("ROLLBACK");
    }

    // For each T the JIT keeps only the branches that can apply: no boxing of values, no chain of type tests.
    private bool Append<T>(IDuckDBAppenderRow row, AppenderColumn column, T value)
    {
        switch (column.Kind)
        {
            case AppenderType.Boolean when value is bool v: row.AppendValue((bool?)v); return true;
            case AppenderType.TinyInt when value is sbyte v: row.AppendValue((sbyte?)v); return true;
            case AppenderType.SmallInt when value is short v: row.AppendValue((short?)v); return true;
            case AppenderType.Integer when value is int v: row.AppendValue((int?)v); return true;
            case AppenderType.BigInt when value is long v: row.AppendValue((long?)v); return true;
            case AppenderType.UTinyInt when value is byte v: row.AppendValue((byte?)v); return true;
            case AppenderType.USmallInt when value is ushort v: row.AppendValue((ushort?)v); return true;
            case AppenderType.UInteger when value is uint v: row.AppendValue((uint?)v); return true;
            case AppenderType.UBigInt when value is ulong v: row.AppendValue((ulong?)v); return true;
            case AppenderType.HugeInt when value is BigInteger v: row.AppendValue((BigInteger?)v); return true;
            case AppenderType.Float when value is float v: row.AppendValue((float?)v); return true;
            case AppenderType.Double when value is double v: row.AppendValue((double?)v); return true;
            // The engine's appender would cut the digits that don't fit, without rounding.
            case AppenderType.Decimal when value is decimal v && (v.Scale <= column.Scale || decimal.Round(v, column.Scale) == v):
                row.AppendValue((decimal?)v); return true;
            case AppenderType.Text when value is string v: row.AppendValue(Whole(v, column)); return true;
            case AppenderType.Blob when value is byte[] v: row.AppendValue(v); return true;
            case AppenderType.Uuid when value is Guid v: row.AppendValue((Guid?)v); return true;
            case AppenderType.Date when value is DateOnly v: row.AppendValue(v); return true;
            case AppenderType.Time when value is TimeOnly v: row.AppendValue(v); return true;
            case AppenderType.Timestamp when value is DateTime v: row.AppendValue((DateTime?)v); return true;
            case AppenderType.TimestampTz when value is DateTimeOffset v: row.AppendValue((DateTime?)v.UtcDateTime); return true;
            case AppenderType.TimestampTz when value is DateTime { Kind: not DateTimeKind.Local } v: row.AppendValue((DateTime?)v); return true;
            case AppenderType.Interval when value is TimeSpan v: row.AppendValue((TimeSpan?)v); return true;
            default: return false;
        }
    }

    private string Whole(string text, AppenderColumn column) => EngineValue.IsWhole(text) ? text : EngineValue.RequireWhole(text, Place(column));

    private AppenderColumn NextColumn()
    {
        RequireOpen();
        if (_filled == _columns.Length)
            throw Fail($"A row for table '{_table}' has all of its {_columns.Length} values already. Call EndRow() before the next value.");
        _row ??= _appender.CreateRow();
        return _columns[_filled];
    }

    private void RequireOpen()
    {
        if (_state == State.Open)
            return;
        ObjectDisposedException.ThrowIf(_state == State.Disposed, this);
        throw new WorkbookException(_state == State.Completed
            ? $"The appender for table '{_table}' is complete. Make a new one for more rows."
            : $"The appender for table '{_table}' failed before, and its rows will be dropped. Make a new one and start over.");
    }

    private WorkbookException Fail(string message)
    {
        _state = State.Failed;
        return new WorkbookException(message);
    }

    private string Place(AppenderColumn column) => $"Row {Rows + 1} for table '{_table}', column '{column.Name}'";

    private WorkbookException Mismatch(AppenderColumn column, object value) => new(column.Takes is { } takes
        ? Invariant($"{Place(column)}: expected {column.SqlType}, which takes {takes}, but was given {value.GetType().Name} {value}. Convert the value first.")
        : $"{Place(column)}: values of type {column.SqlType} can't be appended. Load the rows with INSERT … SELECT instead.");
}
