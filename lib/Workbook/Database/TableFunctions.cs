using DuckDB.NET.Data;
using DuckDB.NET.Data.DataChunk.Writer;
using DuckDB.NET.Native;

namespace Workbook.Database;

/// <summary>
/// Table functions written in C#, for <c>FROM name(1, 'x')</c>. The provider's own ends the process when an argument is NULL,
/// and gives other bytes when it is read as another type than it has.
/// </summary>
internal static class TableFunctions
{
    /// <summary>Adds a function to the connection's database, for as long as that is open.</summary>
    /// <param name="arguments">The types of its arguments, in order; a call's are cast to them.</param>
    /// <param name="rows">From the arguments: the columns, and an item for each row.</param>
    /// <param name="write">Writes an item into the columns' writers, at the row given.</param>
    /// <exception cref="WorkbookException">Arguments can't have such a type.</exception>
    public static void AddTableFunction(
        this DuckDBConnection connection, string name, IReadOnlyList<DuckDBType> arguments,
        Func<FunctionArguments, TableFunction> rows, Action<object?, IDuckDBDataWriter[], ulong> write)
    {
        foreach (var type in arguments)
            FunctionArguments.RequireReadable(name, type);
        connection.RegisterTableFunction(
            EngineValue.RequireWhole(name, "The function's name"), given => rows(new FunctionArguments(name, arguments, given)), write, [.. arguments]);
    }
}
