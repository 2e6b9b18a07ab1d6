using DuckDB.NET.Data;

namespace Workbook.Database;

internal static class AppenderTransaction
{
    /// <summary>False inside a transaction of the caller's; that one goes on unharmed.</summary>
    internal static bool TryBegin(DuckDBConnection connection)
    {
        // A second BEGIN would abort the caller's transaction, so ask first: without one, each statement is its own.
        const string Current = "SELECT txid_current()";
        if (connection.Scalar<long>(Current) == connection.Scalar<long>(Current))
            return false;

        connection.Execute("BEGIN TRANSACTION");
        return true;
    }

    /// <summary>Disposing an appender writes what it still holds, unless that is cleared first.</summary>
    internal static void Release(DuckDBAppender appender, bool dropRows)
    {
        try
        {
            if (dropRows)
                appender.Clear();
            appender.Dispose();
        }
        catch (Exception) when (dropRows)
        {
            // The appender failed before, and whoever disposes it is on the way out with that fault; this one would hide it.
        }
    }
}
